// Above 300 lines: what an event and a fault are, and how a seed becomes a plan, are read together.
import { Random } from './random.ts';

/** What an event asks of its handler. */
export type EventKind =
  /** One effect. */
  | 'plain'
  /** Fails `failures` times, then has its effect. */
  | 'flaky'
  /** Has its effect and fails afterwards, once. */
  | 'late_failure'
  /** Throws whenever it is run. */
  | 'poison'
  /** Answers `dead` at once. */
  | 'rejected'
  /** Cannot be read. */
  | 'malformed'
  | 'skip'
  /** Puts itself off to an instant. */
  | 'defer'
  /** Asks for a longer wait than its tier, once. */
  | 'retry_after'
  /** Does not end before its time limit, once. */
  | 'hang'
  /** Kills its process whenever it is run. */
  | 'killer'
  /** Has an effect, and causes another event through the outbox. */
  | 'cause'
  /** Opens or joins the window of its key. */
  | 'join';

/** An event to be published. */
export interface PlannedEvent {
  readonly number: number;
  /** Milliseconds after the start of the world. */
  readonly atMs: number;
  readonly kind: EventKind;
  readonly key: string;
  readonly workMs: number;
  /** Of `flaky`: how often. */
  readonly failures: number;
  /** Of `defer` and `retry_after`: how long; of `join`: the window's period. */
  readonly waitMs: number;
  /** Written twice, as a producer does that lost an answer. */
  readonly isRepeated: boolean;
}

/** Something that happens to the fleet or to what it stands on. */
export type MishapKind =
  | 'join'
  | 'stop'
  | 'kill'
  | 'crash'
  | 'die'
  | 'lapse'
  | 'stall'
  | 'rebalance'
  | 'database_down'
  | 'listeners_dropped'
  | 'sends_refused'
  | 'commits_refused'
  | 'retention'
  /** A member's wall clock jumps. */
  | 'clock_step';

/** A mishap and its time. */
export interface Mishap {
  readonly atMs: number;
  readonly kind: MishapKind;
  readonly durationMs: number;
}

/** Faults that may meet any single call. */
export type FaultKind =
  | 'repeatBatch'
  | 'deliverAfterPause'
  | 'emptyBatch'
  | 'loseAcknowledgement'
  | 'refuseSend'
  | 'losePart'
  | 'commitUnavailable'
  | 'loseCommitAnswer'
  | 'refuseCommit'
  | 'loadUnavailable'
  | 'rewindKept'
  | 'deliverAfterStop'
  | 'loseStatement'
  | 'loseBeforeCommit'
  | 'loseAfterCommit'
  | 'contention';

/** Everything about a world that is decided before it begins; the rest is the scheduler's chance. */
export interface WorldPlan {
  readonly seed: number;
  readonly partitions: number;
  readonly members: number;
  readonly handler: 'single' | 'batch';
  readonly concurrency: number;
  readonly batchSize: number;
  readonly lingerMs: number;
  readonly delaysMs: readonly number[];
  readonly isOrdered: boolean;
  readonly timeLimitMs: number | null;
  readonly onTimeout: 'dead' | 'retry';
  readonly maxRecords: number;
  readonly gateRecords: number;
  readonly commitIntervalMs: number;
  readonly sessionTimeoutMs: number;
  readonly batchRecords: number;
  readonly latencyMs: number;
  readonly noticeMs: number;
  /** Longest metadata that the group takes. */
  readonly metadataLimit: number;
  readonly events: readonly PlannedEvent[];
  readonly mishaps: readonly Mishap[];
  /** Share of the calls that a fault meets; absent: none. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** A member's wall clock is off by at most this, either way; 0: all clocks agree. */
  readonly skewMs: number;
  /** When the rough part ends: nothing of the plan happens later. */
  readonly roughMs: number;
}

const DELAYS: readonly (readonly number[])[] = [
  [200, 1_000],
  [100, 500, 2_000],
  [300],
  [1_000, 3_000, 200],
  [],
];

const MISHAPS: readonly MishapKind[] = [
  'join',
  'stop',
  'kill',
  'crash',
  'die',
  'lapse',
  'stall',
  'rebalance',
  'database_down',
  'listeners_dropped',
  'sends_refused',
  'commits_refused',
  'retention',
  'clock_step',
];

/** The largest share of calls that each fault may meet. */
const FAULTS: Readonly<Record<FaultKind, number>> = {
  repeatBatch: 0.3,
  deliverAfterPause: 0.5,
  emptyBatch: 0.2,
  loseAcknowledgement: 0.3,
  refuseSend: 0.2,
  losePart: 0.2,
  commitUnavailable: 0.3,
  loseCommitAnswer: 0.2,
  refuseCommit: 0.2,
  loadUnavailable: 0.3,
  rewindKept: 0.8,
  deliverAfterStop: 0.8,
  loseStatement: 0.02,
  loseBeforeCommit: 0.05,
  loseAfterCommit: 0.05,
  contention: 0.02,
};

const MOST_HANGS = 3;

/** Which events a world has beside plain ones. Each is in about half of the worlds, so that each meets the others. */
const KINDS: readonly EventKind[] = [
  'flaky',
  'late_failure',
  'poison',
  'rejected',
  'malformed',
  'skip',
  'defer',
  'retry_after',
  'hang',
  'cause',
  'join',
];

/** The plan of a seed: always the same for the same number. */
export function planOf(seed: number): WorldPlan {
  const random = new Random(seed);
  const delaysMs = random.pick(DELAYS);
  const isCalm = random.chance(0.1);
  const timeLimitMs = random.chance(0.3) ? random.between(1_500, 3_000) : null;
  const roughMs = random.between(1_000, 8_000);
  const isRestless = !isCalm && random.chance(0.15);
  const mishaps = isCalm ? [] : planMishaps(random, roughMs, isRestless);
  const events = planEvents(random, {
    roughMs,
    timeLimitMs,
    hasTiers: delaysMs.length > 0,
    isCalm,
    isRestless,
  });
  const hasKiller = events.some(({ kind }) => kind === 'killer');
  return {
    seed,
    partitions: random.between(1, random.pick([2, 4, 12])),
    members: random.between(1, 3),
    handler: isRestless ? 'batch' : random.pick(['single', 'batch']),
    concurrency: random.pick([1, 2, 4, 16]),
    batchSize: random.pick([2, 5, 20]),
    lingerMs: random.pick([0, 0, 30]),
    delaysMs,
    isOrdered: random.chance(0.3),
    timeLimitMs,
    onTimeout: random.pick(['dead', 'retry']),
    maxRecords: random.pick([6, 20, 200]),
    gateRecords: random.pick([2, 10, 500]),
    commitIntervalMs: random.between(10, 200),
    sessionTimeoutMs: random.pick([1_000, 3_000, 6_000]),
    batchRecords: random.pick([1, 5, 50]),
    latencyMs: random.pick([0, 3, 15, 40]),
    noticeMs: isRestless ? random.pick([0, 20]) : random.pick([0, 20, 300, 900]),
    // A short limit is found by halves, one commit after the other: a process that dies at once never comes to that.
    metadataLimit: hasKiller ? 4_096 : random.pick([4_096, 4_096, 24, 4]),
    events,
    mishaps,
    faults: isCalm ? {} : planFaults(random),
    skewMs: !isCalm && random.chance(0.3) ? random.pick([200, 5_000]) : 0,
    roughMs,
  };
}

/** In a restless world members come and go all the time. */
function planMishaps(random: Random, roughMs: number, isRestless: boolean): readonly Mishap[] {
  if (isRestless) {
    return Array.from({ length: Math.ceil(roughMs / 150) }, (_, index) => ({
      atMs: index * 150 + random.between(0, 150),
      kind: random.pick(['join', 'stop', 'crash', 'rebalance'] as const),
      durationMs: 50,
    }));
  }
  const kinds = MISHAPS.filter(() => random.chance(0.45));
  if (kinds.length === 0) return [];
  return Array.from({ length: random.between(0, random.pick([4, 12, 24])) }, () => ({
    atMs: random.between(0, roughMs),
    kind: random.pick(kinds),
    durationMs: random.pick([50, 300, 1_500, 5_000]),
  })).sort((a, b) => a.atMs - b.atMs);
}

function planFaults(random: Random): Partial<Record<FaultKind, number>> {
  const faults: Partial<Record<FaultKind, number>> = {};
  for (const [kind, share] of Object.entries(FAULTS) as [FaultKind, number][]) {
    if (random.chance(0.35)) faults[kind] = share * random.next();
  }
  return faults;
}

function planEvents(
  random: Random,
  world: {
    readonly roughMs: number;
    readonly timeLimitMs: number | null;
    readonly hasTiers: boolean;
    readonly isCalm: boolean;
    readonly isRestless: boolean;
  },
): readonly PlannedEvent[] {
  const kinds = KINDS.filter(
    (kind) =>
      (random.chance(0.5) || (world.isRestless && kind === 'poison')) &&
      (kind !== 'hang' || world.timeLimitMs !== null) &&
      (world.hasTiers || (kind !== 'defer' && kind !== 'retry_after' && kind !== 'late_failure')),
  );
  const special = kinds.length === 0 ? 0 : random.pick([0.1, 0.5, 0.9]);
  const keys = world.isRestless ? 30 : random.pick([1, 3, 8, 30]);
  const skew = random.pick([1, 1, 3]);
  const longestWorkMs = world.isRestless ? 200 : random.pick([0, 10, 60, 200]);
  const count = random.between(10, random.pick([40, 40, 120]));
  let hangs = 0;
  /** Each hang holds up its batch for the limits of all its events: a few say all that there is to say. */
  const calm = (kind: EventKind): EventKind => {
    if (kind !== 'hang') return kind;
    hangs += 1;
    return hangs > MOST_HANGS ? 'plain' : kind;
  };
  const killers = new Set<number>();
  if (!world.isCalm && random.chance(0.15)) {
    const most = random.pick([1, 1, 2, 3]);
    for (let killer = 0; killer < most; killer += 1) killers.add(random.between(0, count - 1));
  }
  const events = Array.from({ length: count }, (_, index): PlannedEvent => {
    // The first events wait in the log before anybody has joined.
    const atMs = index < count / 5 ? 0 : random.between(0, world.roughMs);
    return {
      number: index + 1,
      atMs,
      kind: killers.has(index) ? 'killer' : calm(random.chance(special) ? random.pick(kinds) : 'plain'),
      key: `key-${Math.floor(random.next() ** skew * keys)}`,
      workMs: random.between(0, longestWorkMs),
      failures: random.between(1, 3),
      waitMs: random.pick([100, 700, 2_500, 9_000]),
      isRepeated: random.chance(0.04),
    };
  });
  return events.sort((a, b) => a.atMs - b.atMs);
}
