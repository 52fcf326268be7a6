import type { StreamName } from './queues.ts';

/**
 * Where the codec learns schemas. Answers at once when it knows, otherwise by a promise that rejects with a
 * `SchemaRegistryError`.
 */
export interface SchemaSource {
  /** JSON text of the schema with this id. */
  schemaOf(id: number): string | Promise<string>;
  /** Id under which today's schema of the stream is registered. */
  idOf(stream: StreamName): number | Promise<number>;
}
