import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../../src/consumers/embedded_bots/programs/virtual-fs-commands.ts';
import { SAMPLE_CONVERSATION } from '../../../../src/consumers/embedded_bots/programs/virtual-fs-sample.ts';
import { readTree, storedTree } from '../../../../src/consumers/embedded_bots/programs/virtual-fs-tree.ts';
import { runCommand, virtualFs } from '../../../../src/consumers/embedded_bots/programs/virtual-fs.ts';
import type { FileTree } from '../../../../src/consumers/embedded_bots/programs/virtual-fs-tree.ts';
import { botMessage, directBotMessage, TestBot } from '../test-bot.ts';

const EMAIL = 'foo@example.com';

/** The answers to these commands in one tree, which goes through its stored form after each of them. */
function converse(commands: readonly string[]): readonly string[] {
  let tree: FileTree | null = null;
  return commands.map((command) => {
    const reply = runCommand(placeOf(tree, EMAIL), command);
    tree = readTree(storedTree(reply.tree));
    return reply.text;
  });
}

describe('check 18: virtual_fs', () => {
  it('holds the sample conversation', () => {
    expect(converse(SAMPLE_CONVERSATION.map(([command]) => command))).toEqual(
      SAMPLE_CONVERSATION.map(([, answer]) => answer),
    );
  });

  it.each([
    [['mkdir home', 'cd /home', 'rmdir /home', 'pwd'], 'ERROR: the current directory does not exist'],
    [['mkdir home', 'cd /home', 'rmdir /home', 'ls'], 'ERROR: file does not exist'],
    [['help ls'], 'syntax: ls <optional_path>'],
    [['help write'], 'syntax: write <path> <some_text>'],
    [['help pwd'], 'syntax: pwd'],
    [['mkdir a b'], 'ERROR: syntax: mkdir <path>'],
    [['write test hello world', 'rmdir test'], 'ERROR: /*test* is a file, directory required'],
    [['write test hello world', 'cd test'], 'ERROR: /*test* is a file, directory required'],
    [['write a  b', 'read a'], ' b'],
    [['write a b\nc'], 'ERROR: syntax: write <path> <some_text>'],
    [['rmdir /'], 'ERROR: / cannot be removed'],
    [['rmdir /nothing'], 'ERROR: directory does not exist'],
    [
      ['mkdir home', 'mkdir home/a', 'write home/a/b c', 'rmdir home', 'mkdir home', 'ls home'],
      'WARNING: directory is empty',
    ],
    [['mkdir ab', 'mkdir a', 'rmdir a', 'ls'], '* /ab/'],
    [['write __proto__ x', 'read /__proto__'], 'x'],
    [['constructor'], 'ERROR: unrecognized command'],
  ])('%j ends with %j', (commands, answer) => {
    expect(converse(commands).at(-1)).toBe(answer);
  });

  it.each([[''], ['help'], ['  help '], ['help invalid'], ['help help']])('%j shows the help', (command) => {
    expect(converse([command])[0]).toMatch(/^This bot is a virtual file system/);
    expect(converse([command])[0]).toMatch(/Use `help write` .*$/);
  });

  it('shows the sample conversation', () => {
    expect(converse(['sample_conversation'])[0]).toMatch(
      /^cd \/\nCurrent path: \/\n\ncd \/home\nERROR: invalid path\n\n/,
    );
  });

  it('answers with the address of the sender in front', async () => {
    const bot = new TestBot();
    await virtualFs.run(botMessage({ content: 'pwd' }), bot);
    expect(bot.replies).toEqual([`${EMAIL}:\n/`]);
  });
});

describe('the tree of a conversation', () => {
  const FILE = { '/': { kind: 'dir', fns: ['/a'] }, '/a': { kind: 'text', content: 'old' }, user_paths: {} };

  it('is found by the channel’s id, so that a new name loses nothing', async () => {
    const bot = new TestBot();
    const channel = (name: string) => ({ kind: 'channel', id: 9, name, topic: 't' }) as const;
    await virtualFs.run(botMessage({ content: 'write a x', conversation: channel('before') }), bot);
    await virtualFs.run(botMessage({ content: 'read a', conversation: channel('after') }), bot);
    expect(bot.replies.at(-1)).toBe(`${EMAIL}:\nx`);
    expect([...bot.stored.keys()]).toEqual(['channel:9']);
  });

  it('that the original left under the channel’s name is taken over', async () => {
    const bot = new TestBot({ stored: { Denmark: FILE } });
    await virtualFs.run(botMessage({ content: 'read a' }), bot);
    expect(bot.replies).toEqual([`${EMAIL}:\nold`]);
    expect([...bot.stored.keys()]).toEqual(['channel:9']);
  });

  it.each([['channel:7'], ['foo@example.com bot@example.com']])(
    'is not reached by a channel of the name %j',
    async (name) => {
      const bot = new TestBot({ stored: { [name]: FILE } });
      const conversation = { kind: 'channel', id: 9, name, topic: 't' } as const;
      await virtualFs.run(botMessage({ content: 'read a', conversation }), bot);
      expect(bot.replies).toEqual([`${EMAIL}:\nERROR: file does not exist`]);
      expect(bot.stored.get(name)).toEqual(FILE);
    },
  );

  it('of a direct conversation is that of its people', async () => {
    const bot = new TestBot({ stored: { 'foo@example.com bot@example.com': FILE } });
    await virtualFs.run(directBotMessage({ content: 'read a' }), bot);
    expect(bot.replies).toEqual([`${EMAIL}:\nold`]);
  });
});
