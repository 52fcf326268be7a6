/** A small organization on a real database, and the queue's parts over it, for tests of missed-message mails. */
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { prepareFlush } from '../../../src/consumers/missedmessage_emails/flush-person.ts';
import { giveUpPerson } from '../../../src/consumers/missedmessage_emails/give-up-person.ts';
import { createHandler } from '../../../src/consumers/missedmessage_emails/handler.ts';
import type { CausedEvent, FlushDeps } from '../../../src/consumers/missedmessage_emails/ports.ts';
import type { Trigger } from '../../../src/consumers/missedmessage_emails/triggers.ts';
import type { DatabaseHandle, Tx } from '../../../src/db/client.ts';
import { STREAM_PERMISSIONS } from '../../../src/db/schema/realm-settings.ts';
import { huddleHash } from '../../../src/db/seed/channels.ts';
import { insertReturningIds } from '../../../src/db/seed/insert-rows.ts';
import { seedGroups, seedRealm } from '../../../src/db/seed/organization.ts';
import type { SeededRealm } from '../../../src/db/seed/organization.ts';
import { seedRandom } from '../../../src/db/seed/random.ts';
import { createWindowStore } from '../../../src/db/window-store.ts';
import { silentRecorder } from '../../../src/metrics/recorder.ts';
import type { BatchEvent } from '../../../src/runtime/definition.ts';
import type { Outcome } from '../../../src/runtime/outcome.ts';
import { flushWindow } from '../../../src/runtime/window/flush-window.ts';
import { DEFAULT_AGGREGATOR_OPTIONS } from '../../../src/runtime/window/window.ts';
import type { EmailSendersInput } from '../../../src/schemas/generated/email_senders.ts';
import type { MissedmessageEmailsEvent } from '../../../src/schemas/generated/missedmessage_emails.ts';
import { createTranslator } from '../../../src/shared/i18n/translator.ts';
import { createMailRenderer } from '../../../src/shared/mail-message/render-mail.ts';
import type { RenderedMail } from '../../../src/shared/mail-message/render-mail.ts';
import { mailSettings } from '../../shared/mail-message/mail-world.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { SharedDatabase, TableWorld } from '../../support/world-database.ts';
import type { Columns } from '../../support/world-database.ts';

const QUEUE = 'missedmessage_emails';

/** The installation of the spec's checks. */
const SETTINGS = mailSettings({
  zulipAdministrator: 'desdemona+admin@testserver',
  physicalAddress: '',
});

const NAMES = {
  cordelia: "Cordelia, Lear's daughter",
  hamlet: 'King Hamlet',
  iago: 'Iago',
  othello: 'Othello, the Moor of Venice',
  zoe: 'Zoe',
} as const;

export type PersonName = keyof typeof NAMES;

export interface Channel {
  readonly id: number;
  readonly recipientId: number;
  readonly name: string;
}

/** A mail that was enqueued, with its event id and its text as the sender would write it. */
export interface EnqueuedMail extends RenderedMail {
  readonly userId: number;
  readonly eventId: string;
  readonly event: EmailSendersInput;
  readonly context: NonNullable<EmailSendersInput['context']>;
}

/** One line of the log. */
export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface WorldOptions {
  readonly emailGatewayPattern?: string | null;
  readonly maxGroupSizeForReactivation?: number;
  readonly staticUrl?: string;
}

/** One database for the tests of a file; each world in it is an organization of its own. */
export class WorldDatabase {
  readonly #database = new SharedDatabase(6);

  async create(options: WorldOptions = {}): Promise<World> {
    const handle = await this.#database.open();
    const world = new World(handle, options);
    await world.setUp();
    return world;
  }

  drop(): Promise<void> {
    return this.#database.drop();
  }
}

export class World extends TableWorld {
  readonly clock = new VirtualClock(Date.UTC(2025, 11, 18, 13, 6, 15));
  readonly caused: CausedEvent[] = [];
  readonly log: LogLine[] = [];
  readonly opened: { partition: number; dueAtMs: number }[] = [];
  readonly flushDeps: FlushDeps;
  readonly logger;
  people!: Readonly<Record<PersonName, number>>;
  realm!: SeededRealm;
  denmark!: Channel;
  verona!: Channel;
  #recipients = new Map<number, number>();
  #client = 0;
  #renderer = createMailRenderer(createTranslator());

  constructor(handle: DatabaseHandle, options: WorldOptions) {
    super(handle);
    this.logger = pino(
      { level: 'debug' },
      { write: (line: string) => this.log.push(JSON.parse(line) as LogLine) },
    );
    this.flushDeps = {
      db: handle.db,
      clock: this.clock,
      randomBytes,
      outageOf: () => null,
      bury: () => Promise.resolve(),
      enqueue: (_tx, events) => {
        this.caused.push(...events);
        return Promise.resolve();
      },
      compose: {
        settings: SETTINGS,
        emailGatewayPattern:
          options.emailGatewayPattern === undefined ? '%s@testserver' : options.emailGatewayPattern,
        maxGroupSizeForReactivation: options.maxGroupSizeForReactivation ?? 11,
        translator: createTranslator(),
      },
    };
  }

  async setUp(): Promise<void> {
    await this.tx(async (tx) => {
      const plan = { name: 'Zulip Dev', stringId: 'zulip', description: '', createdAt: this.at(-86_400_000) };
      this.realm = await seedRealm(tx, plan, seedRandom(randomBytes(4).readUInt32BE()));
      [this.#client = 0] = await insertReturningIds(tx, {
        table: 'zerver_client',
        types: { name: 'text' },
        rows: [[`website ${this.realm.id}`]],
      });
    });
    const people: Partial<Record<PersonName, number>> = {};
    for (const name of Object.keys(NAMES) as PersonName[]) {
      people[name] = await this.addPerson(NAMES[name], `${name}@zulip.com`);
    }
    this.people = people as Record<PersonName, number>;
    this.denmark = await this.addChannel('Denmark');
    this.verona = await this.addChannel('Verona');
    for (const name of Object.keys(NAMES) as PersonName[]) {
      await this.subscribe(name, this.denmark);
      await this.subscribe(name, this.verona);
    }
  }

  /** Makes room for the next organization of this name. */
  async end(): Promise<void> {
    await this.sql('delete from zerver_scheduledmessagenotificationemail');
    await this.sql('delete from workers.open_window');
    await this.sql(
      "update zerver_realm set deactivated = true, string_id = 'old' || id where string_id = 'zulip'",
    );
  }

  at(offsetMs = 0): Date {
    return new Date(this.clock.now() + offsetMs);
  }

  tx<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.handle.transaction(run);
  }

  async addPerson(fullName: string, email: string, columns: Columns = {}): Promise<number> {
    const id = await this.insert('zerver_userprofile', {
      full_name: fullName,
      delivery_email: email,
      email: email === '' ? `user${fullName}@testserver` : email,
      realm_id: this.realm.id,
      ...columns,
    });
    const recipientId = await this.insert('zerver_recipient', { type: 1, type_id: id });
    await this.sql('update zerver_userprofile set recipient_id = $1 where id = $2', [recipientId, id]);
    this.#recipients.set(id, recipientId);
    return id;
  }

  id(person: PersonName | number): number {
    return typeof person === 'number' ? person : this.people[person];
  }

  async set(person: PersonName, columns: Columns): Promise<void> {
    for (const [name, value] of Object.entries(columns)) {
      await this.sql(`update zerver_userprofile set "${name}" = $1 where id = $2`, [value, this.id(person)]);
    }
  }

  async setRealm(columns: Columns): Promise<void> {
    for (const [name, value] of Object.entries(columns)) {
      await this.sql(`update zerver_realm set "${name}" = $1 where id = $2`, [value, this.realm.id]);
    }
  }

  async addChannel(name: string, columns: Columns = {}): Promise<Channel> {
    const nobody = this.realm.groups['role:nobody'];
    const permissions = Object.fromEntries(STREAM_PERMISSIONS.map((permission) => [permission, nobody]));
    const id = await this.insert('zerver_stream', {
      name,
      realm_id: this.realm.id,
      ...permissions,
      ...columns,
    });
    const recipientId = await this.insert('zerver_recipient', { type: 2, type_id: id });
    await this.sql('update zerver_stream set recipient_id = $1 where id = $2', [recipientId, id]);
    return { id, recipientId, name };
  }

  async subscribe(person: PersonName | number, channel: Channel, columns: Columns = {}): Promise<void> {
    await this.insert('zerver_subscription', {
      user_profile_id: this.id(person),
      recipient_id: channel.recipientId,
      ...columns,
    });
  }

  async setSubscription(person: PersonName, channel: Channel, columns: Columns): Promise<void> {
    for (const [name, value] of Object.entries(columns)) {
      await this.sql(
        `update zerver_subscription set "${name}" = $1 where user_profile_id = $2 and recipient_id = $3`,
        [value, this.id(person), channel.recipientId],
      );
    }
  }

  async setTopicPolicy(person: PersonName, channel: Channel, topic: string, policy: number): Promise<void> {
    await this.insert('zerver_usertopic', {
      user_profile_id: this.id(person),
      stream_id: channel.id,
      recipient_id: channel.recipientId,
      topic_name: topic,
      visibility_policy: policy,
    });
  }

  async addGroup(
    name: string,
    members: readonly PersonName[],
    subgroups: readonly number[] = [],
  ): Promise<number> {
    const nobody = this.realm.groups['role:nobody'];
    const [id = 0] = await this.tx((tx) =>
      seedGroups(tx, this.realm.id, [{ name, description: '', isSystem: false }], this.at(), {
        manage: nobody,
        mention: nobody,
      }),
    );
    for (const member of members) {
      await this.insert('zerver_usergroupmembership', {
        user_group_id: id,
        user_profile_id: this.id(member),
      });
    }
    for (const subgroup of subgroups) {
      await this.insert('zerver_groupgroupmembership', { supergroup_id: id, subgroup_id: subgroup });
    }
    return id;
  }

  /** A 1:1 message; one second later than the one before. */
  async direct(from: PersonName, to: PersonName, content = 'hello', columns: Columns = {}): Promise<number> {
    const recipientId = this.#recipients.get(this.id(to))!;
    return this.message(from, recipientId, '\u0007', content, [to], {
      is_channel_message: false,
      ...columns,
    });
  }

  async huddle(members: readonly PersonName[]): Promise<number> {
    const ids = members.map((member) => this.id(member));
    const [known] = await this.sql<{ recipient_id: number }>(
      'select recipient_id from zerver_huddle where huddle_hash = $1',
      [huddleHash(ids)],
    );
    if (known !== undefined) return known.recipient_id;
    const id = await this.insert('zerver_huddle', { huddle_hash: huddleHash(ids), group_size: ids.length });
    const recipientId = await this.insert('zerver_recipient', { type: 3, type_id: id });
    await this.sql('update zerver_huddle set recipient_id = $1 where id = $2', [recipientId, id]);
    for (const member of ids) {
      await this.insert('zerver_subscription', { user_profile_id: member, recipient_id: recipientId });
    }
    return recipientId;
  }

  /** A message to a direct message group; `members` includes the sender. */
  async group(from: PersonName, members: readonly PersonName[], content = 'hello'): Promise<number> {
    const recipientId = await this.huddle(members);
    const others = members.filter((member) => member !== from);
    return this.message(from, recipientId, '\u0007', content, others.length === 0 ? [from] : others, {
      is_channel_message: false,
    });
  }

  /** A channel message, delivered unread to hamlet. */
  async channel(
    from: PersonName,
    content: string,
    options: {
      readonly topic?: string;
      readonly channel?: Channel;
      readonly flags?: number;
      readonly readers?: readonly PersonName[];
      readonly columns?: Columns;
    } = {},
  ): Promise<number> {
    const { topic = 'test', channel = this.denmark, flags = 0, readers = ['hamlet'], columns = {} } = options;
    return this.message(from, channel.recipientId, topic, content, readers, columns, flags);
  }

  async message(
    from: PersonName,
    recipientId: number,
    topic: string,
    content: string,
    readers: readonly PersonName[],
    columns: Columns = {},
    flags = 0,
  ): Promise<number> {
    await this.clock.advance(1000);
    const id = await this.insert('zerver_message', {
      sender_id: this.id(from),
      recipient_id: recipientId,
      realm_id: this.realm.id,
      subject: topic,
      content,
      rendered_content: `<p>${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
      date_sent: this.at(),
      sending_client_id: this.#client,
      ...columns,
    });
    for (const reader of readers) await this.deliver(reader, id, reader === from ? flags | 1 : flags);
    if (!readers.includes(from)) await this.deliver(from, id, 1);
    return id;
  }

  async deliver(person: PersonName, messageId: number, flags = 0): Promise<void> {
    await this.insert('zerver_usermessage', {
      user_profile_id: this.id(person),
      message_id: messageId,
      flags,
    });
  }

  event(
    person: PersonName | number,
    messageId: number,
    trigger: Trigger = 'direct_message',
    groupId: number | null = null,
  ): MissedmessageEmailsEvent {
    return {
      user_profile_id: this.id(person),
      message_id: messageId,
      trigger,
      mentioned_user_group_id: groupId,
    };
  }

  /** Runs the real handler over the events, in one transaction as the runtime does. */
  async handleEvents(
    events: readonly MissedmessageEmailsEvent[],
    traceparent: string | null = null,
  ): Promise<readonly Outcome[]> {
    const handler = createHandler({
      queue: QUEUE,
      windows: createWindowStore(this.handle.db),
      opened: (partition, dueAtMs) => {
        this.opened.push({ partition, dueAtMs });
      },
    });
    const after: (() => void)[] = [];
    const outcomes = await this.tx((tx) =>
      handler.handle(
        events.map((event) => ({ ...batchEvent(event), traceparent })),
        {
          tx,
          signal: new AbortController().signal,
          logger: this.logger,
          clock: this.clock,
          afterCommit: (action) => after.push(action),
        },
      ),
    );
    for (const action of after) action();
    return outcomes;
  }

  /** One attempt at the person's window, as the aggregator makes it; `deps` replaces parts. */
  async flush(person: PersonName | number, deps: Partial<FlushDeps> = {}): Promise<void> {
    const flushDeps = { ...this.flushDeps, ...deps };
    const key = String(this.id(person));
    const signal = new AbortController().signal;
    const flush = await prepareFlush(flushDeps, this.logger)([key], signal);
    await flushWindow<Tx>(
      {
        queue: QUEUE,
        store: createWindowStore(this.handle.db),
        giveUp: giveUpPerson(flushDeps, this.logger),
        transaction: (run, aborted) => this.handle.transaction(run, aborted),
        outageOf: () => null,
        clock: this.clock,
        recorder: silentRecorder,
        logger: this.logger,
        options: DEFAULT_AGGREGATOR_OPTIONS,
      },
      key,
      flush,
      signal,
    );
  }

  /** Takes the events in, lets the batching period pass and flushes everybody concerned. Answers all mails so far. */
  async mailsFor(...events: readonly MissedmessageEmailsEvent[]): Promise<readonly EnqueuedMail[]> {
    await this.handleEvents(events);
    await this.clock.advance(120_000);
    for (const userId of new Set(events.map((event) => event.user_profile_id))) await this.flush(userId);
    return this.mails();
  }

  async mailFor(...events: readonly MissedmessageEmailsEvent[]): Promise<EnqueuedMail> {
    const mails = await this.mailsFor(...events);
    if (mails.length !== 1) throw new Error(`${mails.length} mails instead of one`);
    return mails[0]!;
  }

  mails(): readonly EnqueuedMail[] {
    return this.caused.flatMap((caused) => {
      if (caused.stream !== 'email_senders') return [];
      const { event, options } = caused;
      // As on the way through the topic.
      const context = JSON.parse(JSON.stringify(event.context)) as NonNullable<EmailSendersInput['context']>;
      return [
        {
          ...this.#renderer.render('missed_message', context, event.language ?? null),
          userId: event.to_user_ids![0]!,
          eventId: options.eventId,
          event,
          context,
        },
      ];
    });
  }

  reactivations(): readonly number[] {
    return this.caused.flatMap((caused) =>
      caused.stream === 'deferred_work' && caused.event.type === 'soft_reactivate'
        ? [caused.event.user_profile_id]
        : [],
    );
  }

  waitingRows(): Promise<
    {
      id: string;
      user_profile_id: number;
      message_id: number;
      trigger: string;
      group: string | null;
      due: Date;
    }[]
  > {
    return this.sql(
      `select id, user_profile_id, message_id, trigger, mentioned_user_group_id as group, scheduled_timestamp as due
       from zerver_scheduledmessagenotificationemail order by id`,
    );
  }
}

/** An event as the runtime passes it to a batch handler. */
export function batchEvent(event: MissedmessageEmailsEvent): BatchEvent<MissedmessageEmailsEvent> {
  return {
    event,
    eventId: '00000000-0000-4000-8000-000000000000',
    eventType: QUEUE,
    key: String(event.user_profile_id),
    partition: event.user_profile_id % 4,
    attempt: 1,
    producedAtMs: 0,
    traceparent: null,
  };
}

/** The text of a mail on one line, blanks joined, as the spec's checks quote it. */
export const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
