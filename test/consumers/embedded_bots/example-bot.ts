import { defineBot } from '../../../src/consumers/embedded_bots/bot.ts';

/** Counts how often it was asked, in all conversations together. */
export const counter = defineBot({
  name: 'counter',
  usage: 'Write anything to this bot, and it answers how often it was asked.',
  configTemplate: { unit: 'questions' },
  async initialize(bot) {
    const { unit } = await bot.getConfigInfo({ optional: true });
    return { unit: unit ?? 'questions' };
  },
  async handle(message, bot, { unit }) {
    const before = (await bot.storage.contains('count')) ? Number(await bot.storage.get('count')) : 0;
    await bot.storage.put('count', before + 1);
    await bot.sendReply(message, `That makes ${before + 1} ${unit}.`);
    if (message.content.includes('?')) await bot.react(message, 'thinking');
  },
});
