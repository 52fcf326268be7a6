import { describe, expect, test } from 'vitest';
import { MARKDOWN_CASES, renderCase } from './support/cases.ts';
import { KNOWN_DIFFERENCES } from './support/known-differences.ts';

const differences = new Map(KNOWN_DIFFERENCES.map(({ name, why }) => [name, why]));

describe('a message is rendered to the very HTML of the original', () => {
  for (const markdownCase of MARKDOWN_CASES.filter(({ name }) => !differences.has(name))) {
    test(markdownCase.name, () => {
      expect(renderCase(markdownCase)).toBe(markdownCase.expected_output);
    });
  }
});

describe('the table of differences is honest', () => {
  test('every known difference names a case and says why', () => {
    const names = new Set(MARKDOWN_CASES.map(({ name }) => name));
    for (const [name, why] of differences) {
      expect(names).toContain(name);
      expect(why).not.toBe('');
    }
  });

  for (const markdownCase of MARKDOWN_CASES.filter(({ name }) => differences.has(name))) {
    test(`${markdownCase.name} still differs`, () => {
      expect(renderCase(markdownCase)).not.toBe(markdownCase.expected_output);
    });
  }
});
