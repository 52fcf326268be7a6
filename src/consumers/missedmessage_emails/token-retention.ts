import type { Database } from '../../db/client.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { BackgroundLoop } from '../../runtime/definition.ts';
import { pruneReplyTokens } from '../../shared/mail-tokens.ts';

const HOUR_MS = 3_600_000;

/** An answer to a mail older than this is refused as expired: one year. */
const REPLY_TOKEN_RETENTION_MS = 365 * 24 * HOUR_MS;
/** Rows of one round; small, so that a round locks little and for a short time. */
const PRUNE_LIMIT = 5_000;

/** Once an hour, deletes reply tokens that are too old; at once again while a round was full. */
export function createTokenRetention(deps: { readonly db: Database; readonly clock: Clock }): BackgroundLoop {
  return {
    name: 'reply_token_retention',
    async round() {
      const beforeMs = deps.clock.now() - REPLY_TOKEN_RETENTION_MS;
      const pruned = await pruneReplyTokens(deps.db, beforeMs, PRUNE_LIMIT);
      return pruned === PRUNE_LIMIT ? 0 : HOUR_MS;
    },
  };
}
