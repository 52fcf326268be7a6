import type { WideMessage } from '../../../src/schemas/generated/embedded_bots.ts';

const MESSAGE: WideMessage = {
  id: 4711,
  sender_id: 10,
  content: '@**Bot** hello',
  rendered_content: '<p>hello</p>',
  recipient_id: 31,
  recipient_type: 2,
  recipient_type_id: 9,
  timestamp: 1_765_976_400,
  client: 'website',
  subject: 'bar',
  topic_links: [],
  is_me_message: false,
  reactions: [],
  submessages: [],
  last_edit_timestamp: null,
  edit_history: null,
  sender_full_name: 'King Hamlet',
  sender_email: 'hamlet@zulip.example.com',
  sender_delivery_email: 'hamlet@zulip.example.com',
  sender_realm_str: 'zulip',
  sender_realm_id: 2,
  sender_recipient_id: 30,
  sender_avatar_source: 'G',
  sender_avatar_version: 1,
  sender_is_mirror_dummy: false,
  sender_email_address_visibility: 1,
  display_recipient: 'Denmark',
  type: 'stream',
  stream_id: 9,
};

/** A message in Denmark > bar, as an event carries it. */
export const channelMessage = (changes: Partial<WideMessage> = {}): WideMessage => ({
  ...MESSAGE,
  ...changes,
});

/** A direct message between people of these ids. */
export const directMessage = (ids: readonly number[], changes: Partial<WideMessage> = {}): WideMessage => ({
  ...MESSAGE,
  type: 'private',
  subject: '',
  stream_id: null,
  recipient_type: ids.length > 2 ? 3 : 1,
  display_recipient: ids.map((id) => ({
    id,
    email: `user${id}@zulip.example.com`,
    full_name: `User ${id}`,
    is_mirror_dummy: false,
  })),
  ...changes,
});
