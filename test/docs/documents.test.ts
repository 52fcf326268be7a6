import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../dev/stack/paths.ts';
import { OPTIONS } from '../../src/config/options.ts';
import { METRICS } from '../../src/metrics/catalogue.ts';
import { HEADERS } from '../../src/runtime/headers.ts';
import { DISPOSITIONS } from '../../src/runtime/outcome.ts';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

/** Every page of the project, by its path from the root. */
const pages = (): string[] =>
  ['.', 'docs', 'src/consumers', 'src/db', 'src/shared'].flatMap((folder) =>
    readdirSync(join(repositoryRoot, folder), { recursive: folder !== '.', encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => path.endsWith('.md')),
  );

const codeWords = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word);

describe('the documents', () => {
  it('link only to what is there', () => {
    const broken = pages().flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .map((target) => join(dirname(join(repositoryRoot, page)), target))
        .filter((path) => statSync(path, { throwIfNoEntry: false }) === undefined)
        .map((path) => `${page} → ${relative(repositoryRoot, path)}`),
    );
    expect(broken).toEqual([]);
  });

  it('explain every header, every disposition, and none that does not exist', () => {
    const words = codeWords(read('docs/records.md'));
    const headers = Object.values(HEADERS);
    expect(headers.filter((header) => !words.includes(header))).toEqual([]);
    expect(DISPOSITIONS.filter((disposition) => !words.includes(disposition))).toEqual([]);
    const known: readonly string[] = headers;
    expect(words.filter((word) => word.startsWith('x-') && !known.includes(word))).toEqual([]);
  });

  it('name only metrics and settings that exist', () => {
    const metrics = Object.keys(METRICS);
    const settings = Object.values(OPTIONS).flatMap((part) => Object.keys(part));
    for (const page of ['README.md', 'docs/operations.md', 'docs/records.md']) {
      const words = codeWords(read(page));
      const isMetric = /^(worker|mail|outbox)_[a-z_]+$/;
      expect(words.filter((word) => isMetric.test(word) && !metrics.includes(word))).toEqual([]);
      const isSetting = /^[A-Z]+_[A-Z_]+$/;
      expect(words.filter((word) => isSetting.test(word) && !settings.includes(word))).toEqual([]);
    }
  });
});
