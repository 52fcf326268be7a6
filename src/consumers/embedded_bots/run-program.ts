import { toError } from '../../runtime/classify-error.ts';
import type { Clock } from '../../runtime/clock.ts';
import { orAbort, startTimeLimit } from '../../runtime/time-limit.ts';
import type { TimeLimit } from '../../runtime/time-limit.ts';
import { TryAgainLater } from './bot.ts';
import type { BotMessage, BotProgram } from './bot.ts';
import type { BotRun } from './bot-run.ts';
import { QuitRequested } from './quit-requested.ts';
import { SendLimitReached } from './send-limit.ts';

/** How the run of a program ended. */
export type RunEnd =
  | { readonly kind: 'finished' }
  | { readonly kind: 'quit'; readonly text: string }
  /** An outside service is away, or the bot has sent too much lately. */
  | { readonly kind: 'later'; readonly error: Error; readonly afterMs: number }
  | { readonly kind: 'failed'; readonly error: Error }
  | { readonly kind: 'timed_out'; readonly error: Error };

/** The programs of an event have used up their time. */
export class ProgramTimeout extends Error {
  override readonly name = 'ProgramTimeout';
  readonly code = 'program_timeout';
}

/** Starts the time of the programs of one event; `outer` ends them as well. */
export function startBudget(clock: Clock, limitMs: number, outer: AbortSignal): TimeLimit {
  const limit = startTimeLimit(
    clock,
    limitMs,
    () => new ProgramTimeout(`not finished after ${limitMs / 1_000} seconds`),
  );
  return { ...limit, signal: AbortSignal.any([outer, limit.signal]) };
}

function endOf(error: unknown): RunEnd {
  if (error instanceof ProgramTimeout) return { kind: 'timed_out', error };
  if (error instanceof QuitRequested) return { kind: 'quit', text: error.message };
  if (error instanceof TryAgainLater) return { kind: 'later', error, afterMs: 0 };
  if (error instanceof SendLimitReached && !error.isOwnDoing) {
    return { kind: 'later', error, afterMs: error.retryAfterMs };
  }
  return { kind: 'failed', error: toError(error) };
}

/**
 * Runs a program within the budget of its signal. What it throws is its ending; what the server itself failed with, and
 * the abort of the event, are thrown.
 */
export async function runProgram(program: BotProgram, message: BotMessage, run: BotRun): Promise<RunEnd> {
  let end: RunEnd = { kind: 'finished' };
  try {
    // A program that ignores its signal is left behind.
    await orAbort(program.run(message, run), run.signal);
  } catch (error) {
    end = endOf(error);
  }
  if (end.kind === 'timed_out') return end;
  if (run.signal.aborted && !(run.signal.reason instanceof ProgramTimeout)) throw run.signal.reason;
  if (run.fault !== null) throw run.fault.error;
  return end;
}
