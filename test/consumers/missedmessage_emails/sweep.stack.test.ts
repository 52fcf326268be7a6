import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SweepDeps } from '../../../src/consumers/missedmessage_emails/ports.ts';
import { createSweep } from '../../../src/consumers/missedmessage_emails/sweep.ts';
import { createTokenRetention } from '../../../src/consumers/missedmessage_emails/token-retention.ts';
import { createWindowStore } from '../../../src/db/window-store.ts';
import type { BackgroundLoop } from '../../../src/runtime/definition.ts';
import type { Aggregator } from '../../../src/runtime/window/aggregator.ts';
import { WorldDatabase } from './zulip-world.ts';
import type { World } from './zulip-world.ts';

const DAY_MS = 86_400_000;

describe('the sweep', () => {
  const database = new WorldDatabase();
  let world: World;
  let owned: number[];
  let told: { partition: number; dueAtMs: number }[];
  let sweep: BackgroundLoop;
  beforeEach(async () => {
    world = await database.create();
    owned = [3];
    told = [];
    const aggregator: Aggregator = {
      name: 'windows',
      start: () => undefined,
      assigned: () => undefined,
      lost: () => undefined,
      stop: () => Promise.resolve(),
      owned: () => owned,
      opened: (partition, dueAtMs) => told.push({ partition, dueAtMs }),
    };
    const deps: SweepDeps = {
      queue: 'missedmessage_emails',
      db: world.handle.db,
      clock: world.clock,
      windows: createWindowStore(world.handle.db),
      transaction: (run, signal) => world.handle.transaction(run, signal),
    };
    sweep = createSweep(deps, aggregator);
  });
  afterEach(() => world.end());
  afterAll(() => database.drop());

  const round = (): Promise<number> => sweep.round(new AbortController().signal);

  const leaveRow = async (offsetMs: number): Promise<void> => {
    const message = await world.direct('othello', 'hamlet');
    await world.sql(
      `insert into zerver_scheduledmessagenotificationemail
         (user_profile_id, message_id, trigger, scheduled_timestamp) values ($1, $2, 'direct_message', $3)`,
      [world.people.hamlet, message, world.at(offsetMs)],
    );
  };

  it('opens a window in a partition of its own for due rows of another worker, which are then mailed', async () => {
    await leaveRow(-1);
    expect(await round()).toBe(5_000);
    expect(told).toEqual([{ partition: 3, dueAtMs: world.clock.now() }]);
    await world.flush('hamlet');
    expect(world.mails()).toHaveLength(1);
    expect(await world.waitingRows()).toEqual([]);
  });

  it('leaves rows alone that are not due, and does nothing without partitions', async () => {
    await leaveRow(60_000);
    await round();
    await leaveRow(-1);
    owned = [];
    await round();
    expect(told).toEqual([]);
  });

  it('check 8: rows moved to an earlier time are sent with the next round, in the window they have', async () => {
    const message = await world.direct('othello', 'hamlet');
    await world.set('hamlet', { email_notifications_batching_period_seconds: 300 });
    await world.handleEvents([world.event('hamlet', message)]);
    // As the web server does when the period is changed from 300 s to 1 s.
    await world.sql(
      "update zerver_scheduledmessagenotificationemail set scheduled_timestamp = scheduled_timestamp - interval '299 s'",
    );
    await world.clock.advance(1_000);
    await round();
    expect(told).toEqual([{ partition: world.people.hamlet % 4, dueAtMs: world.clock.now() }]);
    await world.flush('hamlet');
    expect(world.mails()).toHaveLength(1);
  });

  it('check 9: a row that comes in with a past due time during a flush is sent by the next one', async () => {
    const [a, b] = [
      await world.direct('othello', 'hamlet', 'one'),
      await world.direct('iago', 'hamlet', 'two'),
    ];
    await world.handleEvents([world.event('hamlet', a)]);
    await world.clock.advance(120_000);
    await world.flush('hamlet', {
      enqueue: async (tx, events) => {
        await world.flushDeps.enqueue(tx, events);
        await world.sql(
          `insert into zerver_scheduledmessagenotificationemail
             (user_profile_id, message_id, trigger, scheduled_timestamp) values ($1, $2, 'direct_message', $3)`,
          [world.people.hamlet, b, world.at(-60_000)],
        );
      },
    });
    expect((await world.waitingRows()).map(({ message_id }) => message_id)).toEqual([b]);
    await round();
    await world.flush('hamlet');
    expect(world.mails().map(({ subject }) => subject)).toEqual([
      'DMs with Othello, the Moor of Venice',
      'DMs with Iago',
    ]);
    expect(await world.waitingRows()).toEqual([]);
  });

  it('does not hurry a window that waits after a failure', async () => {
    const broken = await world.channel('othello', 'x', { columns: { rendered_content: null } });
    await world.handleEvents([world.event('hamlet', broken, 'stream_email_notify')]);
    await world.clock.advance(120_000);
    await world.flush('hamlet');
    await round();
    expect(told).toEqual([]);
    const [window] = await world.sql<{ due_at: Date }>('select due_at from workers.open_window');
    expect(window?.due_at).toEqual(world.at(60_000));
  });

  it('reply tokens go after a year', async () => {
    const first = await world.direct('othello', 'hamlet');
    await world.mailsFor(world.event('hamlet', first));
    await world.clock.advance(200 * DAY_MS);
    await world.mailsFor(world.event('hamlet', await world.direct('othello', 'hamlet')));
    await world.clock.advance(200 * DAY_MS);
    const retention = createTokenRetention({ db: world.handle.db, clock: world.clock });
    await retention.round(new AbortController().signal);
    const left = await world.sql(
      'select message_id from zerver_missedmessageemailaddress where user_profile_id = $1',
      [world.people.hamlet],
    );
    expect(left).toHaveLength(1);
    expect(left).not.toEqual([{ message_id: first }]);
  });
});
