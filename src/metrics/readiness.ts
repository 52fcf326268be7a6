import type { Clock } from '../runtime/clock.ts';
import { within } from '../runtime/time-limit.ts';
import type { HealthPart } from './server.ts';

/** A service that readiness asks; rejects while the service cannot be used. */
export interface ReadinessProbe {
  readonly name: string;
  check(signal: AbortSignal): Promise<void>;
}

/** Options of `createReadiness`; durations in ms. */
export interface ReadinessOptions {
  readonly probes: readonly ReadinessProbe[];
  readonly clock: Clock;
  /** A probe that takes longer has failed. Default 2,000. */
  readonly deadlineMs?: number;
  /** An answer is used again this long, so that many askers cost one question. Default 3,000. */
  readonly maxAgeMs?: number;
}

/** Asks the services that a process needs before it can take work. */
export interface Readiness {
  /** Never rejects. Callers at the same time share one round of questions. */
  parts(): Promise<readonly HealthPart[]>;
}

const DEFAULT_DEADLINE_MS = 2_000;
const DEFAULT_MAX_AGE_MS = 3_000;

const ask = async (probe: ReadinessProbe, clock: Clock, deadlineMs: number): Promise<HealthPart> => {
  try {
    await within(
      clock,
      deadlineMs,
      (signal) => probe.check(signal),
      () => new Error(`no answer within ${deadlineMs} ms`),
    );
    return { name: probe.name, ok: true, detail: 'answers' };
  } catch (error) {
    // The failure is the answer.
    return { name: probe.name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
};

/** Creates the asker; nothing is asked before the first `parts`. */
export const createReadiness = (options: ReadinessOptions): Readiness => {
  const { probes, clock } = options;
  const deadlineMs = options.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const maxAgeMs = options.maxAgeMs ?? DEFAULT_MAX_AGE_MS;
  let round: {
    readonly answeredAtMs: () => number | null;
    readonly parts: Promise<readonly HealthPart[]>;
  } | null = null;

  const startRound = (): Promise<readonly HealthPart[]> => {
    let answeredAtMs: number | null = null;
    const parts = Promise.all(probes.map((probe) => ask(probe, clock, deadlineMs))).then((answers) => {
      answeredAtMs = clock.now();
      return answers;
    });
    round = { answeredAtMs: () => answeredAtMs, parts };
    return parts;
  };

  return {
    parts: () => {
      const answeredAtMs = round?.answeredAtMs();
      const usable =
        round !== null &&
        (answeredAtMs === null || answeredAtMs === undefined || clock.now() - answeredAtMs < maxAgeMs);
      return usable && round !== null ? round.parts : startRound();
    },
  };
};
