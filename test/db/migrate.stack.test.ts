import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { checkDatabase } from '../../src/db/check.ts';
import { migrate, migrationsPending } from '../../src/db/migrate.ts';
import * as workers from '../../src/db/schema/workers.ts';
import { freshDatabase } from '../support/stack.ts';
import { zulipTables } from './zulip-tables.ts';

const inDatabase = async (test: (url: string, client: pg.Client) => Promise<void>): Promise<void> => {
  const fresh = await freshDatabase({ empty: true });
  const { url } = fresh;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await test(url, client);
  } finally {
    await client.end();
    await fresh.drop();
  }
};

const tablesIn = async (client: pg.Client, schema: string): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = to_regnamespace($1) order by 1`,
    [schema],
  );
  return rows.map((row) => row.name);
};

const newestSnapshot = (set: string): Parameters<typeof generateMigration>[0] => {
  const folder = new URL(`../../src/db/migrations/${set}/meta/`, import.meta.url);
  const journal = JSON.parse(readFileSync(new URL('_journal.json', folder), 'utf8')) as {
    entries: { idx: number }[];
  };
  const newest = String(Math.max(...journal.entries.map((entry) => entry.idx))).padStart(4, '0');
  return JSON.parse(readFileSync(new URL(`${newest}_snapshot.json`, folder), 'utf8'));
};

describe('migrations', () => {
  it('say the same as the schema files', async () => {
    for (const [set, tables] of [
      ['workers', workers],
      ['zulip', zulipTables],
    ] as const) {
      const statements = await generateMigration(newestSnapshot(set), generateDrizzleJson({ ...tables }));
      expect(statements, set).toEqual([]);
    }
  });

  it('make every table from an empty database, and nothing the second time', () =>
    inDatabase(async (url) => {
      expect((await migrationsPending({ url })).every((state) => state.applied === 0)).toBe(true);
      const first = await migrate({ url });
      expect(first.ownsZulipTables).toBe(true);
      expect(first.applied.workers).toBeGreaterThan(0);
      expect(first.applied.zulip).toBeGreaterThan(0);
      expect(await migrate({ url })).toEqual({ ownsZulipTables: true, applied: { workers: 0, zulip: 0 } });
      expect((await migrationsPending({ url })).map((state) => state.pending)).toEqual([0, 0]);
      expect(await checkDatabase({ url })).toEqual([]);
    }));

  it('are applied once when four processes start at the same time', () =>
    inDatabase(async (url) => {
      const reports = await Promise.all(Array.from({ length: 4 }, () => migrate({ url })));
      expect(reports.filter((report) => report.applied.workers > 0)).toHaveLength(1);
      expect(await checkDatabase({ url })).toEqual([]);
    }));

  it('touch only the schema workers of a database that is a Zulip server’s', () =>
    inDatabase(async (url, client) => {
      await client.query('create schema zulip');
      await client.query('create table zulip.zerver_realm (id int primary key)');
      const report = await migrate({ url });
      expect(report.ownsZulipTables).toBe(false);
      expect(report.applied.zulip).toBe(0);
      expect(await tablesIn(client, 'public')).toEqual([]);
      expect(await tablesIn(client, 'zulip')).toEqual(['zerver_realm']);
      expect(await tablesIn(client, 'workers')).toContain('event_outbox');
      expect(await migrationsPending({ url })).toMatchObject([{ set: 'workers', pending: 0 }]);
    }));

  it('leave a schema workers that exists already as it is', () =>
    inDatabase(async (url, client) => {
      await client.query('create schema workers');
      await migrate({ url });
      expect(await checkDatabase({ url })).toEqual([]);
    }));
});
