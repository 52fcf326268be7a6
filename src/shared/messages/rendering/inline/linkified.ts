import type { Linkifier } from '../linkifiers.ts';
import { element } from '../node.ts';
import { settledLinkText } from './inline-pass.ts';
import type { InlinePass, Replacement } from './inline-pass.ts';
import { linkAddress } from './links.ts';

/** The pass of one linkifier; a match whose address may not be linked stays text. */
export const linkifierPass =
  (linkifier: Linkifier): InlinePass =>
  ({ rendering, text }) => {
    const found: Replacement[] = [];
    for (const { start, end, url } of linkifier.find(text, (steps) => {
      rendering.budget.spend(steps);
    })) {
      const href = start < end ? linkAddress(rendering, url) : undefined;
      if (href === undefined) continue;
      found.push({
        start,
        end,
        node: element('a', { href }, settledLinkText(rendering, text.slice(start, end))),
      });
    }
    return found;
  };
