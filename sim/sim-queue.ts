import type {
  Applied,
  BatchContext,
  BatchEvent,
  HandlerContext,
  QueueDefinition,
} from '../src/runtime/definition.ts';
import type { BatchHandler, SingleHandler } from '../src/runtime/definition.ts';
import type { Clock } from '../src/runtime/clock.ts';
import { dead, defer, done, retry, skip } from '../src/runtime/outcome.ts';
import type { Outcome } from '../src/runtime/outcome.ts';
import type { SimTx } from '../sim/database/sim-tx.ts';
import type { SimEvent } from './events.ts';
import type { WorldPlan } from './plan.ts';
import type { Call, Witness } from './witness.ts';

/** Longer than any world lasts. */
const FOR_EVER_MS = 3_600_000;

/** The queue of every world. */
export const QUEUE = 'sim_queue';

/** What handlers may do to the world. */
export interface SimEffects {
  /** Inside the event's transaction; what it does is seen by the witness once it is committed. */
  apply(tx: SimTx, event: SimEvent, meta: { readonly partition: number }): Promise<void>;
  /** After the commit of a window's event. */
  joined(event: SimEvent): void;
  /** Ends the process as SIGKILL does. */
  die(): void;
  /** Whether it has ended: what runs on in the same turn of the event loop would not have run. */
  isDead(): boolean;
}

/** What a handler works with. */
export interface HandlerDeps {
  readonly process: string;
  readonly plan: WorldPlan;
  readonly witness: Witness;
  readonly effects: SimEffects;
}

/** The definition that a plan asks for. */
export function definitionOf(plan: WorldPlan): QueueDefinition<SimEvent> {
  const policy = { delaysMs: plan.delaysMs, ordered: plan.isOrdered };
  return {
    queue: QUEUE,
    keyOf: (event) => event.key,
    eventTypeOf: () => QUEUE,
    concurrency: plan.concurrency,
    timeLimitMs: plan.timeLimitMs,
    onTimeout: plan.onTimeout,
    idempotency: 'guarded',
    retryPolicy: () => policy,
    retryPolicies: [policy],
  };
}

/** What an event comes to before its effect: an outcome without effect, or null when it may have its effect. */
function outcomeBefore(event: SimEvent, attempt: number, nowMs: number, firstSeenMs: number): Outcome | null {
  switch (event.kind) {
    case 'rejected':
      return dead('rejected');
    case 'skip':
      return skip('nothing_to_do');
    case 'flaky':
      if (attempt > event.failures) return null;
      if (event.number % 2 === 0) return retry('flaky');
      throw Object.assign(new Error('the other side does not answer'), { code: 'ECONNRESET' });
    case 'poison':
      throw new TypeError('undefined is not a function');
    case 'defer':
      return nowMs < firstSeenMs + event.waitMs ? defer('not_yet', firstSeenMs + event.waitMs) : null;
    case 'retry_after':
      return attempt === 1 ? retry('asked_to_wait', { afterMs: event.waitMs }) : null;
    case 'plain':
    case 'late_failure':
    case 'malformed':
    case 'hang':
    case 'killer':
    case 'cause':
    case 'join':
      return null;
  }
}

/** When each event was first seen, so that a deferred one knows its instant; the same for all processes. */
export type FirstSeen = Map<number, number>;

function never(): Promise<never> {
  return new Promise(() => undefined);
}

async function work(
  deps: HandlerDeps,
  event: SimEvent,
  attempt: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  if (event.kind === 'killer') {
    deps.effects.die();
    await never();
  }
  if (event.kind === 'hang' && attempt === 1) await clock.sleep(FOR_EVER_MS, signal);
  if (event.workMs > 0) await clock.sleep(event.workMs, signal);
}

/** A single handler that does what each event says. */
export function singleHandler(deps: HandlerDeps, firstSeen: FirstSeen): SingleHandler<SimEvent, SimTx> {
  const { process, witness, effects } = deps;

  async function handle(event: SimEvent, context: HandlerContext<SimTx>): Promise<Outcome> {
    await work(deps, event, context.attempt, context);
    const now = context.clock.now();
    const before = outcomeBefore(event, context.attempt, now, firstSeen.get(event.number) ?? now);
    if (before !== null) return before;
    const applied: Applied<undefined> = await context.apply(async (tx) => {
      await effects.apply(tx, event, context);
      return undefined;
    });
    if (applied.kind === 'applied' && event.kind === 'join') effects.joined(event);
    if (event.kind === 'late_failure' && context.attempt === 1) return retry('failed_afterwards');
    return done;
  }

  return {
    kind: 'single',
    async handle(event, context) {
      if (effects.isDead()) return never();
      if (!firstSeen.has(event.number)) firstSeen.set(event.number, context.clock.now());
      const keys = new Set([event.key]);
      witness.enters(process, keys);
      const call = witness.starts(process, event, context);
      let outcome: Outcome | null = null;
      try {
        outcome = await handle(event, context);
        return outcome;
      } finally {
        witness.ends(call, outcome);
        witness.leaves(process, keys);
      }
    },
  };
}

/** A batch handler that does what each event says. */
export function batchHandler(deps: HandlerDeps, firstSeen: FirstSeen): BatchHandler<SimEvent, SimTx> {
  const { process, plan, witness, effects } = deps;

  async function handle(
    events: readonly BatchEvent<SimEvent>[],
    context: BatchContext<SimTx>,
  ): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const { event, attempt, partition } of events) {
      await work(deps, event, attempt, context);
      const now = context.clock.now();
      const before = outcomeBefore(event, attempt, now, firstSeen.get(event.number) ?? now);
      // A failure after the effect is, in a batch, a failure before it: the claim is released.
      const isLate = event.kind === 'late_failure' && attempt === 1;
      if (before !== null || isLate) {
        outcomes.push(before ?? retry('failed_afterwards'));
        continue;
      }
      await effects.apply(context.tx, event, { partition });
      if (event.kind === 'join') {
        context.afterCommit(() => {
          effects.joined(event);
        });
      }
      outcomes.push(done);
    }
    return outcomes;
  }

  return {
    kind: 'batch',
    maxSize: plan.batchSize,
    lingerMs: plan.lingerMs,
    async handle(events, context) {
      if (effects.isDead()) return never();
      const keys = new Set(events.map(({ event }) => event.key));
      witness.enters(process, keys);
      const calls: Call[] = [];
      for (const { event, attempt, partition } of events) {
        if (!firstSeen.has(event.number)) firstSeen.set(event.number, context.clock.now());
        calls.push(witness.starts(process, event, { attempt, partition }));
      }
      let outcomes: readonly Outcome[] = [];
      try {
        outcomes = await handle(events, context);
        return outcomes;
      } finally {
        calls.forEach((call, index) => {
          witness.ends(call, outcomes[index] ?? null);
        });
        witness.leaves(process, keys);
      }
    },
  };
}
