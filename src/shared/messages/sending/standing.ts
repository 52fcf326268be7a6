import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { CheckedMessage, TargetChannel } from '../checked-message.ts';
import { authorInactive, noChannelWithId, notAuthorized, realmDeactivated } from '../checking/refusal.ts';
import type { Refused } from '../message-draft.ts';

interface AuthorRow {
  readonly id: number;
  readonly is_active: boolean;
}

interface ChannelRow extends Record<string, unknown> {
  readonly id: number;
  readonly deactivated: boolean;
  readonly is_woken: boolean;
}

/** A channel as it is until the transaction ends. */
export interface LockedChannel {
  readonly id: number;
  readonly isArchived: boolean;
  /** It had no message yet, or none for long: this transaction may say that it has. */
  readonly isWoken: boolean;
}

/** What the transaction found, and holds, of authors and channels. */
export interface Standing {
  readonly activeAuthorIds: ReadonlySet<number>;
  readonly openRealmIds: ReadonlySet<number>;
  readonly channels: ReadonlyMap<number, LockedChannel>;
}

const lockAuthors = (mode: 'share' | 'no key update') =>
  ({
    name: `send_authors_${mode.replaceAll(' ', '_')}`,
    text: `select id, is_active from zerver_userprofile where id = any($1::int[]) order by id for ${mode}`,
  }) as const;

const SHARE_AUTHORS = lockAuthors('share');
/** Their time of the last warning will be set. */
const TAKE_AUTHORS = lockAuthors('no key update');

const OPEN_REALMS = {
  name: 'send_open_realms',
  text: 'select id from zerver_realm where id = any($1::int[]) and not deactivated',
} as const;

/** Answers nothing when one of the channels has to be woken: then all are taken by `TAKE_CHANNELS`. */
const SHARE_CHANNELS = {
  name: 'send_channels_share',
  text: `
    select id::int, deactivated, false as is_woken from zerver_stream
    where id = any($1::bigint[]) and not exists (
      select from zerver_stream w
      where w.id = any($1::bigint[]) and (w.first_message_id is null or not w.is_recently_active))
    order by id for share`,
} as const;

const TAKE_CHANNELS = {
  name: 'send_channels_take',
  text: `
    select id::int, deactivated, (first_message_id is null or not is_recently_active) as is_woken
    from zerver_stream where id = any($1::bigint[]) order by id for no key update`,
} as const;

/**
 * Locks authors and channels of what is to be posted, so that nobody deactivates or archives them before it is.
 *
 * A transaction never asks for more of a row than it already holds: two that share a row and both want to change it
 * would wait for each other for ever. So authors that will be warned about, and channels that will be woken, are taken
 * for changing at once. Rows of one table are locked in the order of their ids.
 */
export async function lockStanding(
  tx: Tx,
  {
    messages,
    warnedBotIds,
  }: { readonly messages: readonly CheckedMessage[]; readonly warnedBotIds: readonly number[] },
): Promise<Standing> {
  const lock = warnedBotIds.length > 0 ? TAKE_AUTHORS : SHARE_AUTHORS;
  const authorIds = [...messages.map(({ author }) => author.id), ...warnedBotIds];
  const authors = await runHot<AuthorRow & Record<string, unknown>>(tx, lock, [authorIds]);
  const realms = await runHot<{ id: number }>(tx, OPEN_REALMS, [messages.map(({ realm }) => realm.id)]);
  return {
    activeAuthorIds: new Set(authors.filter((row) => row.is_active).map(({ id }) => id)),
    openRealmIds: new Set(realms.map(({ id }) => id)),
    channels: await lockChannels(tx, messages),
  };
}

async function lockChannels(
  tx: Tx,
  messages: readonly CheckedMessage[],
): Promise<ReadonlyMap<number, LockedChannel>> {
  const ids = messages.flatMap(({ conversation }) =>
    conversation.kind === 'channel' ? [conversation.channel.id] : [],
  );
  if (ids.length === 0) return new Map();
  const shared = await runHot<ChannelRow>(tx, SHARE_CHANNELS, [ids]);
  const rows = shared.length > 0 ? shared : await runHot<ChannelRow>(tx, TAKE_CHANNELS, [ids]);
  return new Map(
    rows.map((row) => [row.id, { id: row.id, isArchived: row.deactivated, isWoken: row.is_woken }]),
  );
}

/** Why a message that passed its checks may no longer be posted; null when it may. */
export function refusalOf(message: CheckedMessage, standing: Standing): Refused | null {
  const { author, realm, conversation } = message;
  if (!standing.openRealmIds.has(realm.id)) return realmDeactivated();
  if (!standing.activeAuthorIds.has(author.id)) return authorInactive();
  return conversation.kind === 'channel' ? channelRefusal(message, conversation.channel, standing) : null;
}

function channelRefusal(
  { draft }: CheckedMessage,
  channel: TargetChannel,
  standing: Standing,
): Refused | null {
  const locked = standing.channels.get(channel.id);
  if (locked === undefined) return noChannelWithId(channel.id);
  const isChecked = draft.address.kind === 'channel' && draft.address.skipAccessCheck !== true;
  return locked.isArchived && isChecked ? notAuthorized(channel) : null;
}
