import { SHIPPED_SCHEMAS } from './generated/shipped-schemas.ts';
import { STREAM_NAMES } from './queues.ts';
import { SchemaRegistryError } from './schema-errors.ts';
import type { SchemaSource } from './schema-source.ts';

/**
 * Schemas without a registry, for tests and in-memory transports: every shipped schema has a fixed id, counted
 * from 1 in the order of the streams, older ones first. Ids of a real registry differ.
 */
export const createLocalSchemas = (): SchemaSource => {
  const texts: string[] = [];
  const today = new Map<string, number>();
  for (const stream of STREAM_NAMES) {
    texts.push(...SHIPPED_SCHEMAS[stream]);
    today.set(stream, texts.length);
  }
  return {
    schemaOf: (id) => {
      const text = texts[id - 1];
      if (text === undefined) throw new SchemaRegistryError('unknown_schema', `no schema has the id ${id}`);
      return text;
    },
    idOf: (stream) => today.get(stream) ?? 0,
  };
};
