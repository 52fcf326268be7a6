import { eq } from './drizzle.ts';
import type { SchemaCache } from '../schemas/schema-cache.ts';
import type { Database } from './client.ts';
import { schemaCache } from './schema/workers.ts';

/** Registry schemas kept in `workers.schema_cache`. */
export const createSchemaCache = (db: Database): SchemaCache => ({
  load: (registry) =>
    db
      .select({ registry: schemaCache.registry, id: schemaCache.schema_id, schema: schemaCache.schema })
      .from(schemaCache)
      .where(eq(schemaCache.registry, registry)),

  async save({ registry, id, schema }) {
    await db
      .insert(schemaCache)
      .values({ registry, schema_id: id, schema })
      .onConflictDoUpdate({ target: [schemaCache.registry, schemaCache.schema_id], set: { schema } });
  },
});
