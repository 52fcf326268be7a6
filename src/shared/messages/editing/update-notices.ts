import { causedBy, clientEvent } from '../sending/caused-events.ts';
import type { CausedEvent } from '../sending/caused-events.ts';
import type { Delivery } from '../sending/delivery.ts';
import { clientFlags, wasMentioned } from '../sending/flags.ts';
import { inNotices, notificationLists } from '../sending/notification-lists.ts';
import type { Reachability } from '../sending/reach.ts';
import type { Reader } from './readers.ts';
import type { StoredEdit } from './stored-message.ts';

/** What the notices of an edit need. */
export interface UpdateParts {
  readonly edit: StoredEdit;
  /** Of the new text. */
  readonly delivery: Delivery;
  readonly readers: readonly Reader[];
  readonly reach: Reachability;
}

/**
 * Tells the clients of everybody who sees a message of its new text, and the real-time server who was mentioned before:
 * only mentions that are new are mailed and pushed.
 * @source zulip zerver/actions/message_edit.py do_update_message, update_message_content
 */
export function updateNotices({ edit, delivery, readers, reach }: UpdateParts): readonly CausedEvent[] {
  const told = readers.filter(({ mayRead }) => mayRead);
  if (told.length === 0) return [];
  const { message } = edit;
  return inNotices(told).map((own, part) => {
    const ids = new Set(own.map(({ id }) => id));
    const event = {
      ...updateEvent(edit),
      ...notificationLists(
        delivery.receivers.filter(({ id }) => ids.has(id)),
        delivery,
        reach,
      ),
      prior_mention_user_ids: own
        .filter(({ flags }) => flags !== null && wasMentioned(flags.before))
        .map(({ id }) => id),
    };
    const users = own.map(({ id, flags }) => ({
      id,
      extra: { flags: flags === null ? ['read'] : clientFlags(flags.after) },
    }));
    return clientEvent(message.realm.id, event, users, causedBy(message.draft, `update:${part}`));
  });
}

const updateEvent = ({ message, nowMs, stored }: StoredEdit) => ({
  type: 'update_message',
  user_id: message.author.id,
  edit_timestamp: Math.floor(nowMs / 1000),
  message_id: stored.id,
  message_ids: [stored.id],
  rendering_only: false,
  ...(message.conversation.kind === 'channel' && {
    stream_id: message.conversation.channel.id,
    stream_name: message.conversation.channel.name,
  }),
  orig_content: stored.content,
  orig_rendered_content: stored.html,
  content: message.content,
  rendered_content: message.html,
  is_me_message: message.content.startsWith('/me '),
});
