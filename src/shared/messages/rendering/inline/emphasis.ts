import { element, plainText } from '../node.ts';
import { SPACE } from '../python-text.ts';
import { matching } from './inline-pass.ts';
import type { InlinePass, Replacement } from './inline-pass.ts';

/** A `*` and the `^` end the text; so two openers never look at the same characters. */
const EMPHASIZED = `(?![${SPACE}])([^*^\\n]+)(?<![${SPACE}])`;

/** `***x***`. */
export const strongEmphasis = matching(
  () => new RegExp(`\\*\\*\\*${EMPHASIZED}\\*\\*\\*`, 'gu'),
  ([, part = ''], { inner }) => element('strong', {}, [element('em', {}, inner(part))]),
);

/** `*x*`. */
export const emphasis = matching(
  () => new RegExp(`\\*${EMPHASIZED}\\*`, 'gu'),
  ([, part = ''], { inner }) => element('em', {}, inner(part)),
);

/** `~~x~~`. */
export const strikethrough = matching(
  () => /(?<!~)~~([^~\n]+)~~(?!~)/gu,
  ([, part = ''], { inner }) => element('del', {}, inner(part)),
);

/** `**x**`, on one line and with at least one character, which may be an asterisk. */
export const strong: InlinePass = ({ text, inner }) => {
  const found: Replacement[] = [];
  let newline = -1;
  for (let open = text.indexOf('**'); open !== -1;) {
    const close = text.indexOf('**', open + 3);
    if (close === -1) break;
    // Searched for once a line: what is found stays the next one until the openers have passed it.
    if (newline < open + 2) newline = text.indexOf('\n', open + 2);
    if (newline === -1) newline = text.length;
    if (newline < close) {
      // Without a closer on this line no later opener on it has one either.
      open = text.indexOf('**', newline);
      continue;
    }
    found.push({
      start: open,
      end: close + 2,
      node: element('strong', {}, inner(text.slice(open + 2, close))),
    });
    open = text.indexOf('**', close + 2);
  }
  return found;
};

/** An entity stays one and is no longer looked at: `&amp;)` is no emoticon. */
export const entities = matching(
  () => /&(?:#\d+|#x[0-9a-fA-F]+|[0-9a-zA-Z]+);/gu,
  ([entity]) => plainText(entity),
);

/** Every newline in a paragraph is a break. */
export const lineBreaks = matching(
  () => /\n/gu,
  () => element('br'),
);
