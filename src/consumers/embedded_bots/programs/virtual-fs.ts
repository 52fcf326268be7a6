import { SPACE, strip } from '../../../shared/messages/rendering/python-text.ts';
import { defineBot } from '../bot.ts';
import type { Bot, BotMessage } from '../bot.ts';
import { cd, ls, mkdir, placeOf, pwd, read, rm, rmdir, write } from './virtual-fs-commands.ts';
import type { Command, Place, Reply } from './virtual-fs-commands.ts';
import { SAMPLE_CONVERSATION } from './virtual-fs-sample.ts';
import { readTree, storedTree } from './virtual-fs-tree.ts';
import type { FileTree } from './virtual-fs-tree.ts';

type Argument = 'path' | 'optional_path' | 'some_text';

const ARGUMENT_PATTERNS: Readonly<Record<Argument, string>> = {
  path: `([^${SPACE}]+)`,
  optional_path: `([^${SPACE}]*)`,
  some_text: String.raw`([^\n]+)`,
};

/** A command with what it takes. */
interface CommandLine {
  readonly run: Command;
  readonly args: readonly Argument[];
  readonly about: string;
}

const COMMANDS: ReadonlyMap<string, CommandLine> = new Map<string, CommandLine>([
  ['cd', { run: cd, args: ['path'], about: 'change the current directory' }],
  ['ls', { run: ls, args: ['optional_path'], about: 'list a directory' }],
  ['mkdir', { run: mkdir, args: ['path'], about: 'create a directory' }],
  ['pwd', { run: pwd, args: [], about: 'show the current directory' }],
  ['read', { run: read, args: ['path'], about: 'show a file' }],
  ['rm', { run: rm, args: ['path'], about: 'remove a file' }],
  ['rmdir', { run: rmdir, args: ['path'], about: 'remove a directory with everything below it' }],
  ['write', { run: write, args: ['path', 'some_text'], about: 'create a file' }],
]);

const HELP = [
  'This bot is a virtual file system for this channel or conversation. Its data last as long as the bot.',
  'A channel keeps them under a new name; the people of a direct conversation lose them when their addresses change.',
  '```',
  ...[...COMMANDS].map(([name, { about }]) => `@mention-bot ${name}: ${about}`),
  '@mention-bot sample_conversation: show a conversation with every command',
  '@mention-bot help: show this text',
  '```',
  'Use `help write` to see how a command is written.',
].join('\n');

const syntaxOf = (name: string, args: readonly Argument[]): string =>
  `syntax: ${[name, ...args.map((argument) => `<${argument}>`)].join(' ')}`;

const patternOf = (args: readonly Argument[]): RegExp =>
  new RegExp(`^${args.map((argument) => ARGUMENT_PATTERNS[argument]).join(' ')}$`, 'u');

const FIRST_WORD = new RegExp(`^([^${SPACE}]+)(.*)$`, 'su');

function help(topic: string): string {
  const line = COMMANDS.get(topic);
  return line === undefined ? HELP : syntaxOf(topic, line.args);
}

/** What a text does to the tree, and the answer. */
export function runCommand(place: Place, content: string): Reply {
  const text = strip(content);
  const say = (answer: string): Reply => ({ tree: place.tree, text: answer });
  if (text === 'sample_conversation') {
    return say(SAMPLE_CONVERSATION.map(([command, answer]) => `${command}\n${answer}`).join('\n\n'));
  }
  const [, name = 'help', rest = ''] = FIRST_WORD.exec(text) ?? [];
  const argumentText = strip(rest);
  if (name === 'help') return say(help(argumentText));
  const line = COMMANDS.get(name);
  if (line === undefined) return say('ERROR: unrecognized command');
  const match = patternOf(line.args).exec(argumentText);
  return match === null ? say(`ERROR: ${syntaxOf(name, line.args)}`) : line.run(place, match.slice(1));
}

/** Where a conversation's tree is, and where the original would have put it. */
function keysOf({ conversation }: BotMessage): { readonly key: string; readonly oldKey: string | null } {
  if (conversation.kind === 'direct') {
    return { key: conversation.people.map(({ email }) => email).join(' '), oldKey: null };
  }
  const { id, name } = conversation;
  if (id === null) return { key: name, oldKey: null };
  // A channel must not get at the tree of others by a name that looks like their key.
  const isForeignKey = /^channel:\d+$|@/.test(name);
  return { key: `channel:${id}`, oldKey: isForeignKey ? null : name };
}

/** Reads the tree of a conversation; one under an old key is taken out to be stored under the new one. */
async function takeTree(bot: Bot, message: BotMessage): Promise<FileTree | null> {
  const { key, oldKey } = keysOf(message);
  if (await bot.storage.contains(key)) return readTree(await bot.storage.get(key));
  if (oldKey === null || !(await bot.storage.contains(oldKey))) return null;
  const tree = readTree(await bot.storage.get(oldKey));
  await bot.storage.remove(oldKey);
  return tree;
}

/**
 * A small file tree for each conversation.
 * @source python-zulip-api zulip_bots/bots/virtual_fs/virtual_fs.py. Different: a channel's tree is found by the
 * channel's id, so that a new name loses nothing; `rmdir /` is answered.
 */
export const virtualFs = defineBot({
  name: 'virtual_fs',
  usage: HELP,
  async handle(message, bot) {
    const tree = await takeTree(bot, message);
    const { email } = message.sender;
    const reply = runCommand(placeOf(tree, email), message.content);
    await bot.storage.put(keysOf(message).key, storedTree(reply.tree));
    await bot.sendReply(message, `${email}:\n${reply.text}`);
  },
});
