import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';

/** One event of the input. */
export interface EventLine {
  /** Number of its line, from 1. */
  readonly line: number;
  /** Place in the line's array, 0 for a line with one event. */
  readonly place: number;
  readonly json: unknown;
}

/** A line, or one event of it, that cannot be sent. */
export interface RejectedLine {
  readonly line: number;
  readonly reason: string;
}

/**
 * Reads JSON lines: one event a line; empty lines are passed over. As in the original's files, what stands before a
 * tabulator (a time) is dropped, and an array is taken as its events.
 * @source zulip, zerver/management/commands/enqueue_file.py. Difference: arrays, as its own error files hold them, are
 * unwrapped; the original publishes them as one event that no worker can read.
 */
export const readEventLines = async (
  input: Readable,
): Promise<{ readonly events: readonly EventLine[]; readonly rejects: readonly RejectedLine[] }> => {
  const events: EventLine[] = [];
  const rejects: RejectedLine[] = [];
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    const body = text.slice(text.indexOf('\t') + 1).trim();
    if (body === '') continue;
    try {
      const json: unknown = JSON.parse(body);
      const list: readonly unknown[] = Array.isArray(json) ? json : [json];
      list.forEach((entry, place) => events.push({ line, place, json: entry }));
    } catch (error) {
      // Not JSON: told with its line, and nothing is sent.
      rejects.push({ line, reason: `is not JSON: ${(error as Error).message}` });
    }
  }
  return { events, rejects };
};
