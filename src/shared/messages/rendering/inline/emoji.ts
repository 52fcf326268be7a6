import { proxied } from '../image-proxy.ts';
import { element, exactText, plainText } from '../node.ts';
import type { Node } from '../node.ts';
import { WORD } from '../python-text.ts';
import { matching } from './inline-pass.ts';
import type { InlinePass } from './inline-pass.ts';

/** The emoji of every organization, which has a name but no code point. */
const ZULIP_EMOJI = '/static/generated/emoji/images/emoji/unicode/zulip.png';

/** `:name:`. A custom emoji wins over a Unicode one; an unknown name stays text, and its colons belong to it. */
export const namedEmoji = matching(
  () => new RegExp(`:([${WORD}+-]+):`, 'gu'),
  ([written, name = ''], { rendering }) => {
    const picture = rendering.context.realmEmoji.get(name) ?? (name === 'zulip' ? ZULIP_EMOJI : undefined);
    if (picture !== undefined) {
      const src = proxied(rendering.context, picture);
      return element('img', { alt: written, class: 'emoji', src, title: spoken(name) });
    }
    const code = rendering.tables.emoji.codeOf.get(name);
    return code === undefined ? plainText(written) : emojiNode(code, name);
  },
);

const EMOTICONS: ReadonlyMap<string, string> = new Map([
  [':)', 'slight_smile'],
  ['(:', 'slight_smile'],
  [':(', 'frown'],
  ['<3', 'heart'],
  [':|', 'neutral'],
  [':/', 'confused'],
  [';)', 'wink'],
  [':D', 'smile'],
  [':o', 'open_mouth'],
  [':O', 'open_mouth'],
  [':p', 'stuck_out_tongue'],
  [':P', 'stuck_out_tongue'],
]);
/** What may stand on either side of an emoticon. */
const AROUND = `,.;?!()\\[\\] "'\\n\\t`;

const findEmoticons = matching(
  () => new RegExp(`(?<![^${AROUND}])(?::[)(|/DoOpP]|\\(:|<3|;\\))(?![^${AROUND}])`, 'gu'),
  ([written], { rendering }) => {
    const name = EMOTICONS.get(written) ?? '';
    const code = rendering.tables.emoji.codeOf.get(name);
    return code === undefined ? undefined : emojiNode(code, name);
  },
);

/** `:)` and others, for authors who want it. */
export const emoticons: InlinePass = (input) =>
  input.rendering.context.translateEmoticons ? findEmoticons(input) : [];

/** One emoji after Unicode's TR 51: flags, modifiers, keycaps, tags and sequences. */
const PART = String.raw`(?:\p{RI}\p{RI}|\p{Emoji}(?:\p{EMod}|\uFE0F\u20E3?|[\u{E0020}-\u{E007E}]+\u{E007F})?)`;
/** Arrows and keycaps written without their emoji form stay text. */
const SHOWN_AS_TEXT = /^\P{Emoji_Presentation}\u20E3?$/u;

/** Emoji written as such; one without a name stays text. */
export const unicodeEmoji = matching(
  () => new RegExp(`${PART}(?:\\u200D${PART})*`, 'gu'),
  ([written], { rendering }) => {
    if (SHOWN_AS_TEXT.test(written)) return undefined;
    const code = Array.from(written.replaceAll('\uFE0F', ''))
      .map((character) => (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0'))
      .join('-');
    const name = rendering.tables.emoji.nameOf.get(code);
    return name === undefined ? undefined : emojiNode(code, name);
  },
);

function emojiNode(code: string, name: string): Node {
  const title = spoken(name);
  return element('span', { 'aria-label': title, class: `emoji emoji-${code}`, role: 'img', title }, [
    exactText(`:${name}:`),
  ]);
}

const spoken = (name: string): string => name.replaceAll('_', ' ');
