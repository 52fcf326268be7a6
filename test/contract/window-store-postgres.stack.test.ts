import { createDatabase } from '../../src/db/client.ts';
import { createWindowStore } from '../../src/db/window-store.ts';
import { freshDatabase } from '../support/stack.ts';
import { windowStoreContract } from './window-store-contract.ts';

windowStoreContract('PostgreSQL', async () => {
  const database = await freshDatabase();
  const handle = createDatabase({ url: database.url, poolSize: 3 });
  return {
    store: createWindowStore(handle.db),
    transaction: (run) => handle.transaction(run),
    end: async () => {
      await handle.close();
      await database.drop();
    },
  };
});
