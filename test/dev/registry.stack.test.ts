import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { describe, expect, it } from 'vitest';
import { freshDatabase, freshPrefix, stackAddresses } from '../support/stack.ts';
import pg from 'pg';

const person = (fields: readonly object[]): string =>
  JSON.stringify({ type: 'record', name: 'Person', namespace: 'test', fields });

describe('the shared registry', () => {
  it('serves the real client: register, encode, decode', async () => {
    const subject = `${freshPrefix()}-value`;
    const registry = new SchemaRegistry({ host: stackAddresses().registryUrl });
    const schema = person([{ name: 'name', type: 'string' }]);
    const { id } = await registry.register({ type: SchemaType.AVRO, schema }, { subject });
    const again = await registry.register({ type: SchemaType.AVRO, schema }, { subject });
    expect(again.id).toBe(id);
    const bytes = await registry.encode(id, { name: 'x' });
    expect(await registry.decode(bytes)).toEqual({ name: 'x' });
  });

  it('gives each test a migrated database of its own', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    expect(one.url).not.toBe(two.url);
    const client = new pg.Client({ connectionString: one.url });
    await client.connect();
    const tables = await client.query(
      `select 1 from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    await client.end();
    expect(tables.rowCount).toBeGreaterThan(0);
    await Promise.all([one.drop(), two.drop()]);
  });
});
