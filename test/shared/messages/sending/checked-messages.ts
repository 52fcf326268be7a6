/** Checked messages as the check stage would hand them on, for tests of sending. */
import type {
  Author,
  CheckedMessage,
  Conversation,
} from '../../../../src/shared/messages/checked-message.ts';
import { noFacts } from '../../../../src/shared/messages/rendering/context.ts';
import type { RenderFacts } from '../../../../src/shared/messages/rendering/context.ts';

/** A person with the settings of a new account. */
export const authorOf = (id: number, overrides: Partial<Author> = {}): Author => ({
  id,
  realmId: 2,
  email: `user${id}@zulip.com`,
  deliveryEmail: `user${id}@zulip.com`,
  fullName: `User ${id}`,
  isBot: false,
  botType: null,
  botOwnerId: null,
  role: 400,
  recipientId: null,
  defaultLanguage: 'en',
  avatarSource: 'G',
  avatarVersion: 1,
  emailAddressVisibility: 1,
  isMirrorDummy: false,
  isActive: true,
  isCrossRealmBot: false,
  realmStringId: 'zulip',
  automaticallyFollowTopicsPolicy: 4,
  automaticallyUnmuteTopicsInMutedStreamsPolicy: 4,
  ...overrides,
});

const CHANNEL: Conversation = {
  kind: 'channel',
  channel: {
    id: 5,
    name: 'Denmark',
    recipientId: 50,
    isPrivate: false,
    isWebPublic: false,
    isHistoryPublic: true,
  },
  topic: 'castle',
};

export type MessageOverrides = Partial<Omit<CheckedMessage, 'facts' | 'draft'>> & {
  readonly facts?: Partial<RenderFacts>;
  readonly draft?: Partial<CheckedMessage['draft']>;
};

/** A message `hello` to a public channel. */
export function checkedMessage({ facts, draft, ...overrides }: MessageOverrides = {}): CheckedMessage {
  const author = overrides.author ?? authorOf(7);
  const content = overrides.content ?? 'hello';
  const html = overrides.html ?? `<p>${content}</p>`;
  return {
    kind: 'checked',
    author,
    realm: {
      id: author.realmId,
      stringId: 'zulip',
      url: 'http://zulip.testserver',
      host: 'zulip.testserver',
      presenceDisabled: false,
      canAccessAllUsersGroupId: 0,
    },
    conversation: CHANNEL,
    content,
    html,
    mentionedGroups: [],
    topicParticipantIds: null,
    widget: null,
    dateSentMs: Date.UTC(2025, 11, 18, 13, 6, 15),
    topicLinks: [],
    renderWith: () => html,
    ...overrides,
    facts: { ...noFacts(), ...facts },
    draft: {
      idempotencyKey: 'test:1',
      senderId: author.id,
      address: { kind: 'channel', channel: { by: 'id', id: 5 }, topic: 'castle' },
      content,
      clientName: 'Internal',
      ...draft,
    },
  };
}
