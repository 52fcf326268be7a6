import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { BotDatabase } from './bot-world.ts';
import { counter } from './example-bot.ts';

const database = new BotDatabase();
afterAll(() => database.drop());

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the bot of the README is the one that is compiled and run here', () => {
  const [, example = ''] =
    /```ts\n(.*?)```/s.exec(textOf('../../../src/consumers/embedded_bots/README.md')) ?? [];
  const compiled = textOf('example-bot.ts').replace(
    '../../../src/consumers/embedded_bots/bot.ts',
    '../bot.ts',
  );
  expect(example).toBe(compiled);
});

it('the bot of the README counts from message to message', async () => {
  const world = await database.create({ programs: new Map([['counter', counter]]) });
  await world.serve('counter');
  await world.configure({ unit: 'calls' });
  await world.handle(await world.direct('hello'));
  await world.handle(await world.mention('@**Embedded bot** why?'));
  expect(await world.contents()).toEqual(['That makes 1 calls.', 'That makes 2 calls.']);
  expect(
    await world.chat.sql('select emoji_name from zerver_reaction where user_profile_id = $1', [world.bot]),
  ).toEqual([{ emoji_name: 'thinking' }]);
});
