import { seedRandom } from '../src/db/seed/random.ts';
import type { SeedRandom } from '../src/db/seed/random.ts';

/**
 * What can be broken. Faults of one track happen one after another; the three tracks run side by side, so that a
 * worker dies while PostgreSQL restarts and a broker is away. One broker is down at most: with two of three gone
 * nothing could be written, and nothing would be tried.
 */
const MENU = {
  /** kill -9. */
  worker_killed: { track: 'workers', weight: 8, lengthMs: [0, 0] },
  /** kill -9 after the mail server has taken a mail and before the ledger can be told. */
  worker_killed_before_ledger: { track: 'workers', weight: 4, lengthMs: [200, 1_000] },
  /** SIGSTOP and SIGCONT, shorter or longer than the session timeout: then it wakes up as a zombie. */
  worker_paused: { track: 'workers', weight: 5, lengthMs: [500, 11_000] },
  /** SIGTERM, and a new process. */
  worker_restarted: { track: 'workers', weight: 4, lengthMs: [0, 0] },
  /** SIGTERM and a new process, one worker after another. */
  rolling_restart: { track: 'workers', weight: 1, lengthMs: [0, 0] },
  /** The worker's clock jumps forwards or back. */
  clock_stepped: { track: 'workers', weight: 4, lengthMs: [500, 6_000] },
  /** kill -9 of the broker that leads a partition of a main topic. */
  leader_killed: { track: 'brokers', weight: 7, lengthMs: [500, 5_000] },
  /** kill -9 of the broker that coordinates a queue's group. */
  coordinator_killed: { track: 'brokers', weight: 6, lengthMs: [500, 5_000] },
  /** SIGTERM: it hands its leaderships over first. */
  broker_restarted: { track: 'brokers', weight: 4, lengthMs: [500, 3_000] },
  /** SIGSTOP and SIGCONT: a leader that does not know yet that it is none. */
  broker_paused: { track: 'brokers', weight: 5, lengthMs: [500, 8_000] },
  /** Every write to its disk fails as on a full one, until the broker gives up; then there is room again. */
  broker_disk_full: { track: 'brokers', weight: 3, lengthMs: [500, 3_000] },
  /** Resets on all connections between the workers and one broker. */
  kafka_link_reset: { track: 'links', weight: 6, lengthMs: [0, 0] },
  /** Connections to one broker stay open and nothing passes. */
  kafka_link_stalled: { track: 'links', weight: 5, lengthMs: [500, 8_000] },
  /** Resets on all connections between one worker and PostgreSQL. */
  database_link_reset: { track: 'links', weight: 6, lengthMs: [0, 0] },
  database_link_stalled: { track: 'links', weight: 4, lengthMs: [500, 8_000] },
  smtp_link_reset: { track: 'links', weight: 4, lengthMs: [0, 0] },
  /** "Fast" shutdown: open sessions are broken off, then the server starts again. */
  postgres_restarted: { track: 'links', weight: 3, lengthMs: [0, 1_500] },
  /** "Immediate" shutdown: the next start recovers from the write-ahead log. */
  postgres_killed: { track: 'links', weight: 3, lengthMs: [0, 1_500] },
  registry_down: { track: 'links', weight: 3, lengthMs: [500, 6_000] },
  mail_server_down: { track: 'links', weight: 3, lengthMs: [500, 6_000] },
  /** The next mails are refused with 451. */
  mail_refused: { track: 'links', weight: 3, lengthMs: [500, 2_000] },
  /** The next mails are taken, but the connection ends before the answer. */
  mail_answer_lost: { track: 'links', weight: 3, lengthMs: [500, 2_000] },
  /** The connection ends when the next mails have been sent; they are not taken. */
  mail_server_hangs_up: { track: 'links', weight: 3, lengthMs: [500, 2_000] },
  /** Connections to the server of the bots are refused. */
  bot_server_down: { track: 'links', weight: 3, lengthMs: [500, 6_000] },
  /** The next calls are answered with 503. */
  bot_server_unavailable: { track: 'links', weight: 3, lengthMs: [500, 2_000] },
  /** The next calls are taken, but the connection ends before the answer. */
  bot_answer_lost: { track: 'links', weight: 3, lengthMs: [500, 2_000] },
} as const satisfies Record<string, Dish>;

interface Dish {
  readonly track: string;
  /** How often it is drawn, beside the others. */
  readonly weight: number;
  /** How long it may last. */
  readonly lengthMs: readonly [from: number, to: number];
}

/** What is broken. */
export type FaultKind = keyof typeof MENU;

/** Faults of one track happen one after another. */
export type Track = (typeof MENU)[FaultKind]['track'];

/** Every kind of fault. */
export const FAULT_KINDS = Object.keys(MENU) as FaultKind[];

/** Every track. */
export const TRACKS: readonly Track[] = ['workers', 'brokers', 'links'];

/** One fault of a schedule. */
export interface PlannedFault {
  /** From 1. */
  readonly number: number;
  readonly kind: FaultKind;
  readonly track: Track;
  /** Rest of the track before it. */
  readonly gapMs: number;
  readonly lengthMs: number;
  /** At least 0, below 1: which worker, broker or partition. */
  readonly pick: number;
  /** From 1: how many mails or calls, or how far the clock jumps. */
  readonly amount: number;
}

/** Rest of a track before a fault: those of links are over soon, and all three tracks should last as long. */
const GAP_MS: Readonly<Record<Track, readonly [from: number, to: number]>> = {
  workers: [300, 3_000],
  brokers: [300, 3_000],
  links: [1_000, 9_000],
};

/**
 * The faults of a run, in the order of their numbers. Every kind comes once before any comes twice. The same seed and
 * count give the same schedule; how long a run takes depends on the machine.
 */
export const planFaults = (seed: number, count: number): readonly PlannedFault[] => {
  const random = seedRandom(seed);
  const deck = FAULT_KINDS.flatMap((kind) => Array.from({ length: MENU[kind].weight }, () => kind));
  const first = random.sample(FAULT_KINDS, FAULT_KINDS.length);
  return Array.from({ length: count }, (_, index) =>
    planFault(random, first[index] ?? random.pick(deck), index + 1),
  );
};

const planFault = (random: SeedRandom, kind: FaultKind, number: number): PlannedFault => {
  const { track, lengthMs }: Dish & { readonly track: Track } = MENU[kind];
  return {
    ...{ number, kind, track },
    gapMs: random.between(...GAP_MS[track]),
    lengthMs: random.between(...lengthMs),
    pick: random.next(),
    amount: random.between(1, 20),
  };
};
