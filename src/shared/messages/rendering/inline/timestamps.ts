import { element, exactText } from '../node.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { InlinePass, Replacement } from './inline-pass.ts';

const OPENER = '<time:';

/** `<time:…>`: an instant that each reader sees in the own time zone. */
export const timestamps: InlinePass = ({ text, rendering }) => {
  const found: Replacement[] = [];
  for (let start = text.indexOf(OPENER); start !== -1;) {
    const end = text.indexOf('>', start);
    if (end === -1) break;
    const written = rendering.stash.written(text.slice(start + OPENER.length, end));
    const datetime = parseTimestamp(written);
    const node =
      datetime === undefined
        ? element('span', { class: 'timestamp-error' }, [exactText(`Invalid time format: ${written}`)])
        : element('time', { datetime }, [exactText(written)]);
    found.push({ start, end: end + 1, node });
    start = text.indexOf(OPENER, end);
  }
  return found;
};
