/** Texts as Python writes them: authors of bots know the original's, and some compare bytes. */
import type { JsonValue } from '../../schemas/json-value.ts';
import { pythonNumber } from '../../shared/python-number.ts';

/** Deeper values are not written out: Python itself refuses to read them. */
const DEEPEST = 100;

/** A JSON string in ASCII. */
const asciiString = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * JSON as `json.dumps` writes it: a blank after commas and colons, all of it ASCII.
 * @source Python json.dumps, by way of requests
 */
export function pythonJson(value: JsonValue): string {
  if (typeof value === 'string') return asciiString(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(pythonJson).join(', ')}]`;
  const fields = Object.entries(value).map(([name, field]) => `${asciiString(name)}: ${pythonJson(field)}`);
  return `{${fields.join(', ')}}`;
}

/**
 * A form's fields in their order, as `urlencode` writes them.
 * @source Python urllib.parse.urlencode, by way of requests
 */
export function pythonForm(fields: readonly (readonly [name: string, value: string])[]): string {
  return fields.map((field) => field.map(formPart).join('=')).join('&');
}

const formPart = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');

/**
 * The text of a JSON value as `str` gives it: `True`, `['a', 1.5]`. A whole number is written without a fraction, also
 * when the JSON had one.
 * @source Python str, by way of zulip zerver/lib/outgoing_webhook.py process_success
 */
export const pythonString = (value: JsonValue): string =>
  typeof value === 'string' ? value : representation(value, 0);

function representation(value: JsonValue, depth: number): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberText(value);
  if (depth === DEEPEST) return '...';
  if (isList(value)) return `[${value.map((item) => representation(item, depth + 1)).join(', ')}]`;
  const fields = Object.entries(value).map(
    ([name, field]) => `${quoted(name)}: ${representation(field, depth + 1)}`,
  );
  return `{${fields.join(', ')}}`;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0.0' : pythonNumber(value);
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** In single quotes unless only they occur in it; what cannot be seen is escaped. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = text
    .replaceAll(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character)
    .replaceAll(quote, `\\${quote}`)
    .replaceAll(/(?! )[\p{C}\p{Z}]/gu, hexEscape);
  return `${quote}${inside}${quote}`;
}

function hexEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
