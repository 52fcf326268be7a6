import type { Tx } from '../../../db/client.ts';
import type { CheckedMessage } from '../checked-message.ts';
import type { PostResult } from '../message-draft.ts';
import type { MessageOutbox } from './caused-events.ts';
import { claimDueWarnings } from './owner-warnings.ts';
import type { PreparedWarning } from './owner-warnings.ts';
import type { NumberedMessage } from './receiver.ts';
import { sendMessages } from './send-messages.ts';
import type { SendReport } from './send-messages.ts';
import { claimKeys, readSentKeys } from './sent-keys.ts';
import { lockStanding, refusalOf } from './standing.ts';
import type { Standing } from './standing.ts';

/** What became of checked messages, by idempotency key. */
export interface Sending {
  readonly endings: ReadonlyMap<string, PostResult>;
  /** Null: nothing was to be sent. */
  readonly report: SendReport | null;
}

/**
 * Sends what passed the checks and may still be sent, once per idempotency key, and the warnings of owners that are due.
 * The order of the locks is written down at `sendMessages`.
 */
export async function sendChecked(
  tx: Tx,
  plan: { readonly checked: readonly CheckedMessage[]; readonly warnings: readonly PreparedWarning[] },
  deps: { readonly outbox: MessageOutbox<Tx>; readonly clock: { now(): number } },
): Promise<Sending> {
  const { checked, warnings } = plan;
  const standing = await lockStanding(tx, {
    messages: [...warnings.map(({ message }) => message), ...checked],
    warnedBotIds: warnings.map(({ warning }) => warning.botId),
  });
  const nowMs = deps.clock.now();
  const due = await claimDueWarnings(tx, warnings, nowMs);
  const endings = new Map<string, PostResult>();
  const allowed = refuseLate([...due.map(({ message }) => message), ...checked], standing, endings);
  const numbered = await numberMessages(tx, allowed, endings);
  const report = await sendMessages(tx, numbered, {
    outbox: deps.outbox,
    nowMs,
    channels: standing.channels,
  });
  return { endings, report };
}

/** Answers those that may still be posted; writes down the refusals of the others. */
const refuseLate = (
  messages: readonly CheckedMessage[],
  standing: Standing,
  endings: Map<string, PostResult>,
): readonly CheckedMessage[] =>
  messages.filter((message) => {
    const refusal = refusalOf(message, standing);
    if (refusal !== null) endings.set(message.draft.idempotencyKey, refusal);
    return refusal === null;
  });

/** Claims the keys; answers the messages whose key was free, with their ids, and writes down what became of all. */
async function numberMessages(
  tx: Tx,
  messages: readonly CheckedMessage[],
  endings: Map<string, PostResult>,
): Promise<readonly NumberedMessage[]> {
  const keys = messages.map(({ draft }) => draft.idempotencyKey);
  const claimed = await claimKeys(tx, keys);
  const taken = claimed.size === keys.length ? null : await readSentKeys(tx, keys);
  return messages.flatMap((message) => {
    const { idempotencyKey } = message.draft;
    const id = claimed.get(idempotencyKey);
    const messageId = id ?? taken?.get(idempotencyKey);
    if (messageId === undefined) throw new Error('an idempotency key is neither free nor taken');
    endings.set(idempotencyKey, { kind: id === undefined ? 'duplicate' : 'sent', messageId });
    return id === undefined ? [] : [{ id, message }];
  });
}
