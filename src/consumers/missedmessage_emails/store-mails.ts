import type { Tx } from '../../db/client.ts';
import { toError } from '../../runtime/classify-error.ts';
import type { OpenWindow } from '../../runtime/window/window-store.ts';
import { deriveEventId } from '../../shared/event-id.ts';
import { insertUnsubscribeKey } from '../../shared/mail-tokens.ts';
import type { ComposedMail } from './compose-mail.ts';
import type { WaitingRow } from './person-data.ts';
import type { CausedEvent, FlushDeps } from './ports.ts';
import { finishWaitingRows } from './waiting-room.ts';
import type { FailedConversation, WrittenMails } from './write-mails.ts';

/** All that the flush of one person stores. */
export interface PersonsFlush {
  readonly window: OpenWindow;
  readonly nowMs: number;
  readonly mails: readonly ComposedMail[];
  /** Rows of these mails. */
  readonly mailedRows: readonly WaitingRow[];
  /** Claimed rows that go without a mail. */
  readonly droppedIds: readonly number[];
  readonly newUnsubscribeKey: WrittenMails['newUnsubscribeKey'];
}

/**
 * Stores everything at once. When that fails for a reason of one mail (its message was deleted just now), each mail is
 * stored alone, and those that cannot be are answered: their rows stay. A single mail needs no savepoint: when it
 * cannot be stored, nothing else of the person is lost by rolling back all. Throws then, and when a shared service is
 * down.
 */
export async function storeMails(
  deps: FlushDeps,
  tx: Tx,
  flush: PersonsFlush,
): Promise<readonly FailedConversation[]> {
  if (flush.mails.length < 2) {
    await storeTogether(deps, tx, flush);
    return [];
  }
  try {
    await tx.transaction((savepoint) => storeTogether(deps, savepoint, flush));
    return [];
  } catch (error) {
    if (deps.outageOf(error) !== null) throw error;
    // One mail's data must not cost the others.
    return storeEach(deps, tx, flush);
  }
}

async function storeEach(
  deps: FlushDeps,
  tx: Tx,
  flush: PersonsFlush,
): Promise<readonly FailedConversation[]> {
  const nothing = { ...flush, mails: [], mailedRows: [], droppedIds: [], newUnsubscribeKey: null };
  const { droppedIds, newUnsubscribeKey } = flush;
  await storeTogether(deps, tx, { ...nothing, droppedIds, newUnsubscribeKey });
  const failed: FailedConversation[] = [];
  for (const mail of flush.mails) {
    const mailedRows = flush.mailedRows.filter(({ messageId }) => mail.messageIds.includes(messageId));
    try {
      await tx.transaction((savepoint) =>
        storeTogether(deps, savepoint, { ...nothing, mails: [mail], mailedRows }),
      );
    } catch (error) {
      if (deps.outageOf(error) !== null) throw error;
      // Rolled back to its savepoint; the caller reports it.
      failed.push({ messageIds: mail.messageIds, error: toError(error) });
    }
  }
  return failed;
}

async function storeTogether(deps: FlushDeps, tx: Tx, flush: PersonsFlush): Promise<void> {
  const { droppedIds, mailedRows, mails, newUnsubscribeKey, nowMs, window } = flush;
  const userId = Number(window.key);
  if (newUnsubscribeKey !== null) {
    const { key, realmId } = newUnsubscribeKey;
    await insertUnsubscribeKey(tx, { userId, realmId }, key, nowMs);
  }
  const rowIds = [...mailedRows.map(({ id }) => id), ...droppedIds];
  const events = mails.flatMap((mail) => causedEvents(window, mail));
  // Neither needs the other's answer, so both are on their way at once. Both are waited for also when one has failed:
  // nothing may be sent for a transaction that is over.
  const ends = await Promise.allSettled([
    finishWaitingRows(tx, { userId, rowIds, mails, atMs: nowMs }),
    events.length === 0 ? null : deps.enqueue(tx, events),
  ]);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

function causedEvents({ key, traceparent }: OpenWindow, mail: ComposedMail): readonly CausedEvent[] {
  const sending: CausedEvent = {
    stream: 'email_senders',
    event: mail.event,
    options: { eventId: mail.eventId, traceparent },
  };
  if (!mail.wakesPerson) return [sending];
  const waking: CausedEvent = {
    stream: 'deferred_work',
    event: { type: 'soft_reactivate', user_profile_id: Number(key) },
    options: { eventId: deriveEventId(mail.eventId, 'soft_reactivate'), traceparent },
  };
  return [sending, waking];
}
