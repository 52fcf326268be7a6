import cases from '../../../../fixtures/markdown-cases.json' with { type: 'json' };
import { rendered } from './context.ts';

/** A text with the HTML that the original makes of it. */
export interface MarkdownCase {
  readonly name: string;
  readonly input: string;
  readonly expected_output: string;
  readonly translate_emoticons?: boolean;
}

/** The shared cases: data of the original, unchanged, with its notice in the file. */
export const MARKDOWN_CASES: readonly MarkdownCase[] = cases.cases;

/** What this renderer makes of a case. */
export const renderCase = (markdownCase: MarkdownCase): string =>
  rendered(markdownCase.input, { translateEmoticons: markdownCase.translate_emoticons === true }).html;
