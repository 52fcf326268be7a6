import { readFile } from 'node:fs/promises';

/** Environment variable that names the file for the counts. */
export const TALLY_FILE = 'ZULIP_WORKERS_TALLY_FILE';

/** Tests of a run, counted by dev/tally-reporter.ts. */
export interface Tally {
  readonly passed: number;
  /** A file that cannot be loaded counts as one. */
  readonly failed: number;
  readonly skipped: number;
  /** Errors outside of any test, such as a rejected promise that nobody awaited. */
  readonly errors: number;
}

/** The counts of a run; null when vitest ended before it wrote them. */
export async function readTally(file: string): Promise<Tally | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Tally;
  } catch {
    // No file, or half of one: vitest was ended.
    return null;
  }
}
