import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { SideAnswer, SideName, SideOptions } from './sides.ts';

/** A side that has not ended by then hangs, ms. */
const LIMIT_MS = 120_000;

/** Flags for all sides alike; for example `--cpu-prof --cpu-prof-dir=…`. */
const flags = (): readonly string[] => process.env['BENCH_NODE_FLAGS']?.split(' ') ?? [];

/** Runs one side in a process of its own, which ends with this one. Rejects when it ends without a result. */
export const runSide = <Name extends SideName>(
  name: Name,
  options: SideOptions<Name>,
): Promise<SideAnswer<Name>> =>
  new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'side-process.ts'), [name, JSON.stringify(options)], {
      execArgv: [...flags()],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    let result: SideAnswer<Name> | null = null;
    child.once('message', (message) => {
      result = message as SideAnswer<Name>;
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (result !== null) resolve(result);
      else reject(new Error(`side ${name} ended without a result (${String(code ?? signal)})`));
    });
  });
