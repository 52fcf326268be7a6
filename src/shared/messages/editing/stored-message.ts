import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { CheckedMessage } from '../checked-message.ts';
import { refused } from '../checking/refusal.ts';
import type { Refused } from '../message-draft.ts';

/** A message as it is stored, and what says whether it may be edited. */
export interface StoredMessage {
  readonly id: number;
  readonly recipientId: number;
  readonly topic: string;
  readonly content: string;
  readonly html: string | null;
  readonly htmlVersion: number | null;
  /** JSON: earlier texts, the newest first. */
  readonly history: string | null;
  readonly sentAtMs: number;
  readonly hasWidget: boolean;
  readonly isEditingAllowed: boolean;
  /** Null without a limit. */
  readonly editLimitSeconds: number | null;
}

/** Locked, so that of two edits at once the second finds the text and the history of the first. */
const LOCK = {
  name: 'edit_lock',
  text: `
    select m.id, m.recipient_id as "recipientId", m.subject as topic, m.content, m.rendered_content as html,
      m.rendered_content_version as "htmlVersion", m.edit_history as history,
      (extract(epoch from m.date_sent) * 1000)::float8 as "sentAtMs",
      exists (select from zerver_submessage s where s.message_id = m.id) as "hasWidget",
      r.allow_message_editing as "isEditingAllowed", r.message_content_edit_limit_seconds as "editLimitSeconds"
    from zerver_message m join zerver_realm r on r.id = m.realm_id
    where m.id = $1 and m.sender_id = $2
    for no key update of m`,
} as const;

/** Locks the message; null when it is gone. */
export async function lockMessage(
  tx: Tx,
  messageId: number,
  authorId: number,
): Promise<StoredMessage | null> {
  const [row] = await runHot<StoredMessage & Record<string, unknown>>(tx, LOCK, [messageId, authorId]);
  return row ?? null;
}

/** An edit may come this much later than the organization's limit says, in seconds. */
const GRACE_SECONDS = 20;

/**
 * Why the message may not be edited at the instant `nowMs`; null: it may.
 * @source zulip zerver/actions/message_edit.py validate_message_edit_payload, validate_user_can_edit_message
 */
export function refuseEdit(stored: StoredMessage, nowMs: number): Refused | null {
  if (stored.hasWidget) return refused('Widgets cannot be edited.');
  if (!stored.isEditingAllowed) return refused('Your organization has turned off message editing');
  const { editLimitSeconds, sentAtMs } = stored;
  const isLate = editLimitSeconds !== null && nowMs - sentAtMs > (editLimitSeconds + GRACE_SECONDS) * 1000;
  return isLate ? refused('The time limit for editing this message has passed') : null;
}

const CLAIM = {
  name: 'edit_claim',
  text: `
    insert into workers.sent_message (key, message_id) values ($1, $2)
    on conflict (key) do nothing returning key`,
} as const;

/** Claims the key of an edit; false: an edit was made under it. Waits for a transaction that holds it. */
export const claimEdit = async (tx: Tx, key: string, messageId: number): Promise<boolean> =>
  (await runHot(tx, CLAIM, [key, messageId])).length > 0;

const STORE = {
  name: 'edit_store',
  text: `
    update zerver_message
    set content = $2, rendered_content = $3, rendered_content_version = 1, has_link = $4, has_image = $5,
      has_attachment = $6, last_edit_time = $7, edit_history = $8
    where id = $1`,
} as const;

/** A new text on its way into a message that this transaction has locked. */
export interface StoredEdit {
  readonly stored: StoredMessage;
  /** The new text, with its HTML. */
  readonly message: CheckedMessage;
  readonly nowMs: number;
}

/** Writes the new text; the old one goes to the front of the history. */
export async function storeText(
  tx: Tx,
  { stored, message, nowMs }: StoredEdit,
  hasAttachment: boolean,
): Promise<void> {
  const earlier = JSON.parse(stored.history ?? '[]') as readonly unknown[];
  const previous = {
    user_id: message.author.id,
    timestamp: Math.floor(nowMs / 1000),
    prev_content: stored.content,
    prev_rendered_content: stored.html,
    prev_rendered_content_version: stored.htmlVersion,
  };
  await runHot(tx, STORE, [
    stored.id,
    message.content,
    message.html,
    message.facts.hasLink,
    message.facts.hasImage,
    hasAttachment,
    new Date(nowMs),
    JSON.stringify([previous, ...earlier]),
  ]);
}
