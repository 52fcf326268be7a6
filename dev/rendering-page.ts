import { MARKDOWN_CASES, renderCase } from '../test/shared/messages/rendering/support/cases.ts';
import {
  DELIBERATE_DIFFERENCES,
  KNOWN_DIFFERENCES,
} from '../test/shared/messages/rendering/support/known-differences.ts';

const TITLE = `# Rendering messages

\`src/shared/messages/rendering\` turns the Markdown of a message into the HTML that the chat's clients expect, to the byte:
a message written by a worker and one written by the server must not look different, and both re-render each other's.

`;

const HOW = `
## How it works

\`findLookups(content)\` lists the people, groups, channels, topics and uploads that the text may name. The caller reads them
and puts them into a \`RenderContext\`. \`createMessageRenderer({ now })\` makes the function that renders: synchronous, without
input or output of its own. It answers the HTML with the facts that sending needs (mentions, wildcards, alert words, uploads,
links to be fetched), or why there is none; \`masked\` is then the text for the log without its letters.

The steps are the core rules of a markdown-it whose own rules are all off: lists that hang on text, white space, fences, alert
words, blocks, inline, newlines, previews, tokens; markdown-it's renderer writes the tokens by our rules. Its scanners are not
used: they try all rules at each place of a text, while this dialect is an order of passes over the whole text (blocks are the
parts between empty lines, and what one inline pass has understood is out of reach of the later ones).

## What is promised

- **No HTML of the author's.** Text and attributes are escaped where tokens are written; only KaTeX, the colouring and the
  fixed frames of code and spoilers are HTML before that. The tests parse the HTML of generated texts again and look at every
  element, attribute, style and address.
- **Work in proportion to the length.** It is counted in steps, and the tests compare the count between sizes for patterns
  that have made renderers slow. Linkifiers run on RE2. At most 64 constructs are open at once.
- **An end.** A rendering is given up after 5 seconds. The clock is looked at between steps, and a step that does not come
  back is ended from outside. A formula or a code block that takes more than half a second is shown as text.

KaTeX stays at 0.16.27, whose HTML is the original's: 0.16.47 rounds sizes to fewer digits, 0.19.1 renames classes.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** `docs/rendering.md`: how many shared cases are equal, and every difference with its reason. */
export function renderingPage(): string {
  const different = MARKDOWN_CASES.filter(
    (markdownCase) => renderCase(markdownCase) !== markdownCase.expected_output,
  );
  const reasons = new Map(KNOWN_DIFFERENCES.map(({ name, why }) => [name, why]));
  const rows = different.map(
    ({ name }) => `| \`${name}\` | ${cell(reasons.get(name) ?? 'not explained')} |\n`,
  );
  const deliberate = DELIBERATE_DIFFERENCES.map(
    ({ text, original, here }) => `| ${cell(text)} | ${cell(original)} | ${cell(here)} |\n`,
  );
  return [
    '<!-- Generated from the shared cases by dev/generate-docs.ts. Do not edit. -->\n\n',
    TITLE,
    `**${MARKDOWN_CASES.length - different.length} of ${MARKDOWN_CASES.length}** shared cases (\`test/fixtures/markdown-cases.json\`, `,
    'data of the original) give exactly the same HTML.\n',
    ...(rows.length === 0 ? [] : ['\n| Case | Why it differs |\n| --- | --- |\n', ...rows]),
    HOW,
    '\n## Differences on purpose\n\nNone of them is in the shared cases.\n\n',
    '| Text | The original | Here |\n| --- | --- | --- |\n',
    ...deliberate,
  ].join('');
}
