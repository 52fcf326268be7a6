/** Emoji that bots put on messages. */
import type { Database, Tx } from '../../db/client.ts';
import { runHot } from '../../db/statement.ts';
import type { OutboxWriter } from '../../producer/outbox-writer.ts';
import type { EmojiTable } from '../../shared/messages/rendering/emoji-table.ts';
import type { ServiceBot } from '../../shared/service-bots/service-bot.ts';
import { BotError } from './bot.ts';

/** An emoji by its code, as `zerver_reaction` has it. */
export interface Emoji {
  readonly name: string;
  readonly code: string;
  readonly type: 'unicode_emoji' | 'realm_emoji' | 'zulip_extra_emoji';
}

const REALM_EMOJI = {
  name: 'bot_realm_emoji',
  text: 'select id::text as code from zerver_realmemoji where realm_id = $1 and name = $2 and not deactivated',
} as const;

/**
 * Finds an emoji by its name, with or without colons; one of the organization wins. Throws a `BotError` `unknown_emoji`.
 * @source zulip zerver/lib/emoji.py get_emoji_data
 */
export async function findEmoji(
  db: Database,
  table: EmojiTable,
  realmId: number,
  asked: string,
): Promise<Emoji> {
  const name = asked.replaceAll(':', '');
  const [own] = await runHot<{ code: string }>(db, REALM_EMOJI, [realmId, name]);
  if (own !== undefined) return { name, code: own.code, type: 'realm_emoji' };
  if (name === 'zulip') return { name, code: name, type: 'zulip_extra_emoji' };
  const code = table.codeOf.get(name);
  if (code === undefined) throw new BotError('unknown_emoji', `Emoji '${name}' does not exist`);
  return { name, code, type: 'unicode_emoji' };
}

const ACCESS = {
  name: 'bot_message_access',
  text: `
    select from zerver_message m
    where m.id = $1 and m.realm_id = $3
      and (m.sender_id = $2
        or exists (select from zerver_usermessage um where um.message_id = m.id and um.user_profile_id = $2))`,
} as const;

/** Whether the bot has written or received the message. */
export async function hasMessage(
  db: Database,
  bot: Pick<ServiceBot, 'id' | 'realmId'>,
  messageId: number,
): Promise<boolean> {
  return (await runHot(db, ACCESS, [messageId, bot.id, bot.realmId])).length > 0;
}

const INSERT = {
  name: 'bot_reaction_insert',
  text: `
    insert into zerver_reaction (user_profile_id, message_id, emoji_name, emoji_code, reaction_type)
    select $1, m.id, $3, $4, $5 from zerver_message m where m.id = $2
    on conflict do nothing returning id`,
} as const;

/** Who has the message, and who is in its channel if newcomers may read what was written before them. */
const WATCHERS = {
  name: 'bot_reaction_watchers',
  text: `
    select um.user_profile_id as id from zerver_usermessage um where um.message_id = $1
    union
    select s.user_profile_id from zerver_message m
      join zerver_stream c on c.recipient_id = m.recipient_id and c.history_public_to_subscribers
      join zerver_subscription s on s.recipient_id = m.recipient_id and s.active and s.is_user_active
    where m.id = $1
    order by id`,
} as const;

/** A reaction that a run wants to be added. */
export interface NewReaction {
  readonly messageId: number;
  readonly emoji: Emoji;
}

/**
 * Adds the reaction and tells the clients of everybody who sees the message. One that is there changes nothing.
 * @source zulip zerver/actions/reactions.py do_add_reaction. Different: a bot that did not receive the message gets no
 * row of its own for it.
 */
export async function addReaction(
  tx: Tx,
  outbox: Pick<OutboxWriter<Tx>, 'sendClientEvent'>,
  reaction: NewReaction & {
    readonly bot: ServiceBot;
    readonly eventId: string;
    readonly traceparent: string | null;
  },
): Promise<void> {
  const { bot, emoji, eventId, messageId, traceparent } = reaction;
  const added = await runHot(tx, INSERT, [bot.id, messageId, emoji.name, emoji.code, emoji.type]);
  if (added.length === 0) return;
  const watchers = await runHot<{ id: number }>(tx, WATCHERS, [messageId]);
  if (watchers.length === 0) return;
  await outbox.sendClientEvent(
    tx,
    {
      realmId: bot.realmId,
      event: {
        type: 'reaction',
        op: 'add',
        user_id: bot.id,
        user: { user_id: bot.id, email: bot.email, full_name: bot.fullName },
        message_id: messageId,
        emoji_name: emoji.name,
        emoji_code: emoji.code,
        reaction_type: emoji.type,
      },
      users: watchers.map(({ id }) => id),
    },
    { cause: { eventId, purpose: `reaction:${messageId}:${emoji.type}:${emoji.code}` }, traceparent },
  );
}
