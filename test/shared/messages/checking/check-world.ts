import pino from 'pino';
import type { DatabaseHandle } from '../../../../src/db/client.ts';
import { STREAM_PERMISSIONS } from '../../../../src/db/schema/realm-settings.ts';
import { seedGroups, seedRealm } from '../../../../src/db/seed/organization.ts';
import type { SeededRealm, SystemGroup } from '../../../../src/db/seed/organization.ts';
import { seedRandom } from '../../../../src/db/seed/random.ts';
import { silentRecorder } from '../../../../src/metrics/recorder.ts';
import { createTranslator } from '../../../../src/shared/i18n/translator.ts';
import { createMessageChecker } from '../../../../src/shared/messages/checking/create-message-checker.ts';
import type { CheckAnswer } from '../../../../src/shared/messages/checking/create-message-checker.ts';
import type { CheckDeps } from '../../../../src/shared/messages/checking/settings.ts';
import type { CheckedMessage } from '../../../../src/shared/messages/checked-message.ts';
import type { Address, MessageDraft } from '../../../../src/shared/messages/message-draft.ts';
import { createMessageRenderer } from '../../../../src/shared/messages/rendering/render-message.ts';
import { groupHash } from '../../../../src/shared/messages/sending/direct-groups.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { SharedDatabase, TableWorld } from '../../../support/world-database.ts';
import type { Columns } from '../../../support/world-database.ts';
import { CHECK_SETTINGS } from '../check-settings.ts';

export interface Channel {
  readonly id: number;
  readonly recipientId: number;
  readonly name: string;
}

export type Role = 'owner' | 'administrator' | 'moderator' | 'member' | 'guest';

const ROLES: Readonly<Record<Role, { readonly role: number; readonly groups: readonly SystemGroup[] }>> = {
  owner: { role: 100, groups: ['role:owners'] },
  administrator: { role: 200, groups: ['role:administrators'] },
  moderator: { role: 300, groups: ['role:moderators'] },
  member: { role: 400, groups: ['role:members', 'role:fullmembers'] },
  guest: { role: 600, groups: ['role:everyone'] },
};

/** One database for the tests of a file; each world in it is an organization of its own. */
export class CheckDatabase {
  readonly #database = new SharedDatabase(6);
  #worlds = 0;
  notificationBotId = 0;

  async create(deps: Partial<CheckDeps> = {}): Promise<CheckWorld> {
    const handle = await this.#database.open();
    if (this.#worlds === 0) {
      const internal = new CheckWorld(handle, await this.#realm(handle, 'zulipinternal'), deps);
      this.notificationBotId = await internal.addBot('Notification Bot', {
        delivery_email: 'notification-bot@zulip.com',
        email: 'notification-bot@zulip.com',
      });
    }
    this.#worlds += 1;
    return new CheckWorld(handle, await this.#realm(handle, `r${this.#worlds}`), deps);
  }

  #realm(handle: DatabaseHandle, stringId: string): Promise<SeededRealm> {
    const plan = { name: stringId, stringId, description: '', createdAt: new Date(0) };
    return handle.transaction((tx) => seedRealm(tx, plan, seedRandom(this.#worlds + 1)));
  }

  drop(): Promise<void> {
    return this.#database.drop();
  }
}

export class CheckWorld extends TableWorld {
  readonly clock = new VirtualClock();
  readonly realm: SeededRealm;
  readonly log: Record<string, unknown>[] = [];
  readonly observed: { metric: string; labels: Readonly<Record<string, string>>; seconds: number }[] = [];
  readonly clientEvents: { realmId: number; event: Record<string, unknown>; users: readonly number[] }[] = [];
  readonly #check;
  #client = 0;
  #serial = 0;

  constructor(handle: DatabaseHandle, realm: SeededRealm, deps: Partial<CheckDeps>) {
    super(handle);
    this.realm = realm;
    const { check } = createMessageChecker({
      db: handle.db,
      transaction: (run, signal) => handle.transaction(run, signal),
      outbox: {
        sendClientEvent: (_tx, notice) => Promise.resolve(this.clientEvents.push(notice)),
      },
      clock: this.clock,
      render: createMessageRenderer({ now: () => 0 }),
      translator: createTranslator(),
      recorder: {
        ...silentRecorder,
        observe: (metric, labels, seconds) => this.observed.push({ metric, labels, seconds }),
      },
      logger: pino(
        { level: 'debug' },
        { write: (line: string) => this.log.push(JSON.parse(line) as Record<string, unknown>) },
      ),
      settings: CHECK_SETTINGS,
      ...deps,
    });
    this.#check = check;
  }

  async addPerson(fullName: string, role: Role = 'member', columns: Columns = {}): Promise<number> {
    this.#serial += 1;
    const address = `user${this.#serial}@r${this.realm.id}.testserver`;
    const id = await this.insert('zerver_userprofile', {
      full_name: fullName,
      delivery_email: address,
      email: address,
      realm_id: this.realm.id,
      role: ROLES[role].role,
      date_joined: new Date(0),
      ...columns,
    });
    const recipientId = await this.insert('zerver_recipient', { type: 1, type_id: id });
    await this.sql('update zerver_userprofile set recipient_id = $1 where id = $2', [recipientId, id]);
    for (const group of ROLES[role].groups) await this.addMember(this.realm.groups[group], id);
    return id;
  }

  addBot(fullName: string, columns: Columns = {}): Promise<number> {
    return this.addPerson(fullName, 'member', { is_bot: true, bot_type: 1, ...columns });
  }

  async addGroup(name: string, members: readonly number[] = [], columns: Columns = {}): Promise<number> {
    const [id = 0] = await this.handle.transaction((tx) =>
      seedGroups(tx, this.realm.id, [{ name, description: '', isSystem: false }], new Date(0), {
        manage: this.realm.groups['role:nobody'],
        mention: this.realm.groups['role:everyone'],
      }),
    );
    for (const member of members) await this.addMember(id, member);
    for (const [column, value] of Object.entries(columns)) {
      await this.sql(`update zerver_namedusergroup set "${column}" = $1 where usergroup_ptr_id = $2`, [
        value,
        id,
      ]);
    }
    return id;
  }

  async addMember(groupId: number, userId: number): Promise<void> {
    await this.insert('zerver_usergroupmembership', { user_group_id: groupId, user_profile_id: userId });
  }

  async addSubgroup(supergroupId: number, subgroupId: number): Promise<void> {
    await this.insert('zerver_groupgroupmembership', {
      supergroup_id: supergroupId,
      subgroup_id: subgroupId,
    });
  }

  async addChannel(name: string, columns: Columns = {}): Promise<Channel> {
    const { groups } = this.realm;
    const everyone = groups['role:everyone'];
    const id = await this.insert('zerver_stream', {
      name,
      realm_id: this.realm.id,
      ...Object.fromEntries(STREAM_PERMISSIONS.map((permission) => [permission, groups['role:nobody']])),
      can_send_message_group_id: everyone,
      can_create_topic_group_id: everyone,
      ...columns,
    });
    const recipientId = await this.insert('zerver_recipient', { type: 2, type_id: id });
    await this.sql('update zerver_stream set recipient_id = $1 where id = $2', [recipientId, id]);
    return { id, recipientId, name };
  }

  async setChannel(channel: Channel, columns: Columns): Promise<void> {
    await this.#set('zerver_stream', channel.id, columns);
  }

  async setRealm(columns: Columns): Promise<void> {
    await this.#set('zerver_realm', this.realm.id, columns);
  }

  async setPerson(id: number, columns: Columns): Promise<void> {
    await this.#set('zerver_userprofile', id, columns);
  }

  async #set(table: string, id: number, columns: Columns): Promise<void> {
    for (const [name, value] of Object.entries(columns)) {
      await this.sql(`update ${table} set "${name}" = $1 where id = $2`, [value, id]);
    }
  }

  async subscribe(userId: number, { recipientId }: Pick<Channel, 'recipientId'>): Promise<void> {
    await this.insert('zerver_subscription', { user_profile_id: userId, recipient_id: recipientId });
  }

  /** A channel with this many subscribers, made for it. */
  async addCrowd(channel: Channel, size: number): Promise<readonly number[]> {
    const ids: number[] = [];
    for (let index = 0; index < size; index += 1) ids.push(await this.addPerson(`Crowd ${index}`));
    for (const id of ids) await this.subscribe(id, channel);
    return ids;
  }

  async message(senderId: number, recipientId: number, topic: string): Promise<number> {
    if (this.#client === 0) {
      this.#client = await this.insert('zerver_client', { name: `website ${this.realm.id}` });
    }
    return this.insert('zerver_message', {
      sender_id: senderId,
      recipient_id: recipientId,
      realm_id: this.realm.id,
      subject: topic,
      content: 'x',
      rendered_content: '<p>x</p>',
      date_sent: new Date(this.clock.now()),
      sending_client_id: this.#client,
      is_channel_message: topic !== '\u0007',
    });
  }

  /** The direct message group of these people, made. */
  async huddle(ids: readonly number[]): Promise<number> {
    const id = await this.insert('zerver_huddle', { huddle_hash: groupHash(ids), group_size: ids.length });
    const recipientId = await this.insert('zerver_recipient', { type: 3, type_id: id });
    await this.sql('update zerver_huddle set recipient_id = $1 where id = $2', [recipientId, id]);
    for (const member of ids) await this.subscribe(member, { recipientId });
    return recipientId;
  }

  async recipientOf(userId: number): Promise<number> {
    const [row] = await this.sql<{ recipient_id: number }>(
      'select recipient_id from zerver_userprofile where id = $1',
      [userId],
    );
    return row!.recipient_id;
  }

  check(senderId: number, address: Address, rest: Partial<MessageDraft> = {}): Promise<CheckAnswer> {
    this.#serial += 1;
    const draft = {
      idempotencyKey: `test:${this.realm.id}:${this.#serial}`,
      senderId,
      address,
      content: 'hello',
      clientName: 'Internal',
      ...rest,
    };
    return this.#check(draft, new AbortController().signal);
  }

  /** To a channel by its id, unless told otherwise. */
  toChannel(
    senderId: number,
    channel: Channel,
    content = 'hello',
    address: { readonly topic?: string; readonly skipAccessCheck?: boolean } = {},
  ): Promise<CheckAnswer> {
    const reference = { by: 'id', id: channel.id } as const;
    return this.check(
      senderId,
      { kind: 'channel', channel: reference, topic: 'test', ...address },
      { content },
    );
  }

  toPeople(senderId: number, ids: readonly number[], content = 'hello'): Promise<CheckAnswer> {
    return this.check(senderId, { kind: 'direct', people: { by: 'ids', ids } }, { content });
  }
}

/** `sent`, or why not. */
export const outcomeOf = ({ result }: CheckAnswer): string =>
  result.kind === 'checked' ? 'sent' : result.text;

/** The message that passed. */
export function checkedOf({ result }: CheckAnswer): CheckedMessage {
  if (result.kind !== 'checked') throw new Error(`refused: ${result.text}`);
  return result;
}
