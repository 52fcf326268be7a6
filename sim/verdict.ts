import { HEADERS } from '../src/runtime/headers.ts';
import { CAUSED, numberOf } from './events.ts';
import type { EventKind, PlannedEvent, WorldPlan } from './plan.ts';
import { planOf } from './plan.ts';
import { World } from './world.ts';
import type { WorldEnd } from './world.ts';

/** How an event must end. */
type Expected = 'effect' | 'dead' | 'skipped';

/** Whether everything that was to happen has happened: then the world may end. */
export function isAtRest(world: World): boolean {
  const { plan, witness } = world;
  if (world.unpublished() > 0 || world.windows.open > 0) return false;
  witness.look();
  const isEnded = (number: number): boolean =>
    witness.effects.has(number) ||
    witness.skipped.has(number) ||
    witness.gone.has(number) ||
    witness.isIn(number, world.names.dlq);
  if (!plan.events.every(({ number }) => isEnded(number))) return false;
  return world.uncommitted().length === 0;
}

/** Runs the world of a seed and judges it; the violations stand in the witness. */
export async function runSeed(seed: number, isTraced = false): Promise<WorldEnd> {
  const world = new World(planOf(seed), isTraced);
  const end = await world.run(isAtRest);
  judge(world);
  return end;
}

function expectedOf({ kind, failures }: PlannedEvent, plan: WorldPlan): Expected {
  const attempts = plan.delaysMs.length + 1;
  const byKind: Readonly<Record<EventKind, Expected>> = {
    plain: 'effect',
    late_failure: 'effect',
    defer: 'effect',
    retry_after: 'effect',
    cause: 'effect',
    join: 'effect',
    flaky: failures < attempts ? 'effect' : 'dead',
    hang: plan.onTimeout === 'retry' && attempts > 1 ? 'effect' : 'dead',
    poison: 'dead',
    rejected: 'dead',
    malformed: 'dead',
    killer: 'dead',
    skip: 'skipped',
  };
  return byKind[kind];
}

function judge(world: World): void {
  const { plan, witness, names } = world;
  if (witness.violations.some(({ promise }) => promise === 'comes_to_rest')) explainUnrest(world);
  if (witness.violations.length > 0) return;
  const dispositions = new Map<number, string>();
  for (const { headers } of world.broker.control.records(names.dlq)) {
    dispositions.set(numberOf(headers[HEADERS.eventId] ?? ''), headers[HEADERS.disposition] ?? '');
  }
  const caused = plan.events
    .filter(({ kind, number }) => kind === 'cause' && witness.effects.has(number))
    .map((event): PlannedEvent => ({ ...event, number: event.number + CAUSED, kind: 'plain' }));
  for (const event of [...plan.events, ...caused]) {
    if (!witness.gone.has(event.number)) judgeEvent(world, event, dispositions.get(event.number) ?? null);
  }
  // Where nothing fails nothing is published again.
  const isCalm = plan.mishaps.length === 0 && Object.keys(plan.faults).length === 0;
  for (const { number } of isCalm ? caused : []) {
    const copies = witness.copiesIn(number, names.main);
    if (copies > 1) witness.broken('published_once', `event ${number} was published ${copies} times`);
  }
  for (const { kind, number } of plan.events) {
    if (kind === 'join' && witness.effects.has(number) && !world.windows.ended.has(number)) {
      witness.broken('flush_once', `event ${number} joined a window and was never flushed`);
    }
  }
}

function judgeEvent(world: World, event: PlannedEvent, disposition: string | null): void {
  const { plan, witness } = world;
  const name = `event ${event.number} (${event.kind}, ${event.key})`;
  const hasEffect = witness.effects.has(event.number);
  const expected = expectedOf(event, plan);
  if (disposition === null && !hasEffect && !witness.skipped.has(event.number)) {
    witness.broken('nothing_lost', `${name} was lost`);
  } else if (expected !== 'effect' && hasEffect && !isSpared(world, event)) {
    witness.broken('right_end', `${name} had an effect`);
  } else if (expected === 'dead' && disposition === null && !isSpared(world, event)) {
    witness.broken('right_end', `${name} is no dead letter`);
  } else if (expected !== 'dead' && disposition !== null && !isExcused(world, disposition)) {
    witness.broken('right_end', `${name} is a dead letter: ${disposition}`);
  } else if (event.kind === 'killer' && disposition !== 'crashed' && !isExcused(world, disposition ?? '')) {
    witness.broken('right_end', `${name} is a dead letter for another reason: ${disposition ?? ''}`);
  }
}

/** An event that would hang at its first attempt, and lost that attempt to something else before it was called. */
function isSpared({ plan }: World, { kind }: PlannedEvent): boolean {
  return kind === 'hang' && plan.faults.contention !== undefined;
}

/** Dead letters that the world's own misfortunes explain, a record that would kill its process included: its attempts
 *  may be used up by the claim, before any handler is called. */
function isExcused({ plan, witness }: World, disposition: string): boolean {
  const has = (...kinds: readonly string[]): boolean => plan.mishaps.some(({ kind }) => kinds.includes(kind));
  // A claim may wait for a call that hangs, or stands still, in a process that has lost the partition.
  const isSlow =
    plan.timeLimitMs !== null &&
    (has('stall', 'database_down', 'kill') || plan.events.some(({ kind }) => kind === 'hang'));
  switch (disposition) {
    case 'crashed':
      return witness.randomDeaths > 0;
    case 'exhausted':
      return plan.faults.contention !== undefined || (plan.onTimeout === 'retry' && isSlow);
    case 'timed_out':
      return isSlow;
    default:
      return false;
  }
}

function explainUnrest(world: World): void {
  const { plan, witness } = world;
  const waiting = plan.events
    .filter(
      ({ number }) =>
        !witness.effects.has(number) &&
        !witness.skipped.has(number) &&
        !witness.gone.has(number) &&
        !witness.isIn(number, world.names.dlq),
    )
    .map(({ number }) => number);
  witness.broken(
    'comes_to_rest',
    `events without an end: ${waiting.join(' ') || 'none'}; uncommitted: ${world.uncommitted().join(', ') || 'none'}; ` +
      `outbox: ${world.unpublished()}; windows: ${world.windows.open}`,
  );
}
