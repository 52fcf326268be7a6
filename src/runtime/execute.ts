import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import { classifyError } from './classify-error.ts';
import { timeoutOutcome } from './deadline.ts';
import type { HandlerAborted, RunScope } from './deadline.ts';
import type {
  Applied,
  BatchContext,
  BatchHandler,
  HandlerContext,
  QueueDefinition,
  SingleHandler,
} from './definition.ts';
import { skip } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { EffectStore } from './ports.ts';
import { metaOf } from './work-item.ts';
import type { ReadyItem } from './work-item.ts';

/** How one event's handler call ended. `interrupted`: by shutdown or the loss of its partition; nothing is settled. */
export type Ending =
  | {
      readonly kind: 'outcome';
      readonly outcome: Outcome;
      /** The limit that had passed; null when the event ended in time. */
      readonly timedOut: HandlerAborted | null;
      /** Time in the handler per event, ms. */
      readonly ms: number;
    }
  | { readonly kind: 'interrupted' };

/** What handlers are run with. */
export interface ExecuteDeps<Event, Tx> {
  readonly definition: QueueDefinition<Event>;
  readonly effects: EffectStore<Tx>;
  readonly group: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Opens the time box of a call of `events` events of these partitions. */
  readonly openScope: (items: readonly ReadyItem<Event>[]) => RunScope;
  readonly closeScope: (scope: RunScope) => void;
}

/** What a call came to: what it answered or what it threw. */
type CallResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** Runs `call` and keeps what it throws. */
async function outcomeOf<T>(call: () => Promise<T>): Promise<CallResult<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    // Classified by the caller.
    return { ok: false, error };
  }
}

/**
 * The ending of one event. After an abort only `done` and `skip` are believed: the work was finished in spite of it.
 * Anything else that a handler answers or throws then may be the abort itself.
 */
function endingOf<Event>(
  result: CallResult<Outcome>,
  call: {
    readonly scope: RunScope;
    readonly item: ReadyItem<Event>;
    readonly definition: QueueDefinition<Event>;
    readonly ms: number;
  },
): Ending {
  const { scope, item, definition, ms } = call;
  const aborted = scope.abortedBy;
  if (result.ok && (aborted === null || result.value.kind === 'done' || result.value.kind === 'skip')) {
    return { kind: 'outcome', outcome: result.value, timedOut: null, ms };
  }
  if (aborted?.code === 'timed_out') {
    return { kind: 'outcome', outcome: timeoutOutcome(definition.onTimeout, aborted), timedOut: aborted, ms };
  }
  if (aborted !== null || result.ok) return { kind: 'interrupted' };
  const retryUnexpected = definition.retryPolicy(item.eventType).retryUnexpected ?? true;
  const outcome = classifyError(result.error, { attempt: item.attempt, retryUnexpected });
  return { kind: 'outcome', outcome, timedOut: null, ms };
}

/** Context of one event; signal and logger are made when they are first used. */
class EventContext<Event, Tx> implements HandlerContext<Tx> {
  readonly eventId: string;
  readonly eventType: string;
  readonly key: string;
  readonly partition: number;
  readonly attempt: number;
  readonly producedAtMs: number;
  readonly traceparent: string | null;
  readonly clock: Clock;
  readonly #deps: ExecuteDeps<Event, Tx>;
  readonly #scope: RunScope;
  #logger: Logger | null = null;

  constructor(deps: ExecuteDeps<Event, Tx>, item: ReadyItem<Event>, scope: RunScope) {
    const { envelope, record } = item;
    this.eventId = envelope.eventId;
    this.eventType = item.eventType;
    this.key = record.key ?? '';
    this.partition = record.partition;
    this.attempt = item.attempt;
    this.producedAtMs = envelope.producedAtMs;
    this.traceparent = envelope.traceparent;
    this.clock = deps.clock;
    this.#deps = deps;
    this.#scope = scope;
  }

  get signal(): AbortSignal {
    return this.#scope.signal;
  }

  get logger(): Logger {
    this.#logger ??= this.#deps.logger.child({ event_id: this.eventId, attempt: this.attempt });
    return this.#logger;
  }

  /** An arrow, so that a handler may take `apply` out of the context. */
  readonly apply = <T>(effect: (tx: Tx) => Promise<T>): Promise<Applied<T>> => {
    const { effects, group } = this.#deps;
    return effects.transaction<Applied<T>>(async (tx) => {
      const fresh = await effects.claim(tx, group, [this.eventId]);
      if (!fresh.has(this.eventId)) return { kind: 'already_applied' };
      return { kind: 'applied', value: await effect(tx) };
    }, this.#scope.signal);
  };
}

/** Runs one event through a single handler. Never rejects. */
export async function executeSingle<Event, Tx>(
  deps: ExecuteDeps<Event, Tx>,
  handler: SingleHandler<Event, Tx>,
  item: ReadyItem<Event>,
): Promise<Ending> {
  const scope = deps.openScope([item]);
  let result: CallResult<Outcome>;
  try {
    result = { ok: true, value: await handler.handle(item.event, new EventContext(deps, item, scope)) };
  } catch (error) {
    // Classified below.
    result = { ok: false, error };
  }
  deps.closeScope(scope);
  const ms = deps.clock.now() - scope.startedAtMs;
  return endingOf(result, { scope, item, definition: deps.definition, ms });
}

/** One call of a batch handler in one transaction; the outcomes stand in the order of `items`. */
async function callBatch<Event, Tx>(
  deps: ExecuteDeps<Event, Tx>,
  handler: BatchHandler<Event, Tx>,
  items: readonly ReadyItem<Event>[],
  scope: RunScope,
): Promise<readonly Outcome[]> {
  const { effects, group, clock, logger } = deps;
  const after: (() => void)[] = [];
  const ids = items.map((item) => item.envelope.eventId);
  const outcomes = await effects.transaction(async (tx) => {
    const fresh = await effects.claim(tx, group, ids);
    // The claim may have waited: a call that was told to stop meanwhile does not begin.
    scope.signal.throwIfAborted();
    const passed = items.filter((item) => fresh.has(item.envelope.eventId));
    const context: BatchContext<Tx> = {
      tx,
      clock,
      logger,
      signal: scope.signal,
      afterCommit: (action) => after.push(action),
    };
    const answered =
      passed.length === 0
        ? []
        : await handler.handle(
            passed.map((item) => ({ ...metaOf(item), event: item.event })),
            context,
          );
    if (answered.length !== passed.length) {
      throw new Error(`a batch handler answered ${answered.length} outcomes for ${passed.length} events`);
    }
    const outcomeById = new Map(passed.map((item, index) => [item.envelope.eventId, answered[index]]));
    const released = passed
      .filter((_, index) => answered[index]?.kind !== 'done' && answered[index]?.kind !== 'skip')
      .map((item) => item.envelope.eventId);
    if (released.length > 0) await effects.release(tx, group, released);
    return items.map((item) => outcomeById.get(item.envelope.eventId) ?? skip('already_applied'));
  }, scope.signal);
  for (const action of after) action();
  return outcomes;
}

/** Splits off later events with an id that is already in the batch: claimed once, they would be acted on twice. */
function splitRepeats<Event>(items: readonly ReadyItem<Event>[]): {
  readonly distinct: readonly ReadyItem<Event>[];
  readonly repeats: readonly ReadyItem<Event>[];
} {
  const seen = new Set<string>();
  const repeats: ReadyItem<Event>[] = [];
  const distinct = items.filter((item) => {
    const isRepeat = seen.has(item.envelope.eventId);
    if (isRepeat) repeats.push(item);
    seen.add(item.envelope.eventId);
    return !isRepeat;
  });
  return { distinct, repeats };
}

/** Called with each event's ending as soon as it is known. */
type Report<Event> = (item: ReadyItem<Event>, ending: Ending) => void;

/**
 * Runs events through a batch handler. When the transaction of several fails for a reason that is not an outage, they
 * run one by one, so that only the event at fault pays for it; an outage or an interruption ends all that are left.
 * Never rejects.
 */
export async function executeBatch<Event, Tx>(
  deps: ExecuteDeps<Event, Tx>,
  handler: BatchHandler<Event, Tx>,
  items: readonly ReadyItem<Event>[],
  report: Report<Event>,
): Promise<void> {
  const { distinct, repeats } = splitRepeats(items);
  const isSettled = await runTogether(deps, handler, distinct, report);
  const left = isSettled ? repeats : items;
  for (const [index, item] of left.entries()) {
    const ending: Ending = item.partition.lost
      ? { kind: 'interrupted' }
      : await runAlone(deps, handler, item);
    report(item, ending);
    // A lost partition takes its own events along, not those of the partitions that stay.
    if (item.partition.lost) continue;
    if (ending.kind === 'interrupted' || ending.outcome.kind === 'outage') {
      for (const rest of left.slice(index + 1)) report(rest, ending);
      return;
    }
  }
}

/** False: nothing was reported, and the events have to be run one by one. */
async function runTogether<Event, Tx>(
  deps: ExecuteDeps<Event, Tx>,
  handler: BatchHandler<Event, Tx>,
  items: readonly ReadyItem<Event>[],
  report: Report<Event>,
): Promise<boolean> {
  const scope = deps.openScope(items);
  const result = await outcomeOf(() => callBatch(deps, handler, items, scope));
  deps.closeScope(scope);
  const ms = (deps.clock.now() - scope.startedAtMs) / items.length;
  const endings = items.map((item, index): Ending => {
    const one: CallResult<Outcome> = result.ok
      ? { ok: true, value: result.value[index] ?? skip('already_applied') }
      : result;
    return endingOf(one, { scope, item, definition: deps.definition, ms });
  });
  const isSplit =
    !result.ok &&
    items.length > 1 &&
    endings.some((ending) => ending.kind === 'outcome' && ending.outcome.kind !== 'outage');
  if (isSplit) {
    deps.logger.debug(
      { queue: deps.definition.queue, events: items.length },
      'a batch failed; its events run one by one',
    );
    return false;
  }
  items.forEach((item, index) => {
    const ending = endings[index];
    if (ending !== undefined) report(item, ending);
  });
  return true;
}

async function runAlone<Event, Tx>(
  deps: ExecuteDeps<Event, Tx>,
  handler: BatchHandler<Event, Tx>,
  item: ReadyItem<Event>,
): Promise<Ending> {
  const endings: Ending[] = [];
  await runTogether(deps, handler, [item], (_, ending) => endings.push(ending));
  return endings[0] ?? { kind: 'interrupted' };
}
