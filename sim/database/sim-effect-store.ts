import type { EffectStore } from '../../src/runtime/ports.ts';
import type { SimSession } from './sim-database.ts';
import type { SimTx } from './sim-tx.ts';
import type { Tables } from './tables.ts';

/** The ledger of effects, as `createEffectStore` keeps it in PostgreSQL. */
export function createSimEffectStore(session: SimSession, { claims }: Tables): EffectStore<SimTx> {
  return {
    transaction: (run, signal) => session.transaction(run, signal),

    claim: (tx, group, eventIds) =>
      session.statement(tx, async () => {
        const claimed = new Set<string>();
        for (const eventId of [...new Set(eventIds.map((id) => id.toLowerCase()))].sort()) {
          const key = `${group} ${eventId}`;
          const isOurs = tx.get(claims, key) !== undefined;
          if (!isOurs) await tx.lock(claims, key);
          // Whoever had the lock may have committed the same claim.
          if (tx.get(claims, key) !== undefined) {
            session.happened('unique conflict');
            if (!isOurs) tx.unlock(claims, key);
            continue;
          }
          tx.put(claims, key, { group, eventId });
          claimed.add(eventId);
        }
        return new Set(eventIds.filter((id) => claimed.has(id.toLowerCase())));
      }),

    release: (tx, group, eventIds) =>
      session.statement(tx, () => {
        for (const eventId of eventIds) tx.delete(claims, `${group} ${eventId.toLowerCase()}`);
      }),
  };
}
