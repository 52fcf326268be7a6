import { SPACE } from './python-text.ts';

/** A mention or a link to a channel begins the text or follows white space or one of these. */
export const BEFORE_MENTION = `(?<![^${SPACE}'"({[/<])`;

/** `@**x**`, silent `@_**x**`. */
export const personMentions = (): RegExp => new RegExp(`${BEFORE_MENTION}@(_?)\\*\\*([^*]+)\\*\\*`, 'gu');

/** `@*x*`, silent `@_*x*`. */
export const groupMentions = (): RegExp => new RegExp(`${BEFORE_MENTION}@(_?)\\*([^*]+)\\*`, 'gu');

/** `#**channel**`, with a topic or a message behind the name. */
export const channelLinks = (): RegExp => new RegExp(`${BEFORE_MENTION}#\\*\\*([^*]+)\\*\\*`, 'gu');

/** Words that mean everybody who reads the channel. */
export const CHANNEL_WILDCARDS: ReadonlySet<string> = new Set(['all', 'everyone', 'stream', 'channel']);

/** The word that means everybody who takes part in the topic. */
export const TOPIC_WILDCARD = 'topic';

/** The text with every mention made a silent one. */
export function silenceMentions(text: string): string {
  if (!text.includes('@')) return text;
  return text
    .replace(personMentions(), (_mention, _silent, name: string) => `@_**${name}**`)
    .replace(groupMentions(), (_mention, _silent, name: string) => `@_*${name}*`);
}
