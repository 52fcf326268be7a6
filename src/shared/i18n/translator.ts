import { IntlMessageFormat } from 'intl-messageformat';
import { CATALOGS } from './catalogs.ts';
import type { Catalog, MessageId } from './catalogs.ts';

/** What the placeholders of a text stand for. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** The language that a text falls back to in the end. */
export const FALLBACK_LANGUAGE = 'en';

/** Texts of the fleet in the languages of people. */
export interface Translator {
  /**
   * The text `id` in `language` (any case, `_` or `-`; null = English), with its placeholders filled in. A language or
   * text that is missing falls back: `de-at` → `de` → `en`. Throws a `MissingValueError` when a placeholder has no value.
   */
  translate(language: string | null, id: MessageId, values?: MessageValues): string;
  /** The code of the nearest language that has a catalog; `en` when there is none. */
  nearestLanguage(language: string | null): string;
}

/** A text has a placeholder that the caller gave no value for. */
export class MissingValueError extends Error {
  override readonly name = 'MissingValueError';
  readonly code = 'missing_value';
  readonly variable: string;

  constructor(variable: string, where: string) {
    super(`No value for "${variable}" in ${where}`);
    this.variable = variable;
  }
}

type Format = (values: MessageValues) => string;

/** A translator over the shipped catalogs; each text is compiled at its first use and kept. */
export function createTranslator(catalogs: Readonly<Record<string, Catalog>> = CATALOGS): Translator {
  const chains = new Map<string, readonly string[]>();
  const formats = new Map<string, Map<MessageId, Format>>();

  const chainOf = (language: string | null): readonly string[] => {
    const asked = language ?? FALLBACK_LANGUAGE;
    const known = chains.get(asked);
    if (known !== undefined) return known;
    const chain = fallbackChain(asked).filter((code) => Object.hasOwn(catalogs, code));
    // Language codes come from user rows and events: the cache must not grow with what people invent.
    if (chains.size < 500) chains.set(asked, chain);
    return chain;
  };

  const find = (language: string | null, id: MessageId): Format => {
    const chain = chainOf(language);
    const first = chain[0] ?? FALLBACK_LANGUAGE;
    let ofLanguage = formats.get(first);
    if (ofLanguage === undefined) {
      ofLanguage = new Map();
      formats.set(first, ofLanguage);
    }
    let format = ofLanguage.get(id);
    if (format === undefined) {
      format = compileFirst(catalogs, chain, id);
      ofLanguage.set(id, format);
    }
    return format;
  };

  return {
    translate: (language, id, values = {}) => find(language, id)(values),
    nearestLanguage: (language) => chainOf(language)[0] ?? FALLBACK_LANGUAGE,
  };
}

/** `de-AT` → `de-at`, `de`, `en`. */
export function fallbackChain(language: string): readonly string[] {
  const parts = language.toLowerCase().replaceAll('_', '-').split('-');
  const chain = parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
  return chain.includes(FALLBACK_LANGUAGE) ? chain : [...chain, FALLBACK_LANGUAGE];
}

function compileFirst(
  catalogs: Readonly<Record<string, Catalog>>,
  chain: readonly string[],
  id: MessageId,
): Format {
  for (const code of chain) {
    const text = catalogs[code]?.[id];
    if (text !== undefined) return compile(text, code, id);
  }
  throw new Error(`No text "${id}" in any catalog`);
}

/** What this file needs to know of a syntax tree node of intl-messageformat; its own type is an enum that cannot be
 *  imported without its parser. */
interface SyntaxNode {
  /** 0 literal text, 1 simple argument, 7 `#` inside a plural; others are numbers, dates, selects and plurals. */
  readonly type: number;
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly SyntaxNode[] }>>;
}
const LITERAL = 0;
const ARGUMENT = 1;
const POUND = 7;

function compile(text: string, language: string, id: MessageId): Format {
  const message = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
  const where = `text "${id}" (${language})`;
  const nodes = message.getAst() as readonly SyntaxNode[];
  if (!nodes.every((node) => node.type === LITERAL || node.type === ARGUMENT)) {
    const names = argumentNames(nodes);
    return (values) => {
      const picked: Record<string, string | number> = {};
      for (const name of names) picked[name] = required(values, name, where);
      return String(message.format(picked));
    };
  }
  // Most texts are of this kind; a concatenation is an order of magnitude cheaper than the general formatter.
  const parts = nodes.map((node) => ({ text: node.value ?? '', isName: node.type === ARGUMENT }));
  return (values) => {
    let result = '';
    for (const part of parts) {
      result += part.isName ? String(required(values, part.text, where)) : part.text;
    }
    return result;
  };
}

function argumentNames(nodes: readonly SyntaxNode[]): readonly string[] {
  const names = new Set<string>();
  for (const node of nodes) {
    if (node.type === LITERAL || node.type === POUND) continue;
    if (node.value !== undefined) names.add(node.value);
    for (const option of Object.values(node.options ?? {})) {
      for (const name of argumentNames(option.value)) names.add(name);
    }
  }
  return [...names];
}

function required(values: MessageValues, name: string, where: string): string | number {
  const value = values[name];
  if (value === undefined) throw new MissingValueError(name, where);
  return value;
}
