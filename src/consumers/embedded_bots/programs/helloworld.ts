import { defineBot } from '../bot.ts';

/** Answers the same to everything. @source python-zulip-api zulip_bots/bots/helloworld/helloworld.py */
export const helloworld = defineBot({
  name: 'helloworld',
  usage: 'Write anything to this bot, and it answers `beep boop`. It shows that bots work.',
  async handle(message, bot) {
    await bot.sendReply(message, 'beep boop');
    await bot.react(message, 'wave');
  },
});
