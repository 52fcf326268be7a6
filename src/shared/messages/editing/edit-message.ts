import type { Logger } from 'pino';
import type { Database, Tx } from '../../../db/client.ts';
import type { Recorder } from '../../../metrics/recorder.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { CheckedMessage } from '../checked-message.ts';
import type { MessageDraft, Refused } from '../message-draft.ts';
import type { MessageOutbox } from '../sending/caused-events.ts';
import { readSentKeys } from '../sending/sent-keys.ts';
import { lockStanding, refusalOf } from '../sending/standing.ts';
import { fillThumbnails } from '../sending/thumbnails.ts';
import { logRefusedUploads } from '../sending/uploads.ts';
import type { RefusedUpload } from '../sending/uploads.ts';
import { addressOf, readPlace } from './message-place.ts';
import type { MessagePlace } from './message-place.ts';
import { claimEdit, lockMessage, refuseEdit } from './stored-message.ts';
import { writeEdit } from './write-edit.ts';

/** A new text for a message of its author. */
export interface MessageEdit {
  /** Names this edit among all edits and posts, as that of a draft does: a second edit of the same key changes nothing. */
  readonly idempotencyKey: string;
  readonly authorId: number;
  readonly messageId: number;
  /** Markdown. */
  readonly content: string;
  readonly traceparent: string | null;
}

/** How an edit ended. */
export type EditResult =
  | { readonly kind: 'edited' }
  /** The message has this text already. */
  | { readonly kind: 'unchanged' }
  /** It was made before, under the same idempotency key. */
  | { readonly kind: 'duplicate' }
  /** There is no such message of this author, or none any more. */
  | { readonly kind: 'missing' }
  | Refused;

/**
 * Gives a message a new text. Rejects with what the database threw and with the reason of `signal`: nothing was changed
 * then, and the caller may try again with the same key.
 */
export type EditMessage = (edit: MessageEdit, signal: AbortSignal) => Promise<EditResult>;

/** What editing needs. */
export interface EditDeps {
  readonly db: Database;
  transaction<T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** The check stage of the message path, of which only the verdict is taken: nobody is warned because of an edit. */
  check(draft: MessageDraft, signal: AbortSignal): Promise<{ readonly result: CheckedMessage | Refused }>;
  readonly outbox: MessageOutbox<Tx>;
  readonly clock: Pick<Clock, 'now'>;
  readonly recorder: Recorder;
  readonly logger: Logger;
}

/**
 * Makes the edit path: like a post, an edit is checked and rendered before the transaction in which it is written and
 * told. Its author may say what they could post there at this moment.
 * @source zulip zerver/actions/message_edit.py check_update_message, do_update_message. Different: an empty text is
 * refused, where the original writes `(deleted)`; an edit needs the right to post. Pushes to those who are no longer
 * mentioned are not taken back. Links get no previews: editing is for bots, whose links never get any.
 */
export function createMessageEditor(deps: EditDeps): EditMessage {
  return async (edit, signal) => {
    const { idempotencyKey: key } = edit;
    if ((await readSentKeys(deps.db, [key])).has(key)) return { kind: 'duplicate' };
    for (;;) {
      const ending = await attempt(deps, edit, signal);
      // Somebody has moved it between the check and the lock; whether it may be edited there has to be looked at.
      if (ending.kind === 'moved') continue;
      if (ending.kind !== 'edited') return ending;
      logRefusedUploads(deps.logger, ending.refusedUploads);
      deps.recorder.count('message_thumbnails_postponed_total', {}, ending.awaitedThumbnails);
      return { kind: 'edited' };
    }
  };
}

type Ending =
  | Exclude<EditResult, { readonly kind: 'edited' }>
  | {
      readonly kind: 'edited';
      readonly refusedUploads: readonly RefusedUpload[];
      readonly awaitedThumbnails: number;
    }
  | { readonly kind: 'moved' };

async function attempt(deps: EditDeps, edit: MessageEdit, signal: AbortSignal): Promise<Ending> {
  const place = await readPlace(deps.db, edit.messageId, edit.authorId);
  if (place === null) return { kind: 'missing' };
  const draft: MessageDraft = {
    idempotencyKey: edit.idempotencyKey,
    senderId: edit.authorId,
    address: addressOf(place),
    content: edit.content,
    clientName: 'Internal',
    traceparent: edit.traceparent,
  };
  const { result: checked } = await deps.check(draft, signal);
  if (checked.kind === 'refused') return checked;
  return deps.transaction((tx) => commit(tx, deps, { edit, place, checked }), signal);
}

interface CheckedEdit {
  readonly edit: MessageEdit;
  readonly place: MessagePlace;
  readonly checked: CheckedMessage;
}

/**
 * Locks are taken in the order of `sendMessages`, with the message between pictures and uploads: who makes thumbnails
 * goes from the picture to its messages, too.
 */
async function commit(tx: Tx, deps: EditDeps, { edit, place, checked }: CheckedEdit): Promise<Ending> {
  const { authorId, idempotencyKey, messageId } = edit;
  const late = refusalOf(checked, await lockStanding(tx, { messages: [checked], warnedBotIds: [] }));
  if (late !== null) return late;
  const { messages, awaited } = await fillThumbnails(tx, [{ id: messageId, message: checked }]);
  const stored = await lockMessage(tx, messageId, authorId);
  if (stored === null) return { kind: 'missing' };
  if (stored.recipientId !== place.recipientId || stored.topic !== place.topic) return { kind: 'moved' };
  const nowMs = deps.clock.now();
  const isSame = stored.content === checked.content;
  const refusal = isSame ? null : refuseEdit(stored, nowMs);
  if (refusal !== null) return refusal;
  // Also of what changes nothing: the text may be another by the time the edit is repeated.
  if (!(await claimEdit(tx, idempotencyKey, messageId))) return { kind: 'duplicate' };
  if (isSame) return { kind: 'unchanged' };
  const message = messages[0]?.message ?? checked;
  const { events, refusedUploads } = await writeEdit(tx, { stored, message, nowMs });
  await deps.outbox.enqueueAll(tx, events);
  return { kind: 'edited', refusedUploads, awaitedThumbnails: awaited };
}
