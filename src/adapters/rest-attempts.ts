import type { Database } from '../db/client.ts';
import { runHot } from '../db/statement.ts';
import type { HotStatement } from '../db/statement.ts';

/**
 * Marks that a message is being sent, before anything is. The newest message of that moment is kept: whatever a try
 * posts is newer. Until `busy_until` the key is one process's; no row comes back when it is another's.
 */
const CLAIM: HotStatement = {
  name: 'rest_claim',
  text: `
    insert into workers.rest_attempt as a (key, after_message_id, busy_until)
    values ($1, coalesce((select max(id) from zerver_message), 0), now() + $2::int * interval '1 millisecond')
    on conflict (key) do update set attempts = a.attempts + 1, busy_until = excluded.busy_until
      where a.busy_until <= now()
    returning attempts`,
};

/** Read after the claim: who finished before it has written its row, and who has not still holds the key. */
const KNOWN: HotStatement = {
  name: 'rest_known',
  text: 'select message_id from workers.sent_message where key = $1',
};

const FINISH: HotStatement = {
  name: 'rest_finish',
  text: `
    with gone as (delete from workers.rest_attempt where key = $1)
    insert into workers.sent_message (key, message_id) values ($1, $2) on conflict (key) do nothing`,
};

const FORGET: HotStatement = {
  name: 'rest_forget',
  text: 'delete from workers.rest_attempt where key = $1',
};

const RELEASE: HotStatement = {
  name: 'rest_release',
  text: 'update workers.rest_attempt set busy_until = now() where key = $1',
};

/** How a key stands after it was asked for. */
export type Claim =
  | { readonly kind: 'first' }
  /** An earlier try ended without our knowing how. */
  | { readonly kind: 'in_doubt' }
  | { readonly kind: 'sent'; readonly messageId: number }
  /** Another process tries at this moment. */
  | { readonly kind: 'busy' };

/** What is remembered of tries to send, so that a crash between the server's answer and our row posts nothing twice. */
export interface RestAttempts {
  claim(key: string): Promise<Claim>;
  /** The message is posted. */
  finish(key: string, messageId: number): Promise<void>;
  /** Nothing was posted, and nothing will be. */
  forget(key: string): Promise<void>;
  /** This try is over, and whether it posted is for the next one to find out. */
  release(key: string): Promise<void>;
}

/** Tries in `workers.rest_attempt`; a key stays `busy` for `busyMs` after a try that ended with its process. */
export const createRestAttempts = (db: Database, busyMs: number): RestAttempts => {
  const forget = async (key: string): Promise<void> => {
    await runHot(db, FORGET, [key]);
  };
  return {
    claim: async (key) => {
      const [claimed] = await runHot<{ attempts: number }>(db, CLAIM, [key, busyMs]);
      if (claimed === undefined) return { kind: 'busy' };
      const [known] = await runHot<{ message_id: number }>(db, KNOWN, [key]);
      if (known === undefined) return { kind: claimed.attempts === 1 ? 'first' : 'in_doubt' };
      await forget(key);
      return { kind: 'sent', messageId: known.message_id };
    },
    finish: async (key, messageId) => {
      await runHot(db, FINISH, [key, messageId]);
    },
    forget,
    release: async (key) => {
      await runHot(db, RELEASE, [key]);
    },
  };
};
