import type { Readable } from 'node:stream';
import type { ConfigSource } from '../config/read.ts';
import type { Clock } from '../runtime/clock.ts';
import type { ExitName } from './exit-codes.ts';

/** What a command sees of the world; tests pass their own. */
export interface Terminal {
  readonly source: ConfigSource;
  readonly clock: Clock;
  readonly stdin: Readable;
  /** Results. */
  out(line: string): void;
  /** Progress, remarks and errors. */
  err(line: string): void;
  /** Says how the process shall end; the first name other than `ok` stays. */
  end(name: ExitName): void;
  /** Aborted when the person presses Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Prints a result: as one JSON document with `--json`, as text without. */
export const printResult = (
  terminal: Terminal,
  options: { readonly json?: boolean },
  result: unknown,
  lines: () => readonly string[],
): void => {
  if (options.json === true) terminal.out(JSON.stringify(result, replacer, 2));
  else
    lines().forEach((line) => {
      terminal.out(line);
    });
};

/** Offsets are bigints, which JSON has no form for; they become text, as they do not always fit a number. */
const replacer = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value instanceof Map ? Object.fromEntries(value) : value;
