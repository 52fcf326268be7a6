import { defineConfig } from 'drizzle-kit';

// The fleet's own tables; `drizzle-zulip.config.ts` has those of a Zulip server.
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema/workers.ts',
  out: './src/db/migrations/workers',
  schemaFilter: ['workers'],
});
