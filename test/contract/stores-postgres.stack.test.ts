import { createCrashLedger } from '../../src/db/crash-ledger.ts';
import { insertOutboxRows } from '../../src/db/outbox.ts';
import { createEffectStore } from '../../src/db/processed-events.ts';
import { runHot } from '../../src/db/statement.ts';
import { createOutboxStore } from '../../src/relay/postgres-outbox-store.ts';
import { openFixture } from '../db/fixture.ts';
import { crashLedgerContract } from './crash-ledger-contract.ts';
import { effectStoreContract } from './effect-store-contract.ts';
import { outboxContract } from './outbox-contract.ts';

effectStoreContract('PostgreSQL', async () => {
  const fixture = await openFixture();
  return {
    store: createEffectStore(fixture.database),
    failStatement: (tx) => runHot(tx, { name: 'fails', text: 'select 1 / $1::int' }, [0]),
    end: () => fixture.end(),
  };
});

crashLedgerContract('PostgreSQL', async () => {
  const fixture = await openFixture();
  return { as: (owner) => createCrashLedger(fixture.database.db, owner), end: () => fixture.end() };
});

outboxContract('PostgreSQL', async () => {
  const fixture = await openFixture();
  return {
    store: createOutboxStore(fixture.database),
    insert: insertOutboxRows,
    dropListeners: async () => {
      await fixture.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and query ilike 'listen%'`,
      );
    },
    end: () => fixture.end(),
  };
});
