/** Why the HTML of a case may differ. */
export interface KnownDifference {
  /** Name of the case. */
  readonly name: string;
  readonly why: string;
}

/** Shared cases whose HTML differs from the original's, with the reason. One that has become equal must leave the table. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];

/** Where the renderer differs on purpose outside the shared cases: the text, what the original does, what this one does. */
export const DELIBERATE_DIFFERENCES: readonly {
  readonly text: string;
  readonly original: string;
  readonly here: string;
}[] = [
  {
    text: 'Coloured code',
    original: 'Pygments marks names, operators and white space',
    here: 'the same text and classes, but coarser: names and operators have no span; lines of more than 500 characters no colours',
  },
  {
    text: 'A link in the text of another one',
    original: '`a` elements in `a` elements',
    here: 'the inner one is only text',
  },
  {
    text: 'A fence that is never closed, inside a quote that is never closed',
    original: 'the block and a break stand in a paragraph',
    here: 'the block stands for itself',
  },
  {
    text: '`<time:…>` with a time but no date',
    original: 'takes the day of rendering',
    here: 'is no valid time: a message must not change with the day',
  },
  {
    text: '`<time:…>` with a number of 8 or 10 digits',
    original: 'is tried as digits of a date first',
    here: 'is always seconds since 1970',
  },
  {
    text: 'More than 64 quotes, lists or fences in one another',
    original: 'goes on to some hundreds, then fails',
    here: 'the deeper ones are text',
  },
  {
    text: 'Dropbox and Wikipedia links, tweets',
    original: 'have previews of their own',
    here: 'are ordinary links; nothing is fetched while rendering',
  },
  {
    text: 'Indented code whose first line begins with `:::` or `#!`',
    original: 'may lose that line, which names the language',
    here: 'keeps it',
  },
];
