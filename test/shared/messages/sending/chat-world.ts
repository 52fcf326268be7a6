/** A small organization on a real database, and messages posted into it by the row poster. */
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { DatabaseHandle, Tx } from '../../../../src/db/client.ts';
import { STREAM_PERMISSIONS } from '../../../../src/db/schema/realm-settings.ts';
import { seedRealm } from '../../../../src/db/seed/organization.ts';
import type { SeededRealm } from '../../../../src/db/seed/organization.ts';
import { seedRandom } from '../../../../src/db/seed/random.ts';
import type { Recorder } from '../../../../src/metrics/recorder.ts';
import type { StreamInputs } from '../../../../src/schemas/generated/events.ts';
import type { JsonObject } from '../../../../src/schemas/json-value.ts';
import type {
  Author,
  CheckedMessage,
  Conversation,
} from '../../../../src/shared/messages/checked-message.ts';
import type { MessageDraft, PostOptions, PostResult } from '../../../../src/shared/messages/message-draft.ts';
import { createRowPoster } from '../../../../src/shared/messages/row-poster.ts';
import type { Verdict } from '../../../../src/shared/messages/row-poster.ts';
import type { CausedEvent } from '../../../../src/shared/messages/sending/caused-events.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { SharedDatabase, TableWorld } from '../../../support/world-database.ts';
import type { Columns } from '../../../support/world-database.ts';
import { authorOf, checkedMessage } from './checked-messages.ts';
import type { MessageOverrides } from './checked-messages.ts';

export interface Channel {
  readonly id: number;
  readonly recipientId: number;
  readonly conversation: Extract<Conversation, { kind: 'channel' }>;
}

/** One line of the log. */
export interface LogLine {
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** One database for the tests of a file; each world in it is an organization of its own. */
export class ChatDatabase {
  readonly #database = new SharedDatabase(8);

  async create(): Promise<ChatWorld> {
    const handle = await this.#database.open();
    const realm = await handle.transaction((tx) =>
      seedRealm(
        tx,
        {
          name: 'Zulip Dev',
          stringId: `r${randomBytes(5).toString('hex')}`,
          description: '',
          createdAt: new Date(0),
        },
        seedRandom(randomBytes(4).readUInt32BE()),
      ),
    );
    return new ChatWorld(handle, realm);
  }

  drop(): Promise<void> {
    return this.#database.drop();
  }
}

export class ChatWorld extends TableWorld {
  readonly clock = new VirtualClock(Date.UTC(2025, 11, 18, 13, 6, 15));
  readonly realm: SeededRealm;
  readonly log: LogLine[] = [];
  readonly counted: Record<string, number> = {};
  /** Events of committed transactions, in order. */
  readonly events: CausedEvent[] = [];
  readonly checked = new Map<string, Verdict>();
  #serial = 0;

  constructor(handle: DatabaseHandle, realm: SeededRealm) {
    super(handle);
    this.realm = realm;
  }

  async addPerson(fullName: string, columns: Columns = {}): Promise<Author> {
    const email = `${fullName.toLowerCase().replaceAll(' ', '.')}@zulip.com`;
    const id = await this.insert('zerver_userprofile', {
      full_name: fullName,
      delivery_email: email,
      email,
      realm_id: this.realm.id,
      automatically_follow_topics_policy: 4,
      automatically_unmute_topics_in_muted_streams_policy: 4,
      automatically_follow_topics_where_mentioned: false,
      ...columns,
    });
    const recipientId = await this.insert('zerver_recipient', { type: 1, type_id: id });
    await this.sql('update zerver_userprofile set recipient_id = $1 where id = $2', [recipientId, id]);
    return this.author(id);
  }

  addBot(fullName: string, botType: number, columns: Columns = {}): Promise<Author> {
    return this.addPerson(fullName, { is_bot: true, bot_type: botType, ...columns });
  }

  async author(id: number): Promise<Author> {
    const [row] = await this.sql<Record<string, never>>('select * from zerver_userprofile where id = $1', [
      id,
    ]);
    return authorOf(id, {
      realmId: row!['realm_id']!,
      email: row!['email']!,
      deliveryEmail: row!['delivery_email']!,
      fullName: row!['full_name']!,
      isBot: row!['is_bot']!,
      botType: row!['bot_type']!,
      botOwnerId: row!['bot_owner_id']!,
      role: row!['role']!,
      recipientId: row!['recipient_id']!,
      automaticallyFollowTopicsPolicy: row!['automatically_follow_topics_policy']!,
      automaticallyUnmuteTopicsInMutedStreamsPolicy:
        row!['automatically_unmute_topics_in_muted_streams_policy']!,
    });
  }

  async set(person: Author, columns: Columns): Promise<void> {
    for (const [name, value] of Object.entries(columns)) {
      await this.sql(`update zerver_userprofile set "${name}" = $1 where id = $2`, [value, person.id]);
    }
  }

  async addChannel(name: string, columns: Columns = {}): Promise<Channel> {
    const nobody = this.realm.groups['role:nobody'];
    const id = await this.insert('zerver_stream', {
      name,
      realm_id: this.realm.id,
      ...Object.fromEntries(STREAM_PERMISSIONS.map((permission) => [permission, nobody])),
      ...columns,
    });
    const recipientId = await this.insert('zerver_recipient', { type: 2, type_id: id });
    await this.sql('update zerver_stream set recipient_id = $1 where id = $2', [recipientId, id]);
    const channel = {
      id,
      name,
      recipientId,
      isPrivate: columns['invite_only'] === true,
      isWebPublic: columns['is_web_public'] === true,
      isHistoryPublic: columns['history_public_to_subscribers'] !== false,
    };
    return { id, recipientId, conversation: { kind: 'channel', channel, topic: 'castle' } };
  }

  async subscribe(person: Author, channel: Channel, columns: Columns = {}): Promise<void> {
    await this.insert('zerver_subscription', {
      user_profile_id: person.id,
      recipient_id: channel.recipientId,
      ...columns,
    });
  }

  async setTopicPolicy(person: Author, channel: Channel, policy: number, topic = 'castle'): Promise<void> {
    await this.insert('zerver_usertopic', {
      user_profile_id: person.id,
      stream_id: channel.id,
      recipient_id: channel.recipientId,
      topic_name: topic,
      visibility_policy: policy,
    });
  }

  async topicPolicies(person: Author): Promise<readonly number[]> {
    const rows = await this.sql<{ visibility_policy: number }>(
      'select visibility_policy from zerver_usertopic where user_profile_id = $1 order by id',
      [person.id],
    );
    return rows.map((row) => row.visibility_policy);
  }

  /** A one-to-one conversation, or a note to self when there is one person. */
  personal(author: Author, other: Author = author): Conversation {
    const people = author === other ? [author] : [author, other];
    return { kind: 'personal', recipientId: other.recipientId!, personId: other.id, people };
  }

  /** A message of this organization as the check stage would hand it on. */
  message(author: Author, conversation: Conversation, overrides: MessageOverrides = {}): CheckedMessage {
    this.#serial += 1;
    const realm = {
      id: this.realm.id,
      stringId: 'zulip',
      url: 'http://zulip.testserver',
      host: 'zulip.testserver',
      presenceDisabled: false,
      canAccessAllUsersGroupId: this.realm.groups['role:everyone'],
    };
    return checkedMessage({
      author,
      conversation,
      realm,
      dateSentMs: this.clock.now(),
      ...overrides,
      draft: { idempotencyKey: `test:${this.realm.id}:${this.#serial}`, ...overrides.draft },
    });
  }

  /** Posts what the check stage would have answered for drafts. */
  async post(
    verdicts: readonly (Verdict | CheckedMessage)[],
    options: Partial<PostOptions<Tx>> = {},
    drafts = verdicts.map((it, place): MessageDraft => {
      const result = 'result' in it ? it.result : it;
      return result.kind === 'checked'
        ? result.draft
        : { ...checkedMessage().draft, idempotencyKey: `test:${this.realm.id}:refused:${place}` };
    }),
  ): Promise<readonly PostResult[]> {
    for (const [place, it] of verdicts.entries()) {
      const verdict = 'result' in it ? it : { result: it, ownerWarning: null };
      this.checked.set(drafts[place]!.idempotencyKey, verdict);
    }
    return this.poster().post(drafts, { signal: new AbortController().signal, ...options });
  }

  /** Posts one message; answers its id. */
  async send(author: Author, to: Channel | Conversation, overrides: MessageOverrides = {}): Promise<number> {
    const conversation = 'conversation' in to ? to.conversation : to;
    const [result] = await this.post([this.message(author, conversation, overrides)]);
    if (result?.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(result)}`);
    return result.messageId;
  }

  poster() {
    const written: CausedEvent[] = [];
    return createRowPoster({
      db: this.handle.db,
      transaction: async (run, signal) => {
        const answer = await this.handle.transaction(run, signal);
        this.events.push(...written.splice(0));
        return answer;
      },
      check: (draft) => Promise.resolve(this.checked.get(draft.idempotencyKey) ?? this.unexpected(draft)),
      outbox: {
        enqueueAll: (_tx, events) => {
          written.push(...events);
          return Promise.resolve();
        },
      },
      clock: this.clock,
      recorder: this.recorder(),
      logger: pino(
        { level: 'debug' },
        { write: (line: string) => this.log.push(JSON.parse(line) as LogLine) },
      ),
    });
  }

  /** The row of a message that was sent. */
  async storedMessage(id: number): Promise<Record<string, unknown>> {
    return (await this.sql('select * from zerver_message where id = $1', [id]))[0]!;
  }

  /** Flags of the rows of a message by user id. */
  async flags(messageId: number): Promise<Readonly<Record<number, number>>> {
    const rows = await this.sql<{ id: number; flags: string }>(
      'select user_profile_id as id, flags from zerver_usermessage where message_id = $1',
      [messageId],
    );
    return Object.fromEntries(rows.map(({ id, flags }) => [id, Number(flags)]));
  }

  /** The committed events of a stream. */
  eventsOf<S extends CausedEvent['stream']>(stream: S): readonly StreamInputs[S][] {
    return this.events.filter((it) => it.stream === stream).map((it) => it.event as StreamInputs[S]);
  }

  /** Client events of a type, with the ids of their users. */
  clientEvents(type: string): readonly { readonly event: JsonObject; readonly users: readonly number[] }[] {
    return this.eventsOf('notify_tornado')
      .filter(({ event }) => event['type'] === type)
      .map(({ event, users }) => ({ event, users: users.map(({ id }) => id) }));
  }

  /** The one notice of a message and what it says of each user. */
  notice(): { readonly event: JsonObject; readonly users: readonly JsonObject[] } {
    const notices = this.eventsOf('notify_tornado').filter(({ event }) => event['type'] === 'message');
    const [first] = notices;
    if (first === undefined || notices.length > 1) throw new Error(`${notices.length} notices`);
    return {
      event: first.event,
      users: first.users.map(({ id, extra = {} }) => ({ id, ...extra })),
    };
  }

  private unexpected(draft: MessageDraft): never {
    throw new Error(`checked unexpectedly: ${draft.idempotencyKey}`);
  }

  private recorder(): Recorder {
    return {
      count: (metric, labels, by = 1) => {
        const name = [metric, ...Object.values<string>(labels)].join(' ');
        this.counted[name] = (this.counted[name] ?? 0) + by;
      },
      set: () => undefined,
      remove: () => undefined,
      observe: () => undefined,
    };
  }
}
