import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../chaos/schedule.ts';
import { spawnGuarded } from '../../dev/stack/guarded-child.ts';
import { repositoryRoot } from '../../dev/stack/paths.ts';
import { Reaper } from '../../dev/stack/reaper.ts';

/** The faults are bounded one by one; this only ends a run that hangs. */
const LONGEST_MS = 900_000;

describe('a short run of chaos', () => {
  it(
    'loses nothing and doubles nothing through one fault of every kind',
    async () => {
      const reaper = new Reaper(null);
      const child = await spawnGuarded({
        command: process.execPath,
        args: [
          join(repositoryRoot, 'chaos/chaos.ts'),
          ...['--seed', '1', '--faults', String(FAULT_KINDS.length), '--events', '2000', '--seconds', '45'],
        ],
        reaper,
        deathSignal: 'TERM',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const lines: string[] = [];
      for (const stream of [child.process.stdout, child.process.stderr]) {
        if (stream !== null) createInterface({ input: stream }).on('line', (line) => lines.push(line));
      }
      const { code } = await child.exited;
      await reaper.dismiss();
      expect(code, lines.join('\n')).toBe(0);
      const broken = lines.filter((line) => / s {2}#\d+ /.test(line));
      expect(broken.length).toBeGreaterThanOrEqual(20);
      expect(lines.at(-1)).toBe('Nothing lost, nothing doubled.');
    },
    LONGEST_MS,
  );
});
