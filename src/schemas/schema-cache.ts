/** A schema as the registry knows it. */
export interface CachedSchema {
  /** Base URL of the registry that gave the id, without credentials: ids of different registries must not mix. */
  readonly registry: string;
  readonly id: number;
  /** Avro schema as JSON text. */
  readonly schema: string;
}

/**
 * Schemas kept outside the process, so that a worker can start and decode while the registry is down. An id never
 * changes its schema, so entries never expire. Both methods may reject; the caller goes on without the cache.
 */
export interface SchemaCache {
  /** Every schema known of this registry. */
  load(registry: string): Promise<readonly CachedSchema[]>;
  /** Adds or replaces one. */
  save(entry: CachedSchema): Promise<void>;
}
