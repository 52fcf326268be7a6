import { describe, expect, it } from 'vitest';
import { HandlerAborted } from '../../src/runtime/deadline.ts';
import { Endings } from '../../src/runtime/endings.ts';
import type { Ending } from '../../src/runtime/execute.ts';
import { KeyLanes } from '../../src/runtime/key-lanes.ts';
import { OrderedKeys } from '../../src/runtime/ordered-keys.ts';
import type { Parking } from '../../src/runtime/ordered-keys.ts';
import { OutageGuard } from '../../src/runtime/outage-guard.ts';
import { dead, defer, done, outage, retry, skip } from '../../src/runtime/outcome.ts';
import type { Outcome } from '../../src/runtime/outcome.ts';
import { OwnedPartition } from '../../src/runtime/owned-partition.ts';
import type { EndedRecord } from '../../src/runtime/record-log.ts';
import type { FinalOutcome, Settled, Settler } from '../../src/runtime/settle.ts';
import { QueueStatistics } from '../../src/runtime/statistics.ts';
import { WorkItem } from '../../src/runtime/work-item.ts';
import type { ReadyItem } from '../../src/runtime/work-item.ts';
import { collectLogs } from '../support/collect-logs.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { FakeRecorder } from './harness.ts';

const TIER = { delayMs: 5_000, topic: 't.retry.5s', label: '5s' };
const FAILURE = { errorClass: 'not_yet', message: 'not yet' };
const PARKING: Parking = { dueAtMs: 5_000, tier: TIER, failure: FAILURE };

const ending = (outcome: Outcome, timedOut: HandlerAborted | null = null): Ending => ({
  kind: 'outcome',
  outcome,
  timedOut,
  ms: 7,
});

/** Endings over parts that note what they are told; `write` decides what becomes of every write. */
function endingsOf(write: () => Promise<Settled | undefined> = () => Promise.resolve(undefined)) {
  const clock = new VirtualClock();
  const recorder = new FakeRecorder();
  const notes: string[] = [];
  const logged: EndedRecord[] = [];
  const stopping = new AbortController();
  const partition = new OwnedPartition<string>({ topic: 't', partition: 0 }, null);
  const tierPartition = new OwnedPartition<string>({ topic: TIER.topic, partition: 0 }, TIER);
  const lanes = new KeyLanes<WorkItem<string>>(8);
  const limits = { maxRecords: 1, maxBytes: 1_000_000 };
  const orderedKeys = new OrderedKeys<string>({ lanes, clock, limits, onDue: () => undefined });
  const written = async (what: string): Promise<void> => {
    notes.push(what);
    await write();
  };
  const settler: Settler<string> = {
    settle: async (item, outcome: FinalOutcome) => {
      notes.push(`settle ${item.offset} ${outcome.kind}`);
      return (await write()) ?? { kind: 'finished', outcome };
    },
    bury: (item, disposition, { errorClass }) => written(`bury ${item.offset} ${disposition} ${errorClass}`),
    postpone: (item, dueAtMs) => written(`postpone ${item.offset} ${dueAtMs}`),
    follow: (item, { failure }) => written(`follow ${item.offset} ${failure === null}`),
  };
  const outages = new OutageGuard({
    probes: {},
    clock,
    recorder,
    logger: collectLogs().logger,
    queue: 'q',
    onChange: () => undefined,
  });
  const endings = new Endings<string>({
    taken: {
      release: ({ offset }) => notes.push(`release ${offset}`),
      giveBack: ({ offset }) => notes.push(`give back ${offset}`),
      park: ({ offset, attempt }, parking) => {
        notes.push(`park ${offset}, attempt ${attempt}`);
        expect(parking).toStrictEqual(PARKING);
      },
    },
    settler,
    orderedKeys,
    outages,
    statistics: new QueueStatistics(recorder, 'q'),
    log: (_item, ended) => logged.push(ended),
    stopSignal: stopping.signal,
    onFinished: ({ offset }) => notes.push(`finished ${offset}`),
    onFault: ({ message }) => notes.push(`fault ${message}`),
  });
  const recordOf = (offset: number, of = partition): WorkItem<string> =>
    new WorkItem(
      {
        topic: of.topic,
        partition: 0,
        offset: BigInt(offset),
        timestampMs: 0,
        key: 'k',
        value: null,
        headers: {},
      },
      of,
    );
  const itemOf = (offset: number, of = partition): ReadyItem<string> =>
    Object.assign(recordOf(offset, of), {
      event: 'event',
      eventType: 'type',
      envelope: {
        eventId: '00000000-0000-4000-8000-000000000001',
        eventType: null,
        producedAtMs: 0,
        attempt: null,
        notBeforeMs: null,
        traceparent: null,
      },
    });
  /** Parks a record of the key and has two more come, one more than the limit; answers all three. */
  const overflow = (): readonly WorkItem<string>[] => {
    const [head, last] = [itemOf(1), recordOf(3)];
    lanes.push(head);
    lanes.take();
    orderedKeys.park(head, PARKING);
    for (const item of [recordOf(2), last]) lanes.push(item);
    return orderedKeys.overflow(last);
  };
  return {
    clock,
    endings,
    itemOf,
    lanes,
    logged,
    notes,
    orderedKeys,
    outages,
    overflow,
    partition,
    recorder,
    stopping,
    tierPartition,
  };
}

const count = (recorder: FakeRecorder, outcome: string): number =>
  recorder.counter('worker_events_total', { queue: 'q', type: 'type', outcome });

/** Writes that fail, after `before` has happened. */
const failsAfter = (before: () => void) => () => {
  before();
  return Promise.reject(new Error('no'));
};

describe('the ending of a handled record', () => {
  it('that was interrupted, or whose partition is lost, is let go and leaves no trace', () => {
    const { endings, itemOf, logged, notes, partition, recorder } = endingsOf();
    endings.ended(itemOf(1), { kind: 'interrupted' });
    partition.lose();
    endings.ended(itemOf(2), ending(done));
    expect(notes).toEqual(['release 1', 'release 2']);
    expect([logged.length, recorder.counters.size]).toEqual([0, 0]);
  });

  it.each([
    [done, 'ok'],
    [skip('nothing_to_do'), 'skip'],
  ] as const)('%j is counted, logged, finished and released without a write', (outcome, label) => {
    const { endings, itemOf, logged, notes, recorder } = endingsOf();
    endings.ended(itemOf(1), ending(outcome));
    expect(notes).toEqual(['finished 1', 'release 1']);
    expect(logged).toStrictEqual([{ outcome, timedOut: null, ms: 7 }]);
    expect(count(recorder, label)).toBe(1);
    expect(
      recorder.observed('worker_event_duration_seconds', { queue: 'q', type: 'type', outcome: label }),
    ).toEqual([0.007]);
  });

  it('that met an outage goes back in front of its key, and the outage is reported', () => {
    const { endings, itemOf, notes, outages, recorder } = endingsOf();
    endings.ended(itemOf(1), ending(outage('smtp', new Error('down'))));
    expect(notes).toEqual(['give back 1']);
    expect([...outages.down]).toEqual(['smtp']);
    expect(count(recorder, 'outage')).toBe(1);
    outages.stop();
  });

  it('that met an outage and whose partition is lost is let go', () => {
    const { endings, itemOf, notes, outages, partition } = endingsOf();
    partition.lose();
    endings.outage(itemOf(1), 'database', new Error('down'));
    expect(notes).toEqual(['release 1']);
    expect([...outages.down]).toEqual(['database']);
    outages.stop();
  });

  it('is finished once its write is stored, and its log tells what came of it and its tier', async () => {
    const exhausted = dead('not_yet', { disposition: 'exhausted' });
    const given = retry('not_yet');
    if (exhausted.kind === 'outage' || given.kind === 'outage') return;
    for (const [settled, expected] of [
      [{ kind: 'finished', outcome: exhausted }, {}],
      [{ kind: 'finished', outcome: given, tier: TIER }, { tier: '5s' }],
    ] as const) {
      const stored = Promise.withResolvers<Settled>();
      const { clock, endings, itemOf, logged, notes, recorder } = endingsOf(() => stored.promise);
      endings.ended(itemOf(1), ending(given));
      await clock.settle();
      expect(notes).toEqual(['settle 1 retry']);
      stored.resolve(settled);
      await clock.settle();
      expect(notes.slice(1)).toEqual(['finished 1', 'release 1']);
      expect(logged).toStrictEqual([{ outcome: settled.outcome, timedOut: null, ms: 7, ...expected }]);
      expect(count(recorder, 'retry')).toBe(1);
    }
  });

  it('that took too long is counted as that, whatever comes of it', async () => {
    const timedOut = new HandlerAborted('timed_out', 'too long');
    const { clock, endings, itemOf, logged, recorder } = endingsOf();
    endings.ended(itemOf(1), ending(defer('later', 9), timedOut));
    await clock.settle();
    expect(logged).toStrictEqual([{ outcome: defer('later', 9), timedOut, ms: 7 }]);
    expect(count(recorder, 'timeout')).toBe(1);
  });

  it('whose partition is lost while it is written is not finished by us', async () => {
    const world = endingsOf(() => {
      world.partition.lose();
      return Promise.resolve(undefined);
    });
    world.endings.ended(world.itemOf(1), ending(dead('no')));
    await world.clock.settle();
    expect(world.notes).toEqual(['settle 1 dead', 'release 1']);
    expect(world.logged).toHaveLength(1);
  });

  it('of an ordered type is parked with its next attempt', async () => {
    const outcome = retry('not_yet');
    if (outcome.kind !== 'retry') return;
    const parked: Settled = { ...PARKING, kind: 'parked', outcome, attempt: 2, failure: FAILURE };
    const { clock, endings, itemOf, logged, notes } = endingsOf(() => Promise.resolve(parked));
    endings.ended(itemOf(1), ending(outcome));
    await clock.settle();
    expect(notes).toEqual(['settle 1 retry', 'park 1, attempt 2']);
    expect(logged).toStrictEqual([{ outcome, timedOut: null, ms: 7, tier: 'parked' }]);
    const lost = endingsOf(() => {
      lost.partition.lose();
      return Promise.resolve(parked);
    });
    const item = lost.itemOf(1);
    lost.endings.ended(item, ending(outcome));
    await lost.clock.settle();
    expect(lost.notes).toEqual(['settle 1 retry', 'release 1']);
    expect(item.attempt).toBe(1);
  });

  it('whose write is given up, because its partition is lost or the process stops, is let go', async () => {
    const lost = endingsOf(
      failsAfter(() => {
        lost.partition.lose();
      }),
    );
    const stopped = endingsOf(
      failsAfter(() => {
        stopped.stopping.abort(new Error('stop'));
      }),
    );
    for (const { clock, endings, itemOf, logged, notes } of [lost, stopped]) {
      endings.ended(itemOf(1), ending(dead('no')));
      await clock.settle();
      expect(notes).toEqual(['settle 1 dead', 'release 1']);
      expect(logged).toEqual([]);
    }
  });

  it('whose write fails for another reason stays open, and is a fault of ours', async () => {
    const { clock, endings, itemOf, notes } = endingsOf(failsAfter(() => undefined));
    endings.ended(itemOf(1), ending(dead('no')));
    await clock.settle();
    expect(notes).toEqual(['settle 1 dead', 'fault no']);
  });

  it('of a tier counts for its spilled key', () => {
    const { endings, itemOf, orderedKeys, overflow, tierPartition } = endingsOf();
    orderedKeys.spilled('k', overflow());
    for (const offset of [1, 2]) endings.ended(itemOf(offset, tierPartition), ending(done));
    expect(orderedKeys.isSpilled(itemOf(9))).toBe(true);
    endings.ended(itemOf(3, tierPartition), ending(done));
    expect(orderedKeys.isSpilled(itemOf(9))).toBe(false);
  });
});

describe('a record that no handler may see', () => {
  it('is a dead letter that says why, counts as dead, and took no time', async () => {
    const { endings, itemOf, logged, notes, recorder } = endingsOf();
    await endings.bury(itemOf(1), 'malformed', FAILURE);
    expect(notes).toEqual(['bury 1 malformed not_yet', 'finished 1', 'release 1']);
    expect(logged).toMatchObject([
      {
        outcome: {
          kind: 'dead',
          reason: 'not_yet',
          disposition: 'malformed',
          error: { name: 'not_yet', message: 'not yet' },
        },
        timedOut: null,
        ms: 0,
      },
    ]);
    expect(
      recorder.observed('worker_event_duration_seconds', { queue: 'q', type: 'type', outcome: 'dead' }),
    ).toEqual([0]);
  });

  it('is let go when its write is given up; any other failure of it is a fault of ours as well', async () => {
    const stopped = endingsOf(
      failsAfter(() => {
        stopped.stopping.abort(new Error('stop'));
      }),
    );
    await stopped.endings.bury(stopped.itemOf(1), 'crashed', FAILURE);
    expect(stopped.notes).toEqual(['bury 1 crashed not_yet', 'release 1']);
    const faulty = endingsOf(failsAfter(() => undefined));
    await faulty.endings.bury(faulty.itemOf(1), 'crashed', FAILURE);
    expect(faulty.notes).toEqual(['bury 1 crashed not_yet', 'fault no', 'release 1']);
    expect([faulty.recorder.counters.size, faulty.logged.length]).toEqual([0, 0]);
  });
});

/** Both write to a tier for a record that was never taken, so there is nothing to release. */
describe.each([
  {
    what: 'a record that waits once more',
    note: 'postpone 1 99',
    run: ({ endings, itemOf }: ReturnType<typeof endingsOf>) => {
      void endings.forward(Object.assign(itemOf(1), { dueAtMs: 99 }));
    },
  },
  {
    what: 'a record that follows its key into a tier',
    note: 'follow 1 false',
    run: ({ endings, overflow }: ReturnType<typeof endingsOf>) => {
      endings.spill('k', overflow().slice(0, 1));
    },
  },
])('$what', ({ note, run }) => {
  it('is finished once it is stored', async () => {
    const stored = Promise.withResolvers<undefined>();
    const world = endingsOf(() => stored.promise);
    run(world);
    await world.clock.settle();
    expect(world.notes).toEqual([note]);
    stored.resolve(undefined);
    await world.clock.settle();
    expect(world.notes).toEqual([note, 'finished 1']);
  });

  it('is not finished by us when its partition is lost meanwhile', async () => {
    const world = endingsOf(() => {
      world.partition.lose();
      return Promise.resolve(undefined);
    });
    run(world);
    await world.clock.settle();
    expect(world.notes).toEqual([note]);
  });

  it('stays open when its write is given up, and when the write fails, which is a fault of ours', async () => {
    const stopped = endingsOf(
      failsAfter(() => {
        stopped.stopping.abort(new Error('stop'));
      }),
    );
    run(stopped);
    await stopped.clock.settle();
    expect(stopped.notes).toEqual([note]);
    const faulty = endingsOf(failsAfter(() => undefined));
    run(faulty);
    await faulty.clock.settle();
    expect(faulty.notes).toEqual([note, 'fault no']);
  });
});

describe('records of an ordered key that overflow', () => {
  it('all follow into the tier in order; those not yet read have no failure of their own', async () => {
    const { clock, endings, notes, overflow } = endingsOf();
    endings.spill('k', overflow());
    expect(notes).toEqual(['follow 1 false', 'follow 2 true', 'follow 3 true']);
    await clock.settle();
    expect(notes.slice(3)).toEqual(['finished 1', 'finished 2', 'finished 3']);
  });
});
