import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONFLICT_TARGETS, INSERTED_TABLES, tablesNeeded } from '../../src/db/check/needs.ts';

const SOURCE = join(import.meta.dirname, '../../src');

/** An insert into a Zulip server's table, up to the end of its statement, with what its conflict clause names. */
const INSERT =
  /insert into ((?:zerver|analytics|confirmation)_\w+)(?:(?!insert into|`,)[^])*?(?:on conflict \(((?:[^()]|\([^)]*\))*)\)(?: where ([\w ]+?)\n)?|(?=insert into|`,))/gu;

interface Insert {
  readonly table: string;
  readonly target: string | undefined;
  readonly where: string | undefined;
}

/** Every insert of the queues; seeds and migrations write into databases of ours only. */
const inserts: readonly Insert[] = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/^db\/(?:seed|migrations|migrate)/u.test(path))
  .flatMap((path) =>
    Array.from(
      readFileSync(join(SOURCE, path), 'utf8').matchAll(INSERT),
      ([, table = '', target, where]) => ({
        table,
        target,
        where,
      }),
    ),
  );

describe('what the check of a database asks for', () => {
  it('is found in the source: statements with and without a conflict clause, and a partial index', () => {
    expect(inserts).toContainEqual({ table: 'zerver_message', target: undefined, where: undefined });
    expect(inserts).toContainEqual({
      table: 'zerver_stream',
      target: 'realm_id, upper(name)',
      where: undefined,
    });
    expect(inserts).toContainEqual({
      table: 'analytics_usercount',
      target: 'user_id, property, end_time',
      where: 'subgroup is null',
    });
  });

  it('includes every table that a queue inserts into', () => {
    const unknown = inserts.filter(({ table }) => !INSERTED_TABLES.has(table));
    expect(unknown).toEqual([]);
  });

  it('includes the unique index of every conflict clause', () => {
    const asked = new Set(
      CONFLICT_TARGETS.map(({ table, columns, where }) => `${table} (${columns.join(', ')}) ${where ?? ''}`),
    );
    const relied = inserts.flatMap(({ table, target, where }) =>
      target === undefined ? [] : [`${table} (${target}) ${where ?? ''}`],
    );
    expect(relied.filter((target) => !asked.has(target))).toEqual([]);
  });

  it('is about tables whose columns are known', () => {
    const known = new Set(tablesNeeded().map(({ name }) => name));
    expect([...INSERTED_TABLES].filter((table) => !known.has(table))).toEqual([]);
    expect(CONFLICT_TARGETS.filter(({ table }) => !known.has(table))).toEqual([]);
  });
});
