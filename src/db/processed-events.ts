import type { EffectStore } from '../runtime/ports.ts';
import type { DatabaseHandle, Tx } from './client.ts';
import { runHot } from './statement.ts';

const CLAIM_ONE = {
  name: 'processed_event_claim_one',
  text: `
    insert into workers.processed_event (consumer_group, event_id) values ($1, $2)
    on conflict do nothing
    returning event_id`,
} as const;

/** In sorted order, so that two transactions with the same ids wait for each other instead of deadlocking. */
const CLAIM = {
  name: 'processed_event_claim',
  text: `
    insert into workers.processed_event (consumer_group, event_id)
    select $1, id from unnest($2::uuid[]) as id order by id
    on conflict do nothing
    returning event_id`,
} as const;

const RELEASE = {
  name: 'processed_event_release',
  text: `delete from workers.processed_event where consumer_group = $1 and event_id = any($2::uuid[])`,
} as const;

/**
 * The ledger of effects in `workers.processed_event`. A claim waits for another transaction that has claimed the same
 * id and is still open, so the answer is always final.
 */
export const createEffectStore = (database: Pick<DatabaseHandle, 'transaction'>): EffectStore<Tx> => ({
  transaction: (run, signal) => database.transaction(run, signal),

  async claim(tx, group, eventIds) {
    const [only] = eventIds;
    const rows = await (eventIds.length === 1
      ? runHot<{ event_id: string }>(tx, CLAIM_ONE, [group, only])
      : runHot<{ event_id: string }>(tx, CLAIM, [group, eventIds]));
    const claimed = new Set(rows.map((row) => row.event_id));
    // PostgreSQL answers ids in lower case, whatever the producer wrote.
    return new Set(eventIds.filter((id) => claimed.has(id.toLowerCase())));
  },

  async release(tx, group, eventIds) {
    await runHot(tx, RELEASE, [group, eventIds]);
  },
});
