import { defineBot } from '../bot.ts';

const DEFAULT_CHANNEL = 'followup';

const USAGE = [
  'Collects messages that somebody should come back to. Mention this bot in front of a text, and the text goes to the',
  'channel `followup` (or the one that the bot is configured for), with its author as the topic.',
  'Create the channel first if only some people should see it; otherwise the bot makes it, open to everybody.',
].join('\n');

/** The template shows the name in quotes, and people keep them. */
const withoutQuotes = (name: string): string => /^(["'])(.*)\1$/s.exec(name)?.[2] ?? name;

/**
 * Copies messages into one channel.
 * @source python-zulip-api zulip_bots/bots/followup/followup.py. Different: works in the server, and takes the quotes
 * of the template off the channel's name.
 */
export const followup = defineBot({
  name: 'followup',
  usage: USAGE,
  configTemplate: { stream: "'followup'" },
  async initialize(bot) {
    const { stream } = await bot.getConfigInfo();
    return { channel: withoutQuotes(stream ?? DEFAULT_CHANNEL) };
  },
  async handle(message, bot, { channel }) {
    const { content, sender } = message;
    if (content === '') {
      const request = 'Please specify the message you want to send to followup stream after @mention-bot';
      await bot.sendReply(message, request);
    } else if (content === 'help') {
      await bot.sendReply(message, USAGE);
    } else {
      await bot.sendMessage({
        type: 'channel',
        to: channel,
        topic: sender.email,
        content: `from ${sender.email}: ${content}`,
      });
    }
  },
});
