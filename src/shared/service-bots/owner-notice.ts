/** Texts that tell the owner of a bot what went wrong. */

/** Longest text of somebody else, characters, that a notice repeats. */
const LONGEST_QUOTE = 2_000;
const CUT_MARK = '\n[cut off]';

/** A text without a surrogate that has lost its other half by a cut. */
const cut = (text: string): string =>
  text.length <= LONGEST_QUOTE
    ? text
    : `${text.slice(0, LONGEST_QUOTE).replace(/[\uD800-\uDBFF]$/, '')}${CUT_MARK}`;

/** A text in a code block that nothing in it can end, cut to 2,000 characters. */
export function fenced(text: string): string {
  // PostgreSQL stores no U+0000, and a message with one would be refused.
  const shown = cut(text.replaceAll('\u0000', '\uFFFD').toWellFormed());
  const longestRun = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longestRun + 1));
  return `${fence}\n${shown}\n${fence}`;
}

/** What a notice consists of. */
export interface OwnerNotice {
  /** Of the message that called the bot. */
  readonly messageLink: string;
  readonly botFullName: string;
  /** What the message did: `triggered an outgoing webhook`. */
  readonly deed: string;
  /** One line or more in Markdown: what went wrong. */
  readonly detail: string;
}

/**
 * The notice in Markdown. The bot's mention is silent, so a notice never calls a bot.
 * @source zulip zerver/lib/outgoing_webhook.py notify_bot_owner
 */
export function ownerNotice({ botFullName, deed, detail, messageLink }: OwnerNotice): string {
  return `[A message](${messageLink}) to your bot @_**${botFullName}** ${deed}.\n${detail}`;
}
