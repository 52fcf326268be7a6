import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMissedmessageEmails } from '../../../src/consumers/missedmessage_emails/consumer.ts';
import type { CausedEvent } from '../../../src/consumers/missedmessage_emails/ports.ts';
import { createWindowStore } from '../../../src/db/window-store.ts';
import { silentRecorder } from '../../../src/metrics/recorder.ts';
import type { Recorder } from '../../../src/metrics/recorder.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { QueueConsumer } from '../../../src/runtime/definition.ts';
import type { MissedmessageEmailsEvent } from '../../../src/schemas/generated/missedmessage_emails.ts';
import type { Tx } from '../../../src/db/client.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { batchEvent, WorldDatabase } from './zulip-world.ts';
import type { World } from './zulip-world.ts';

type Queue = QueueConsumer<MissedmessageEmailsEvent, Tx>;

describe('the queue on the wall clock', () => {
  const database = new WorldDatabase();
  let world: World;
  let mails: CausedEvent[];
  let lateSeconds: number[];
  const started: Queue[] = [];
  beforeEach(async () => {
    world = await database.create();
    mails = [];
    lateSeconds = [];
  });
  afterEach(async () => {
    for (const queue of started.splice(0)) {
      for (const part of queue.parts) await part.stop(AbortSignal.timeout(5_000));
    }
    await world.end();
  });
  afterAll(() => database.drop());

  const start = (partitions: readonly number[]): Queue => {
    const recorder: Recorder = {
      ...silentRecorder,
      observe: (metric, _labels, value) => {
        if (metric === 'worker_window_lateness_seconds') lateSeconds.push(value);
      },
    };
    const queue = createMissedmessageEmails({
      ...world.flushDeps,
      clock: systemClock,
      enqueue: (_tx, events) => {
        mails.push(...events);
        return Promise.resolve();
      },
      windows: createWindowStore(world.handle.db),
      transaction: (run, signal) => world.handle.transaction(run, signal),
      recorder,
      logger: world.logger,
    });
    for (const part of queue.parts) {
      part.start();
      part.assigned(partitions);
    }
    started.push(queue);
    return queue;
  };

  const handle = async (queue: Queue, events: readonly MissedmessageEmailsEvent[]): Promise<void> => {
    const { handler } = queue;
    if (handler.kind !== 'batch') throw new Error('the handler takes batches');
    const after: (() => void)[] = [];
    await world.handle.transaction((tx) =>
      handler.handle(events.map(batchEvent), {
        tx,
        signal: AbortSignal.timeout(10_000),
        logger: world.logger,
        clock: systemClock,
        afterCommit: (action) => after.push(action),
      }),
    );
    for (const action of after) action();
  };

  it('closes the window of a silent partition when the period has passed', async () => {
    await world.set('hamlet', { email_notifications_batching_period_seconds: 1 });
    const queue = start([0, 1, 2, 3]);
    await handle(queue, [world.event('hamlet', await world.direct('othello', 'hamlet'))]);
    const startedAt = systemClock.now();
    await waitUntil(() => mails.length === 1, { timeoutMs: 20_000, what: 'the mail' });
    expect(systemClock.now() - startedAt).toBeGreaterThanOrEqual(950);
    await waitUntil(() => lateSeconds.length === 1, { timeoutMs: 20_000, what: 'the flush reported' });
    expect(await world.waitingRows()).toEqual([]);
  });

  it('two owners of all partitions at once mail every message once', async () => {
    await world.set('hamlet', { email_notifications_batching_period_seconds: 1 });
    await world.set('othello', { email_notifications_batching_period_seconds: 1 });
    const [first, second] = [start([0, 1, 2, 3]), start([0, 1, 2, 3])];
    const ids = [await world.direct('iago', 'hamlet'), await world.direct('iago', 'othello')];
    await handle(first, [world.event('hamlet', ids[0]!)]);
    await handle(second, [world.event('othello', ids[1]!), world.event('hamlet', ids[0]!)]);
    await waitUntil(async () => (await world.waitingRows()).length === 0, {
      timeoutMs: 20_000,
      what: 'an empty waiting room',
    });
    const addressees = mails.flatMap((mail) =>
      mail.stream === 'email_senders' ? mail.event.to_user_ids : [],
    );
    expect(addressees.sort()).toEqual([world.people.hamlet, world.people.othello].sort());
  });

  it('check 7: with an empty waiting room nothing is armed but the look at the table every 5 s', async () => {
    const timers: number[] = [];
    const windows = createWindowStore(world.handle.db);
    const queue = createMissedmessageEmails({
      ...world.flushDeps,
      clock: {
        ...systemClock,
        after: (delayMs, action) => {
          timers.push(delayMs);
          return systemClock.after(delayMs, action);
        },
      },
      windows,
      transaction: (run, signal) => world.handle.transaction(run, signal),
      recorder: silentRecorder,
      logger: world.logger,
    });
    started.push(queue);
    for (const part of queue.parts) {
      part.start();
      part.assigned([0, 1]);
    }
    await waitUntil(() => timers.length > 0, { timeoutMs: 20_000, what: 'a timer' });
    expect(timers).toEqual([5_000]);
    const sweep = queue.loops.find(({ name }) => name === 'overdue_sweep');
    expect(await sweep?.round(AbortSignal.timeout(5_000))).toBe(5_000);
  });
});
