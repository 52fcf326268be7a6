import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readBotConfig, setBotConfig } from '../../../src/consumers/embedded_bots/bot-config.ts';
import { defineBot } from '../../../src/consumers/embedded_bots/bot.ts';
import { StorageRun } from '../../../src/consumers/embedded_bots/storage-run.ts';
import { BotDatabase } from './bot-world.ts';
import type { BotWorld } from './bot-world.ts';

const database = new BotDatabase();
let world: BotWorld;

beforeEach(async () => {
  world = await database.create();
});
afterAll(() => database.drop());

const open = (options: { readonly botId?: number; readonly limit?: number } = {}): StorageRun =>
  new StorageRun({ db: world.chat.handle.db, botId: world.bot, limit: 10_000_000, ...options });

const store = (run: StorageRun) => world.chat.handle.transaction((tx) => run.store(tx));

describe('check 10: the storage of a bot', () => {
  it('gives back what was put, also to a later run, and takes new values', async () => {
    const first = open();
    await first.put('a', { foo: [1, 'ä\u0000'], bar: null });
    expect(await first.get('a')).toEqual({ foo: [1, 'ä\u0000'], bar: null });
    expect(await store(first)).toBe('stored');
    const second = open();
    expect(await second.get('a')).toEqual({ foo: [1, 'ä\u0000'], bar: null });
    await second.put('a', 2);
    expect(await store(second)).toBe('stored');
    expect(await open().get('a')).toBe(2);
  });

  it('knows no key that was not put, and removes all keys or none', async () => {
    const run = open();
    await expect(run.get('a')).rejects.toMatchObject({ code: 'no_such_key', message: 'Key does not exist.' });
    await run.put('a', 1);
    await store(run);
    const later = open();
    await expect(later.remove('a', 'b')).rejects.toMatchObject({ message: 'Key does not exist.' });
    expect(await later.contains('a')).toBe(true);
    await later.remove('a');
    expect(await later.contains('a')).toBe(false);
    await expect(later.remove('a')).rejects.toMatchObject({ message: 'Key does not exist.' });
    await store(later);
    expect(await open().contains('a')).toBe(false);
  });

  it('is its own', async () => {
    const run = open();
    await run.put('a', 1);
    await store(run);
    const other = await world.chat.addBot('Other', { bot_type: 4 });
    expect(await open({ botId: other }).contains('a')).toBe(false);
  });

  it('may be filled to its limit, counted in characters, and no further', async () => {
    const run = open({ limit: 100 });
    // 13 characters of the key, 2 quotes, 85 in between, each a pair of surrogates.
    await run.put('capacity fill', '😀'.repeat(85));
    await expect(run.put('too much data', 'a few bits too lo')).rejects.toMatchObject({
      code: 'storage_full',
      message: 'Request exceeds storage limit by 32 characters. The limit is 100 characters.',
    });
    expect(await store(run)).toBe('stored');
    const later = open({ limit: 100 });
    await expect(later.put('too much data', 'a few bits too lo')).rejects.toMatchObject({
      message: 'Request exceeds storage limit by 32 characters. The limit is 100 characters.',
    });
    await later.remove('capacity fill');
    await later.put('too much data', 'a few bits too lo');
    expect(await store(later)).toBe('stored');
  });

  it('is not written when what a run has read was changed meanwhile', async () => {
    const slow = open();
    expect(await slow.contains('a')).toBe(false);
    await slow.put('b', 1);
    const quick = open();
    await quick.put('a', 1);
    expect(await store(quick)).toBe('stored');
    expect(await store(slow)).toBe('changed');
    expect(await open().contains('b')).toBe(false);
  });

  it('is not written when the room that a run needs was taken meanwhile', async () => {
    const slow = open({ limit: 20 });
    await slow.put('a', 'x'.repeat(10));
    const quick = open({ limit: 20 });
    await quick.put('b', 'x'.repeat(10));
    expect(await store(quick)).toBe('stored');
    expect(await store(slow)).toBe('changed');
  });

  it('refuses keys that cannot be stored', async () => {
    await expect(open().put('a\u0000', 1)).rejects.toMatchObject({ code: 'bad_key' });
    await expect(open().get('\uD800')).rejects.toMatchObject({ code: 'bad_key' });
  });
});

describe('check 11: the configuration of a bot', () => {
  const set = (key: string, value: string, limit?: number) =>
    world.chat.handle.transaction((tx) => setBotConfig(tx, { botId: world.bot, key, value }, limit));
  const read = () => readBotConfig(world.chat.handle.db, world.bot);

  it('is none at first, and an error or nothing for a program', async () => {
    expect(await read()).toBeNull();
    const answers: unknown[] = [];
    const asking = defineBot({
      name: 'asking',
      usage: 'x',
      async handle(_message, bot) {
        answers.push(await bot.getConfigInfo({ optional: true }));
        answers.push(await bot.getConfigInfo().catch((error: unknown) => error));
      },
    });
    world = await database.create({ programs: new Map([['asking', asking]]) });
    await world.serve('asking');
    await world.handle(await world.direct('x'));
    expect(answers).toMatchObject([{}, { code: 'no_config', message: 'No config data available.' }]);
  });

  it('keeps the values that are not set anew', async () => {
    await set('a', '1');
    await set('b', '2');
    await set('b', '3');
    expect(await read()).toEqual({ a: '1', b: '3' });
  });

  it.each([
    ['x'.repeat(99), 100, null],
    ['x'.repeat(100), 100, 101],
    ['x'.repeat(115), 100, 116],
  ])('has a limit', async (value, limit, required) => {
    const setting = set('k', value, limit);
    if (required === null) await setting;
    else {
      await expect(setting).rejects.toThrow(
        `Cannot store configuration. Request would require ${required} characters. ` +
          `The current configuration size limit is ${limit} characters.`,
      );
    }
  });
});

describe('check 16: two events of one virtual_fs bot at once', () => {
  it('both leave their files', async () => {
    await world.serve('virtual_fs');
    const [a, b] = [
      await world.mention('@**Embedded bot** write a 1'),
      await world.mention('@**Embedded bot** write b 2'),
    ];
    const outcomes = await Promise.all([world.handle(a), world.handle(b)]);
    expect(outcomes).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    await world.handle(await world.mention('@**Embedded bot** ls'));
    expect((await world.contents()).at(-1)).toMatch(/:\n\* \/\*a\*\n\* \/\*b\*$/);
  });

  it('run again when the storage changed, without answering twice', async () => {
    let runs = 0;
    const counter = defineBot({
      name: 'counter',
      usage: 'x',
      async handle(message, bot) {
        runs += 1;
        const before = (await bot.storage.contains('n')) ? Number(await bot.storage.get('n')) : 0;
        if (runs === 1) {
          const other = open();
          await other.put('n', 41);
          await store(other);
        }
        await bot.storage.put('n', before + 1);
        await bot.sendReply(message, 'counted');
      },
    });
    world = await database.create({ programs: new Map([['counter', counter]]) });
    await world.serve('counter');
    expect(await world.handle(await world.direct('x'), { eventId: randomUUID() })).toEqual({ kind: 'done' });
    expect(runs).toBe(2);
    expect(await open().get('n')).toBe(42);
    expect(await world.contents()).toEqual(['counted']);
  });

  it('go to a retry tier when the storage never stands still', async () => {
    const restless = defineBot({
      name: 'restless',
      usage: 'x',
      async handle(_message, bot) {
        await bot.storage.contains('n');
        const other = open();
        await other.put('n', Math.random());
        await store(other);
        await bot.storage.put('mine', 1);
      },
    });
    world = await database.create({ programs: new Map([['restless', restless]]) });
    await world.serve('restless');
    const event = await world.direct('x');
    expect(await world.handle(event)).toEqual({ kind: 'retry', reason: 'storage_contention' });
    expect(await world.isRead(event)).toBe(false);
  });
});
