import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { silentRecorder } from '../../../src/metrics/recorder.ts';
import { createAggregator } from '../../../src/runtime/window/aggregator.ts';
import type { Aggregator } from '../../../src/runtime/window/aggregator.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { MemoryWindowStore } from './memory-window-store.ts';
import type { MemoryTx } from './memory-window-store.ts';

const QUEUE = 'pots';
const PARTITIONS = [0, 1, 2, 3];
const PROCESSES = 3;
/** Longest time between two moves of the world; every partition has an owner all that time in the last phase. */
const LAST_PHASE_MS = 60_000;

type Move =
  | { readonly kind: 'event'; readonly key: number; readonly periodMs: number }
  | { readonly kind: 'assign'; readonly partition: number; readonly process: number }
  | { readonly kind: 'overlap'; readonly partition: number; readonly process: number }
  | { readonly kind: 'lose'; readonly partition: number }
  | { readonly kind: 'crash'; readonly process: number }
  | { readonly kind: 'pass'; readonly ms: number };

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      key: fc.nat(11),
      periodMs: fc.integer({ min: 1, max: 3000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('assign' as const, 'overlap' as const),
      partition: fc.constantFrom(...PARTITIONS),
      process: fc.nat(PROCESSES - 1),
    }),
  },
  fc.record({ kind: fc.constant('lose' as const), partition: fc.constantFrom(...PARTITIONS) }),
  fc.record({ kind: fc.constant('crash' as const), process: fc.nat(PROCESSES - 1) }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(2500) }) },
);

interface Process {
  readonly aggregator: Aggregator;
  readonly owned: Set<number>;
  dead: boolean;
}

/** Several processes over one store, each with its own aggregator, and a record of what they did. */
class Fleet {
  readonly clock = new VirtualClock();
  readonly store = new MemoryWindowStore();
  readonly processes: Process[] = [];
  /** By window: when it was due and when it was flushed. */
  readonly windows = new Map<string, { dueAtMs: number; flushedAtMs: number[]; mayBeLate: boolean }>();
  readonly #flushMs: number;

  constructor(flushMs: number) {
    this.#flushMs = flushMs;
    for (let index = 0; index < PROCESSES; index++) this.processes.push(this.#process());
  }

  async event(key: number, periodMs: number): Promise<void> {
    const openedAtMs = this.clock.now();
    const partition = key % PARTITIONS.length;
    const opened = this.store.transaction((tx) =>
      this.store.openOrJoin(tx, QUEUE, [
        { key: String(key), partition, openedAtMs, dueAtMs: openedAtMs + periodMs },
      ]),
    );
    // A flush of the key may hold the lock: time has to pass for it to end.
    while (!(await settledNow(opened))) await this.clock.advance(1);
    const [window] = await opened;
    const id = `${key}@${window!.openedAtMs}`;
    if (!this.windows.has(id)) {
      this.windows.set(id, {
        dueAtMs: window!.dueAtMs,
        flushedAtMs: [],
        mayBeLate: !this.#hasOwner(partition),
      });
    }
    for (const { aggregator, dead } of this.processes) {
      if (!dead) aggregator.opened(partition, window!.dueAtMs);
    }
  }

  assign(partition: number, to: number): void {
    this.lose(partition);
    this.overlap(partition, to);
  }

  /** A second owner while the first still believes that it is one. */
  overlap(partition: number, to: number): void {
    const process = this.processes[to]!;
    process.owned.add(partition);
    process.aggregator.assigned([partition]);
  }

  lose(partition: number): void {
    for (const process of this.processes) {
      if (process.owned.delete(partition)) process.aggregator.lost([partition]);
    }
    this.excuse();
  }

  crash(index: number): void {
    this.processes[index]!.dead = true;
    this.processes[index] = this.#process();
    this.excuse();
  }

  /** Windows of partitions without an owner, or whose flush was cut off, cannot be in time. */
  excuse(): void {
    for (const window of this.windows.values()) if (window.flushedAtMs.length === 0) window.mayBeLate = true;
  }

  #hasOwner(partition: number): boolean {
    return this.processes.some(({ owned }) => owned.has(partition));
  }

  #process(): Process {
    const process: Process = {
      owned: new Set(),
      dead: false,
      aggregator: createAggregator<MemoryTx>({
        queue: QUEUE,
        store: this.store,
        prepare: () =>
          Promise.resolve(async (tx, window) => {
            await this.clock.sleep(this.#flushMs);
            tx.afterCommit.push(() => {
              this.windows.get(`${window.key}@${window.openedAtMs}`)!.flushedAtMs.push(this.clock.now());
            });
            return { kind: 'flushed' };
          }),
        giveUp: () => Promise.resolve(0),
        transaction: (run) => this.store.transaction(run, () => process.dead),
        outageOf: () => null,
        clock: this.clock,
        recorder: silentRecorder,
        logger: pino({ level: 'silent' }),
        options: { concurrency: 4, pageSize: 5 },
      }),
    };
    process.aggregator.start();
    return process;
  }
}

async function settledNow(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  const winner = await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, pending))]);
  return winner !== pending;
}

describe('windows under random assignments, losses, overlaps and crashes', () => {
  it('are each flushed exactly once, never early, and in time while they have an owner', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(move, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(0, 1, 40),
        async (moves, flushMs) => {
          const fleet = new Fleet(flushMs);
          for (const partition of PARTITIONS) fleet.assign(partition, partition % PROCESSES);
          for (const step of moves) {
            if (step.kind === 'event') await fleet.event(step.key, step.periodMs);
            else if (step.kind === 'pass') await fleet.clock.advance(step.ms);
            else if (step.kind === 'crash') fleet.crash(step.process);
            else if (step.kind === 'lose') fleet.lose(step.partition);
            else if (step.kind === 'assign') fleet.assign(step.partition, step.process);
            else fleet.overlap(step.partition, step.process);
          }
          for (const partition of PARTITIONS) fleet.assign(partition, 0);
          await fleet.clock.advance(LAST_PHASE_MS);
          for (const [id, window] of fleet.windows) {
            expect(window.flushedAtMs, id).toHaveLength(1);
            const lateMs = window.flushedAtMs[0]! - window.dueAtMs;
            expect(lateMs, id).toBeGreaterThanOrEqual(0);
            if (!window.mayBeLate) expect(lateMs, id).toBeLessThanOrEqual(500);
          }
          expect(fleet.store.rows.size).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});
