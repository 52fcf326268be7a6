import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../dev/stack/paths.ts';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

/** The lines of the page’s tables: an item, and the tests that hold it. */
const rows = read('docs/kafkajs-traps.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (item|-)/.test(line))
  .map((line) => {
    const [item = '', , , held = ''] = line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim());
    const tests = [...held.matchAll(/`([^`]+)`: (.*?)(?=<br>|$)/g)].map(([, file = '', title = '']) => ({
      file,
      title,
    }));
    return { item, tests };
  });

/** Files of the broker room, the only one that may know kafkajs (the linter sees to that), that say this. */
const filesThatSay = (what: RegExp): readonly string[] =>
  readdirSync(join(repositoryRoot, 'src/broker')).filter((name) => what.test(read(join('src/broker', name))));

describe('the page of kafkajs’s traps', () => {
  it('has a line with a test for each of V1 to V14, and one line per item', () => {
    const items = rows.map(({ item }) => item);
    expect(new Set(items).size).toBe(items.length);
    const wanted = ['V9b', ...Array.from({ length: 14 }, (_, index) => `V${String(index + 1)}`)];
    expect(wanted.filter((item) => !rows.some((row) => row.item === item && row.tests.length > 0))).toEqual(
      [],
    );
  });

  it('names only tests that exist', () => {
    const missing = rows.flatMap(({ item, tests }) =>
      tests.filter(({ file, title }) => !read(file).includes(`'${title}'`)).map(({ title }) => [item, title]),
    );
    expect(missing).toEqual([]);
  });

  it('uses nothing of kafkajs that the page calls unused', () => {
    expect(filesThatSay(/\btransactionalId\b|\.transaction\(|\bsendOffsets\b/)).toEqual([]);
    expect(filesThatSay(/\beachMessage\b|\bresolveOffsets\b|\bfromBeginning: false\b/)).toEqual([]);
    expect(filesThatSay(/\bsubscribe\(\{[^}]*(\/|RegExp)/)).toEqual([]);
    expect(read('package.json')).not.toContain('kafkajs-async-retry');
  });
});
