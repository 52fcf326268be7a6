import { defineConfig } from 'drizzle-kit';

// Tables of a Zulip server: applied to a database that has none of them (development, tests, the demo).
// After `drizzle-kit generate --config drizzle-zulip.config.ts`, look at src/db/migrations/README.md.
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema/!(workers|columns|references|user-settings|realm-settings).ts',
  out: './src/db/migrations/zulip',
});
