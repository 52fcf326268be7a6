import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyMutant } from '../../dev/mutation/mutant.ts';
import type { Fate, JudgedMutant } from '../../dev/mutation/mutant.ts';
import { joined, killedShare, mismatchOf } from '../../dev/mutation/report.ts';
import { runSimStage } from '../../dev/mutation/sim-stage.ts';
import { repositoryRoot } from '../../dev/stack/paths.ts';

const LEDGER = 'src/runtime/offset-ledger.ts';

/** A mutant of the ledger that the unit tests are said to have let through. */
function survivor(original: string, replacement: string, fate: Fate = 'survived'): JudgedMutant {
  const source = readFileSync(join(repositoryRoot, LEDGER), 'utf8');
  const start = source.indexOf(original);
  return {
    file: LEDGER,
    line: 1,
    kind: 'made by hand',
    start,
    end: start + original.length,
    original,
    replacement,
    fate,
    by: '',
  };
}

const resultOf = (mutants: readonly JudgedMutant[]) => ({
  file: LEDGER,
  digest: 'd',
  ranOn: '2026-01-01',
  seeds: 1,
  seconds: 1,
  mutants,
});

describe('the mutation tester', () => {
  it(
    'tells a harmful change, one without end, one that does not load and a harmless one apart',
    { timeout: 60_000 },
    async () => {
      const judged = await runSimStage(
        [
          // Finished records never move the position: no world comes to rest.
          survivor('if (offset === this.#position)', 'if (offset < 0)'),
          survivor('if (offset === this.#position)', 'for (;;)'),
          survivor('export class OffsetLedger', 'export clas OffsetLedger'),
          survivor('const CHUNK = 1_024;', 'const CHUNK = 2_048;'),
          survivor('if (offset < seen) return false;', '', 'unit'),
        ],
        { seeds: 60, worldLimitMs: 5_000 },
      );
      expect(judged.map(({ fate }) => fate)).toEqual([
        'simulator',
        'simulator_time',
        'simulator',
        'survived',
        'unit',
      ]);
    },
  );

  it('does not touch a file that has changed since its mutants were made', () => {
    const mutant = survivor('if (offset < seen) return false;', '');
    expect(applyMutant(`${' '.repeat(mutant.start)}${mutant.original}`, mutant).trim()).toBe('');
    expect(() => applyMutant('something else', mutant)).toThrow('has changed');
  });

  it('counts as killed what was noticed or did not end, of all that was judged', () => {
    const fates: readonly Fate[] = [
      'unit',
      'unit_time',
      'simulator',
      'simulator_time',
      'survived',
      'unjudged',
      'skipped',
    ];
    expect(killedShare(fates.map((fate) => survivor('x', 'y', fate)))).toBe(0.8);
    expect(killedShare([])).toBe(1);
  });

  it('adds the results of some lines to those of the same text, and forgets those of another', () => {
    const [first, again, other] = [
      survivor('class Chunk', 'a'),
      survivor('class Chunk', 'a', 'unit'),
      survivor('bits', 'b'),
    ];
    const known = resultOf([first, other]);
    expect(joined(known, resultOf([again])).mutants).toEqual(
      [again, other].sort((a, b) => a.start - b.start),
    );
    expect(joined({ ...known, digest: 'older' }, resultOf([again])).mutants).toEqual([again]);
    expect(joined(undefined, known)).toEqual(known);
  });

  it('flags a survivor without an explanation, and an explanation without a survivor', () => {
    const explained = survivor('a', 'b');
    const explanation = {
      file: LEDGER,
      original: 'a',
      replacement: 'b',
      because: 'cost',
      text: '…',
    } as const;
    const open = survivor('c', 'd');
    expect(mismatchOf([resultOf([explained, open])], [explanation])).toEqual({
      unexplained: [open],
      needless: [],
    });
    expect(mismatchOf([resultOf([survivor('a', 'b', 'unit')])], [explanation])).toEqual({
      unexplained: [],
      needless: [explanation],
    });
    // A file that was not run says nothing about its explanations.
    expect(mismatchOf([], [explanation])).toEqual({ unexplained: [], needless: [] });
  });
});
