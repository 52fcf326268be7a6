import { describe, expect, it } from 'vitest';
import { performancePage } from '../../bench/performance-page.ts';
import type { BenchReport } from '../../bench/performance-page.ts';
import { isReached, pairwise, quantile } from '../../bench/samples.ts';

const report = (load: number, ratio: readonly number[]): BenchReport => ({
  conditions: {
    date: '2030-01-02T03:04:05.000Z',
    cpu: 'a processor',
    cores: 2,
    memoryGiB: 8,
    kernel: '6.0',
    node: 'v24.0.0',
    load,
    versions: { pg: '8.0.0' },
  },
  results: [
    {
      name: 'effect',
      question: 'How fast?',
      run: { date: '2030-01-02T03:04:05.000Z', load },
      result: {
        samples: [{ name: 'ours', unit: 'events/s', values: [12_000, 10_000, 11_000] }],
        ratios: [{ text: 'ours against theirs', values: ratio, aim: { sense: 'more than', value: 1 } }],
        notes: ['A note.'],
      },
    },
  ],
});

describe('the page of the benchmark', () => {
  it('shows the median and the range of the raw samples', () => {
    expect(performancePage(report(0, [2]), 'x.json')).toContain(
      '| ours | 11,000 (10,000–12,000) events/s |  |',
    );
  });

  it('names every aim that was not reached before the cases', () => {
    const page = performancePage(report(0, [0.5, 0.9, 1.2]), 'x.json');
    expect(page).toContain('- effect: ours against theirs, 0.9 (0.5–1.2) ×');
    expect(page.indexOf('- effect:')).toBeLessThan(page.indexOf('## How fast?'));
    expect(performancePage(report(0, [1.1]), 'x.json')).toContain('Every aim was reached.');
  });

  it('says beside the numbers of a side what it guarantees', () => {
    const { conditions } = report(0, [2]);
    const run = { date: conditions.date, load: 0 };
    const samples = [
      { name: 'ours', unit: 'events/s', values: [2], guarantees: 'exactly once' },
      { name: 'theirs', unit: 'events/s', values: [1] },
    ];
    const result = { samples, ratios: [], notes: [] };
    const page = performancePage(
      { conditions, results: [{ name: 'effect', question: 'How fast?', run, result }] },
      'x',
    );
    expect(page).toContain('What each side guarantees:\n\n- ours: exactly once\n\n');
    expect(performancePage(report(0, [2]), 'x.json')).not.toContain('guarantees');
  });

  it('names the runs that its cases come from', () => {
    const [first] = report(0, [2]).results;
    const other = {
      name: 'keys',
      question: 'And keys?',
      run: { date: '2030-01-02T05:06:07.000Z', load: 0.2 },
    };
    const { conditions } = report(0, [2]);
    const page = performancePage({ conditions, results: [first!, { ...first!, ...other }] }, 'x.json');
    expect(page).toContain('| Run of 03:04 UTC, load average before it | 0.0: effect |');
    expect(page).toContain('| Run of 05:06 UTC, load average before it | 0.2: keys |');
  });

  it('says when the machine was not quiet', () => {
    expect(performancePage(report(3.2, [2]), 'x.json')).toContain('not quiet');
    expect(performancePage(report(0.4, [2]), 'x.json')).not.toContain('not quiet');
  });
});

describe('samples', () => {
  it('divide the two sides of each pair, not their medians', () => {
    expect(pairwise([10, 40], [5, 10])).toEqual([2, 4]);
  });

  it('are judged by their median on the side that the aim names', () => {
    const cases = [
      ['at least', true],
      ['more than', false],
      ['at most', true],
      ['below', false],
    ] as const;
    for (const [sense, reached] of cases) expect(isReached([1, 2, 99], { sense, value: 2 })).toBe(reached);
  });

  it('answer quantiles by the nearest rank', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(quantile([4, 1, 3, 2], 0.99)).toBe(4);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
