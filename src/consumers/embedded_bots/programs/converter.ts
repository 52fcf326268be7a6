import { SPACE } from '../../../shared/messages/rendering/python-text.ts';
import { defineBot } from '../bot.ts';
import { ALIASES, PREFIXES, UNITS, UNIT_LIST } from './converter-units.ts';
import type { Unit } from './converter-units.ts';
import { formatFloat, parseFloatWord, roundToSignificant } from './python-float.ts';

const CALL = '@convert';
const QUICK_HELP = 'Enter `@convert help` for help on using the converter.';
/** One before the seven that the original counts after it. */
const SIGNIFICANT_DIGITS = 1 + 7;

const HELP = [
  'Converter usage:',
  '`@convert <number> <unit_from> <unit_to>`',
  'turns a number of one unit into another unit of the same line:',
  UNIT_LIST,
  `Names may begin with ${PREFIXES.map(([prefix]) => prefix).join(', ')}.`,
  'Examples:',
  '* `@convert 12 celsius fahrenheit`',
  '* `@convert 0.002 kilomile millimeter`',
  '* `@convert 31.5 square-mile ha`',
  '* `@convert 56 g lb`',
].join('\n');

/** A unit as it was written, without its prefixes. */
interface NamedUnit {
  readonly name: string;
  readonly exponent: number;
  readonly unit: Unit | null;
}

function readUnit(word: string): NamedUnit {
  let name = ALIASES.get(word) ?? word;
  let exponent = 0;
  for (const [prefix, power] of PREFIXES) {
    if (!name.startsWith(prefix)) continue;
    name = name.slice(prefix.length);
    exponent += power;
  }
  return { name, exponent, unit: UNITS.get(name) ?? null };
}

const capitalised = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/** In thousands, bits grow by 1,024. */
const scale = (base: string, exponent: number): number =>
  base === 'bit' ? 1024 ** Math.floor(exponent / 3) : Number(`1e${exponent}`);

/** The results of `<number> <from> <to>`: one, or one for each unit that is not known. */
function convert(numberWord: string, fromWord: string, toWord: string): readonly string[] {
  const invalidNumber = `\`${numberWord}\` is not a valid number. ${QUICK_HELP}`;
  const number = parseFloatWord(numberWord);
  if (number === null) return [invalidNumber];
  const from = readUnit(fromWord);
  const to = readUnit(toWord);
  if (from.unit === null || to.unit === null) {
    return [
      ...(from.unit === null ? [`\`${from.name}\` is not a valid unit. ${QUICK_HELP}`] : []),
      // Without a space, as people know it.
      ...(to.unit === null ? [`\`${to.name}\` is not a valid unit.${QUICK_HELP}`] : []),
    ];
  }
  const { base } = from.unit;
  if (base !== to.unit.base) {
    const fromName = base === 'kelvin' ? capitalised(from.name) : from.name;
    return [`\`${capitalised(to.name)}\` and \`${fromName}\` are not from the same category. ${QUICK_HELP}`];
  }
  const inBase = number * from.unit.factor + from.unit.offset;
  const value = ((inBase - to.unit.offset) / to.unit.factor) * scale(base, from.exponent - to.exponent);
  if (!Number.isFinite(value)) return [invalidNumber];
  const shown = formatFloat(roundToSignificant(value, SIGNIFICANT_DIGITS));
  return [`${numberWord} ${fromWord} = ${shown} ${toWord}`];
}

function resultsAfter(words: readonly string[]): readonly string[] {
  const [number, from, to] = words;
  if (number === 'help') return [HELP];
  if (number === undefined || from === undefined || to === undefined) {
    return [`Too few arguments given. ${QUICK_HELP}`];
  }
  return convert(number, from, to);
}

const WHITE_SPACE = new RegExp(`[${SPACE}]+`, 'u');

/** The answer to a text: what its beginning asks for, and what follows each `@convert`. */
export function answerOf(content: string): string {
  const words = content
    .toLowerCase()
    .split(WHITE_SPACE)
    .filter((word) => word !== '');
  const starts = [0, ...words.flatMap((word, place) => (word === CALL ? [place + 1] : []))];
  const results = starts.flatMap((start) => resultsAfter(words.slice(start)));
  return results
    .map((result, place) => (results.length === 1 ? `${result}\n` : `${place + 1}. conversion: ${result}\n`))
    .join('');
}

/**
 * Converts units.
 * @source python-zulip-api zulip_bots/bots/converter/converter.py. Different: 0, infinities and what is no number are
 * answered.
 */
export const converter = defineBot({
  name: 'converter',
  usage: HELP,
  async handle(message, bot) {
    await bot.sendReply(message, answerOf(message.content));
  },
});
