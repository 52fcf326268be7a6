/** What the owner of a bot is told when the bot posts where nobody can read it. */
import { encodeHashComponent } from '../../narrow-links.ts';
import type { ChannelReference } from '../message-draft.ts';
import type { AuthorFacts, ChannelFacts } from './facts.ts';

/** A direct message of the Notification Bot; sent at most once a minute per bot. */
export interface OwnerWarning {
  readonly botId: number;
  readonly ownerId: number;
  /** Markdown. */
  readonly text: string;
}

/**
 * The bot named a channel that there is not. Null for people and for bots without an owner.
 * @source zulip zerver/actions/message_send.py send_pm_if_empty_stream. Different: always in English.
 */
export const unknownChannelWarning = (facts: AuthorFacts, channel: ChannelReference): OwnerWarning | null =>
  warning(
    facts,
    channel.by === 'name'
      ? `channel #**${channel.name}**, but that channel does not exist. Click [here](#channels/new) to create it.`
      : `channel ID ${channel.id}, but there is no channel with that ID.`,
  );

/** The channel has no active subscribers; null when it has, and when it is another organization's. */
export const emptyChannelWarning = (facts: AuthorFacts, channel: ChannelFacts): OwnerWarning | null =>
  channel.subscribersCounted > 0 || channel.realmId !== facts.author.realmId
    ? null
    : warning(
        facts,
        `channel ${channelLink(channel)}. The channel exists but does not have any subscribers.`,
      );

const warning = ({ author, owner }: AuthorFacts, what: string): OwnerWarning | null =>
  owner === null
    ? null
    : {
        botId: author.id,
        ownerId: owner.id,
        text: `Your bot \`${author.deliveryEmail}\` tried to send a message to ${what}`,
      };

const ESCAPES = new Map([
  ['`', '&#96;'],
  ['>', '&gt;'],
  ['*', '&#42;'],
  ['&', '&amp;'],
  ['[', '&#91;'],
  [']', '&#93;'],
  ['$$', '&#36;&#36;'],
]);

/**
 * A link to a channel in Markdown. Names with characters that end the short form are written as an ordinary link.
 * @source zulip zerver/lib/topic_link_util.py get_stream_link_syntax
 */
export function channelLink({ id, name }: { readonly id: number; readonly name: string }): string {
  const escaped = name.replaceAll(/[`>*&[\]]|\$\$/gu, (found) => ESCAPES.get(found) ?? found);
  if (escaped === name) return `#**${name}**`;
  return `[#${escaped}](#narrow/channel/${encodeHashComponent(`${id}-${name.replaceAll(' ', '-')}`)})`;
}
