import type { Database } from '../../db/client.ts';
import { runHot } from '../../db/statement.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { BackgroundLoop } from '../../runtime/definition.ts';
import { pruneReplyTokens } from '../../shared/mail-tokens.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** An answer to a mail older than this is refused as expired. */
export const REPLY_TOKEN_RETENTION_MS = 365 * DAY_MS;
/** Longer than any topic keeps events, so that no replay mails a message again. */
export const SENT_LEDGER_RETENTION_MS = 60 * DAY_MS;
/** Rows of one round; small, so that a round locks little and for a short time. */
const PRUNE_LIMIT = 5_000;

const PRUNE_LEDGER = {
  name: 'mm_sent_prune',
  text: `
    delete from workers.missed_message_sent where ctid = any(array(
      select ctid from workers.missed_message_sent where sent_at < $1 limit $2))`,
} as const;

/** Once an hour, deletes reply tokens and ledger rows that nobody needs any more. */
export function createRetention(deps: { readonly db: Database; readonly clock: Clock }): BackgroundLoop {
  return {
    name: 'mail_retention',
    async round() {
      const nowMs = deps.clock.now();
      await pruneReplyTokens(deps.db, nowMs - REPLY_TOKEN_RETENTION_MS, PRUNE_LIMIT);
      await runHot(deps.db, PRUNE_LEDGER, [new Date(nowMs - SENT_LEDGER_RETENTION_MS), PRUNE_LIMIT]);
      return HOUR_MS;
    },
  };
}
