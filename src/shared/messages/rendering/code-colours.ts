import hljs from 'highlight.js/lib/common';
import latex from 'highlight.js/lib/languages/latex';
import { createEndAfter } from './end-after.ts';
import { escapeHtml } from './escape.ts';

/** Colours code; nothing for an unknown language or code that is not worth it. */
export type CodeColours = (
  code: string,
  language: string,
) => { readonly html: string } | 'cut_off' | undefined;

/** Longer lines were not written by people, and the patterns of some languages take the square of a line's length. */
const MAX_LINE = 500;
/** More is not read in a message. */
const MAX_CHARACTERS = 10_000;

/** highlight.js's classes → Pygments' classes, which the app's style sheets and other clients know. */
const PYGMENTS_CLASS: Readonly<Record<string, string>> = {
  'hljs-keyword': 'k',
  'hljs-built_in': 'nb',
  'hljs-type': 'kt',
  'hljs-literal': 'kc',
  'hljs-number': 'm',
  'hljs-string': 's2',
  'hljs-char': 's1',
  'hljs-regexp': 'sr',
  'hljs-symbol': 'ss',
  'hljs-comment': 'c1',
  'hljs-doctag': 'cs',
  'hljs-meta': 'cp',
  'hljs-operator': 'o',
  'hljs-punctuation': 'p',
  'hljs-variable': 'nv',
  'hljs-title': 'nf',
  'hljs-title class_': 'nc',
  'hljs-title function_': 'nf',
  'hljs-property': 'na',
  'hljs-attr': 'na',
  'hljs-attribute': 'na',
  'hljs-name': 'nt',
  'hljs-tag': 'nt',
  'hljs-selector-tag': 'nt',
  'hljs-selector-id': 'nn',
  'hljs-selector-class': 'nc',
  'hljs-addition': 'gi',
  'hljs-deletion': 'gd',
  'hljs-section': 'gh',
};

/** Markup has no punctuation of its own; in TeX braces are commands. */
const PUNCTUATION: Readonly<
  Record<string, { readonly pattern: RegExp; readonly class: string } | undefined>
> = {
  latex: { pattern: /[{}]+/gu, class: 'nb' },
  markdown: undefined,
  xml: undefined,
  diff: undefined,
  plaintext: undefined,
};
const CODE_PUNCTUATION = { pattern: /[()[\]{},;:.]+/gu, class: 'p' };

/**
 * Prepares highlight.js. Its tokens are coarser than Pygments' (names are not marked), so the text is the same as the
 * original's and the colours nearly so.
 */
export function createCodeColours({ limitMs }: { readonly limitMs: number }): CodeColours {
  hljs.registerLanguage('latex', latex);
  const endAfter = createEndAfter();
  return (code, language) => {
    const known = language === '' ? undefined : hljs.getLanguage(language);
    if (known === undefined || !isWorthColours(code)) return undefined;
    const highlighted = endAfter(
      limitMs,
      () => hljs.highlight(code, { language, ignoreIllegals: true }).value,
    );
    return highlighted.kind === 'ended' ? { html: flatten(highlighted.value, known.name ?? '') } : 'cut_off';
  };
}

const isWorthColours = (code: string): boolean =>
  code.length <= MAX_CHARACTERS && code.split('\n').every((line) => line.length <= MAX_LINE);

/** highlight.js nests its spans and lets them run over lines; Pygments does neither. */
function flatten(highlighted: string, languageName: string): string {
  const key = languageName.toLowerCase();
  const punctuation = key in PUNCTUATION ? PUNCTUATION[key] : CODE_PUNCTUATION;
  const open: string[] = [];
  let flat = '';
  for (const [, spanClass, close, text = ''] of highlighted.matchAll(
    /<span class="([^"]*)">|(<\/span>)|([^<]+)/gu,
  )) {
    if (spanClass !== undefined) open.push(spanClass);
    else if (close !== undefined) open.pop();
    else flat += paint(unescapeHtml(text), open.at(-1), punctuation);
  }
  return flat;
}

function paint(
  text: string,
  spanClass: string | undefined,
  punctuation: { readonly pattern: RegExp; readonly class: string } | undefined,
): string {
  if (spanClass !== undefined) return lines(text, pygmentsClass(spanClass, text));
  if (punctuation === undefined) return escapeHtml(text);
  let painted = '';
  let from = 0;
  for (const { index, 0: signs } of text.matchAll(punctuation.pattern)) {
    painted += escapeHtml(text.slice(from, index)) + span(signs, punctuation.class);
    from = index + signs.length;
  }
  return painted + escapeHtml(text.slice(from));
}

function pygmentsClass(spanClass: string, text: string): string | undefined {
  const known = PYGMENTS_CLASS[spanClass] ?? PYGMENTS_CLASS[spanClass.split(' ')[0] ?? ''];
  if (known === 's2' && text.startsWith("'")) return 's1';
  if (known !== 'c1') return known;
  if (text.startsWith('#!')) return 'ch';
  return text.startsWith('/*') ? 'cm' : known;
}

const lines = (text: string, name: string | undefined): string =>
  text
    .split('\n')
    .map((line) => (line === '' || name === undefined ? escapeHtml(line) : span(line, name)))
    .join('\n');

const span = (text: string, name: string): string => `<span class="${name}">${escapeHtml(text)}</span>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
};

const unescapeHtml = (text: string): string =>
  text.replaceAll(/&[^;]{1,5};/gu, (entity) => ENTITIES[entity] ?? entity);
