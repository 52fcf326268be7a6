/** Hours from UTC of abbreviations; those that name several zones have the meaning the original gives them. */
const ZONES: ReadonlyMap<string, number> = new Map(
  (
    'UTC:0 GMT:0 Z:0 WET:0 WEST:1 BST:1 CET:1 CEST:2 EET:2 EEST:3 SAST:2 CAT:2 WAT:1 EAT:3 MSK:3 IST:5.5 PKT:5 WIB:7 ' +
    'HKT:8 AWST:8 JST:9 KST:9 ACST:9.5 ACDT:10.5 AEST:10 AEDT:11 NZST:12 NZDT:13 SST:-11 HST:-10 AKST:-9 AKDT:-8 ' +
    'PST:-8 PDT:-7 MST:-7 MDT:-6 CST:-6 CDT:-5 EST:-5 EDT:-4 AST:-4 ADT:-3 NST:-3.5 NDT:-2.5'
  )
    .split(' ')
    .map((zone) => {
      const [name = '', hours = ''] = zone.split(':');
      return [name, Number(hours)];
    }),
);
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*$/u;
const ISO_DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})[T ]?/u;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?/u;
const OFFSET = /^([+-])(\d{2}):?(\d{2})?$/u;
/** Nothing longer is a time. */
const LONGEST = 64;

interface Parts {
  year?: number;
  month?: number;
  day?: number;
  hour: number;
  minute: number;
  second: number;
  micros: string;
  offsetMinutes: number;
}

/**
 * An instant as a reader of ISO 8601 takes it, in UTC; nothing if the text is none. Understands a number of seconds since
 * 1970, ISO 8601, and a date and time in English words with or without a zone. A text without a date is refused: the
 * original takes the day of rendering, which would make the same message differ from day to day.
 */
export function parseTimestamp(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > LONGEST) return undefined;
  if (/^-?\d+(?:\.\d+)?$/u.test(trimmed)) return fromUnix(trimmed);
  const parts: Parts = { hour: 0, minute: 0, second: 0, micros: '', offsetMinutes: 0 };
  return readDate(trimmed, parts) ? fromParts(parts) : undefined;
}

function readDate(text: string, parts: Parts): boolean {
  const iso = ISO_DATE.exec(text);
  if (iso === null) return readWords(text.split(/[\s,]+/u), parts);
  [parts.year, parts.month, parts.day] = [Number(iso[1]), Number(iso[2]), Number(iso[3])];
  const rest = text.slice(iso[0].length);
  const clock = TIME.exec(rest);
  if (clock === null) return rest.trim() === '' || readZone(rest.trim(), parts);
  readTime(clock, parts);
  const words = rest.slice(clock[0].length).trim();
  return words === '' || words.split(/\s+/u).every((word) => readHalf(word, parts) || readZone(word, parts));
}

function readWords(words: readonly string[], parts: Parts): boolean {
  for (const word of words) {
    if (word === '' || WEEKDAY.test(word.toLowerCase()) || /^(?:at|of|the)$/iu.test(word)) continue;
    const clock = TIME.exec(word);
    const known =
      (clock !== null && readTime(clock, parts) && readEnd(word.slice(clock[0].length), parts)) ||
      readMonth(word, parts) ||
      readNumber(word, parts) ||
      readHalf(word, parts) ||
      readZone(word, parts);
    if (!known) return false;
  }
  return true;
}

const readEnd = (end: string, parts: Parts): boolean =>
  end === '' || readHalf(end, parts) || readZone(end, parts);

function readTime([, hour, minute, second, micros]: RegExpExecArray, parts: Parts): boolean {
  [parts.hour, parts.minute, parts.second] = [Number(hour), Number(minute), Number(second ?? 0)];
  parts.micros = micros ?? '';
  return true;
}

function readMonth(word: string, parts: Parts): boolean {
  const at = /^[a-z]{3,9}\.?$/iu.test(word) ? MONTHS.indexOf(word.slice(0, 3).toLowerCase()) : -1;
  if (at === -1 || parts.month !== undefined) return false;
  parts.month = at + 1;
  return true;
}

/** Slashes and a bare number: the month stands before the day, a number that cannot be a day is the year. */
function readNumber(word: string, parts: Parts): boolean {
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/u.exec(word);
  if (slashed !== null) {
    const [first, second] = [Number(slashed[1]), Number(slashed[2])];
    [parts.month, parts.day] = first > 12 ? [second, first] : [first, second];
    parts.year = Number(slashed[3]);
    return true;
  }
  const number = /^(\d{1,4})(?:st|nd|rd|th)?$/iu.exec(word)?.[1];
  if (number === undefined) return false;
  if (number.length <= 2 && parts.day === undefined) parts.day = Number(number);
  else if (number.length === 4 && parts.year === undefined) parts.year = Number(number);
  else return false;
  return true;
}

function readHalf(word: string, parts: Parts): boolean {
  const half = /^([ap])\.?m\.?$/iu.exec(word)?.[1]?.toLowerCase();
  if (half === undefined || parts.hour > 12 || parts.hour === 0) return false;
  parts.hour = (parts.hour % 12) + (half === 'p' ? 12 : 0);
  return true;
}

function readZone(word: string, parts: Parts): boolean {
  const hours = ZONES.get(word.toUpperCase());
  if (hours !== undefined) {
    parts.offsetMinutes = hours * 60;
    return true;
  }
  const offset = OFFSET.exec(word.replace(/^(?:UTC|GMT)/u, ''));
  if (offset === null) return false;
  const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
  if (minutes >= 24 * 60) return false;
  parts.offsetMinutes = offset[1] === '-' ? -minutes : minutes;
  return true;
}

function fromParts({
  year,
  month,
  day,
  hour,
  minute,
  second,
  micros,
  offsetMinutes,
}: Parts): string | undefined {
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (year < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute - offsetMinutes, second);
  return written(date, micros);
}

function fromUnix(seconds: string): string | undefined {
  const value = Number(seconds);
  const date = new Date(Math.floor(value) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  const micros = Math.round((value - Math.floor(value)) * 1e6);
  return written(date, micros === 0 ? '' : `${micros}`.padStart(6, '0'));
}

function written(date: Date, micros: string): string | undefined {
  const year = date.getUTCFullYear();
  if (year < 1 || year > 9999) return undefined;
  const fraction = /^0*$/u.test(micros) ? '' : `.${micros.padEnd(6, '0')}`;
  return `${date.toISOString().slice(0, 19)}${fraction}Z`;
}
