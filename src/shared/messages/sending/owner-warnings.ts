import type { Database, Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { OwnerWarning } from '../checking/owner-warning.ts';
import type { CheckedMessage } from '../checked-message.ts';
import type { MessageDraft } from '../message-draft.ts';

/** At most one warning per bot in this time, ms. A comment of the original still says 5 minutes. */
const WARNING_INTERVAL_MS = 60_000;

const NOTIFICATION_BOT = {
  name: 'send_notification_bot',
  text: `
    select id from zerver_userprofile
    where upper(email) = 'NOTIFICATION-BOT@ZULIP.COM' and is_bot and is_active order by id limit 1`,
} as const;

/** The bot that warns owners; null on a server without one. */
export async function readNotificationBotId(db: Database): Promise<number | null> {
  const [row] = await runHot<{ id: number }>(db, NOTIFICATION_BOT, []);
  return row?.id ?? null;
}

/** The warning as a direct message, sent once for what the draft is sent once for. */
export const warningDraft = (
  { idempotencyKey, traceparent }: MessageDraft,
  { ownerId, text }: OwnerWarning,
  notificationBotId: number,
): MessageDraft => ({
  idempotencyKey: `${idempotencyKey}:owner_warning`,
  senderId: notificationBotId,
  address: { kind: 'direct', people: { by: 'ids', ids: [ownerId] } },
  content: text,
  clientName: 'Internal',
  traceparent: traceparent ?? null,
});

/** The rows are locked by `lockStanding`; whoever came first has moved the time. */
const CLAIM = {
  name: 'send_warnings_claim',
  text: `
    update zerver_userprofile set last_reminder = $2
    where id = any($1::int[]) and (last_reminder is null or last_reminder < $3)
    returning id`,
} as const;

/** A warning that passed the checks. */
export interface PreparedWarning {
  readonly warning: OwnerWarning;
  readonly message: CheckedMessage;
}

/** Takes the right to warn now: answers one warning for each bot that nobody has warned of in the last minute. */
export async function claimDueWarnings(
  tx: Tx,
  warnings: readonly PreparedWarning[],
  nowMs: number,
): Promise<readonly PreparedWarning[]> {
  const byBot = new Map(warnings.toReversed().map((prepared) => [prepared.warning.botId, prepared]));
  if (byBot.size === 0) return [];
  const rows = await runHot<{ id: number }>(tx, CLAIM, [
    [...byBot.keys()],
    new Date(nowMs),
    new Date(nowMs - WARNING_INTERVAL_MS),
  ]);
  const due = new Set(rows.map(({ id }) => id));
  return [...byBot.values()].filter(({ warning }) => due.has(warning.botId));
}
