import { createSimCrashLedger } from '../../sim/database/sim-crash-ledger.ts';
import { SimDatabase } from '../../sim/database/sim-database.ts';
import { createSimEffectStore } from '../../sim/database/sim-effect-store.ts';
import { createSimOutboxStore, insertSimOutboxRows } from '../../sim/database/sim-outbox.ts';
import { SqlError } from '../../sim/database/sim-tx.ts';
import type { SimTx } from '../../sim/database/sim-tx.ts';
import { SimWindowStore } from '../../sim/database/sim-window-store.ts';
import { Tables } from '../../sim/database/tables.ts';
import { crashLedgerContract } from './crash-ledger-contract.ts';
import { effectStoreContract } from './effect-store-contract.ts';
import { outboxContract } from './outbox-contract.ts';
import { windowStoreContract } from './window-store-contract.ts';

const newDatabase = (): SimDatabase =>
  new SimDatabase({ travel: () => new Promise((resolve) => setImmediate(resolve)), coin: () => true });

const end = (): Promise<void> => Promise.resolve();

effectStoreContract<SimTx>('simulated', () => {
  const session = newDatabase().session();
  return Promise.resolve({
    store: createSimEffectStore(session, new Tables()),
    failStatement: (tx) =>
      session.statement(tx, () => {
        throw new SqlError('22012', 'division by zero');
      }),
    end,
  });
});

crashLedgerContract('simulated', () => {
  const database = newDatabase();
  const tables = new Tables();
  return Promise.resolve({ as: (owner) => createSimCrashLedger(database.session(), tables, owner), end });
});

windowStoreContract('simulated', () => {
  const session = newDatabase().session();
  return Promise.resolve({
    store: new SimWindowStore(session, new Tables()),
    transaction: (run) => session.transaction(run),
    end,
  });
});

outboxContract<SimTx>('simulated', () => {
  const database = newDatabase();
  const deps = { database, session: database.session(), tables: new Tables(), now: Date.now };
  return Promise.resolve({
    store: createSimOutboxStore(deps),
    insert: (tx, rows) => insertSimOutboxRows(deps, tx, rows),
    dropListeners: () => {
      database.dropListeners();
      return Promise.resolve();
    },
    end,
  });
});
