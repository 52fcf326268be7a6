import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { CATALOGS } from '../../../src/shared/i18n/catalogs.ts';
import type { Catalog, MessageId } from '../../../src/shared/i18n/catalogs.ts';
import { createTranslator, fallbackChain, MissingValueError } from '../../../src/shared/i18n/translator.ts';

const catalogs: Readonly<Record<string, Catalog>> = CATALOGS;
const ids = Object.keys(CATALOGS.en) as MessageId[];

describe('translate', () => {
  it.each([
    ['de', 'Neue Nachrichten'],
    ['de-at', 'Neue Nachrichten'],
    ['de_AT', 'Neue Nachrichten'],
    ['DE', 'Neue Nachrichten'],
    ['ja', '新着メッセージ'],
    ['en-gb', 'New messages'],
    ['tlh', 'New messages'],
    ['', 'New messages'],
    [null, 'New messages'],
    ['constructor', 'New messages'],
  ])('answers in the nearest language of %s', (language, text) => {
    expect(createTranslator().translate(language, 'missed_message.subject.hidden')).toBe(text);
  });

  it('takes a text that a catalog lacks from the next language of the chain', () => {
    expect(createTranslator().translate('fr', 'find_team.subject')).toBe('Your Zulip accounts');
  });

  it.each([
    ['en', 1, 'A, B, and 1 other'],
    ['en', 3, 'A, B, and 3 others'],
    ['ru', 1, 'A, B и ещё 1 человек'],
    ['ru', 3, 'A, B и ещё 3 человека'],
    ['ru', 11, 'A, B и ещё 11 человек'],
    ['ru', 21, 'A, B и ещё 21 человек'],
  ])('follows the plural rules of %s for %i', (language, count, text) => {
    const values = { first: 'A', second: 'B', count };
    expect(createTranslator().translate(language, 'names.and_others', values)).toBe(text);
  });

  it('leaves what values contain alone', () => {
    const values = { channel: "it's {x} <b>", topic: '#' };
    expect(createTranslator().translate('en', 'missed_message.subject.channel', values)).toBe(
      "#it's {x} <b> > #",
    );
  });

  it.each(['missed_message.subject.direct', 'names.and_others'] as const)(
    'names the variable that %s lacks',
    (id) => {
      expect(() => createTranslator().translate('en', id)).toThrow(MissingValueError);
      expect(() => createTranslator().translate('en', id)).toThrow(/No value for "(names|first)" in text/);
    },
  );
});

it('cuts a language code from the right', () => {
  expect(fallbackChain('zh-Hant_TW')).toEqual(['zh-hant-tw', 'zh-hant', 'zh', 'en']);
});

describe.each(Object.keys(catalogs))('the catalog %s', (language) => {
  const catalog = catalogs[language] ?? {};
  const entries = Object.entries(catalog) as [MessageId, string][];

  it('has only known ids and valid ICU texts with the placeholders of the English ones', () => {
    for (const [id, text] of entries) {
      expect(ids).toContain(id);
      expect(placeholders(text, language), `${language} ${id}`).toEqual(placeholders(CATALOGS.en[id], 'en'));
    }
  });

  it('holds no markup, so that its texts are safe inside HTML', () => {
    for (const [id, text] of entries) {
      expect(text.replace('} > {topic}', ''), id).not.toMatch(/[<&]/);
    }
  });
});

it('the German catalog is complete', () => {
  expect(Object.keys(catalogs['de'] ?? {}).sort()).toEqual([...ids].sort());
});

interface Node {
  readonly type: number;
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Node[] }>>;
}

function placeholders(text: string, language: string): readonly string[] {
  const names = new Set<string>();
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.type !== 0 && node.type !== 7 && node.value !== undefined) names.add(node.value);
      for (const option of Object.values(node.options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst());
  return [...names].sort();
}
