import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlushDeps } from '../../../src/consumers/missedmessage_emails/ports.ts';
import { QUEUES } from '../../../src/consumers/registry.ts';
import { insertOutboxRows } from '../../../src/db/outbox.ts';
import { createDeadLetterWriter } from '../../../src/producer/dead-letter-writer.ts';
import { createOutboxWriter } from '../../../src/producer/outbox-writer.ts';
import { createPrepareEvent } from '../../../src/producer/prepare-event.ts';
import { streamRules } from '../../../src/producer/stream-rules.ts';
import { createEventCodec } from '../../../src/schemas/codec.ts';
import { createLocalSchemas } from '../../../src/schemas/local-schemas.ts';
import { WorldDatabase } from './zulip-world.ts';
import type { World } from './zulip-world.ts';

const PREFIX = 'test';
const DLQ = 'test.missedmessage_emails.dlq';
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const OTHER_TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
/** The first flush, and the retries after 1, 5 and 30 minutes. */
const WAITS_MS = [120_000, 60_000, 300_000, 1_800_000] as const;

interface OutboxRow extends Record<string, unknown> {
  readonly event_id: string;
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer;
}

describe('what flushes write into the outbox', () => {
  const database = new WorldDatabase();
  const codec = createEventCodec(createLocalSchemas());
  let world: World;
  let deps: Pick<FlushDeps, 'bury' | 'enqueue'>;
  beforeEach(async () => {
    world = await database.create();
    const { clock } = world;
    const prepare = createPrepareEvent({
      codec,
      rules: streamRules(QUEUES),
      prefix: PREFIX,
      clock,
      producerName: 'worker/1',
      newEventId: () => {
        throw new Error('every id is derived');
      },
    });
    const writing = { prepare, insertRows: insertOutboxRows };
    const outbox = createOutboxWriter(writing);
    const deadLetters = createDeadLetterWriter({ ...writing, prefix: PREFIX, workerHost: 'host', clock });
    deps = {
      enqueue: (tx, events) => outbox.enqueueAll(tx, events),
      bury: (tx, events) => deadLetters.bury(tx, 'missedmessage_emails', events),
    };
  });
  afterEach(async () => {
    await world.sql('delete from workers.event_outbox');
    await world.end();
  });
  afterAll(() => database.drop());

  const outboxRows = (topic: string): Promise<OutboxRow[]> =>
    world.sql<OutboxRow>('select * from workers.event_outbox where topic = $1 order by id', [topic]);

  const fail = async (): Promise<void> => {
    for (const waitMs of WAITS_MS) {
      expect(await outboxRows(DLQ)).toEqual([]);
      await world.clock.advance(waitMs);
      await world.flush('hamlet', deps);
    }
  };

  it('check 6: after the last attempt every row is a dead letter that says why, and nothing waits', async () => {
    const groupId = await world.addGroup('hamlet_group', ['hamlet']);
    const broken = { rendered_content: null };
    const [a, b] = [
      await world.channel('othello', 'one', { topic: 'x', columns: broken }),
      await world.channel('othello', 'two', { topic: 'y', columns: broken }),
    ];
    const openedAtMs = world.clock.now();
    await world.handleEvents(
      [
        world.event('hamlet', a, 'stream_email_notify'),
        world.event('hamlet', b, 'mentioned', groupId),
        world.event('hamlet', await world.direct('iago', 'hamlet', 'fine')),
      ],
      TRACE,
    );
    await fail();
    const letters = await outboxRows(DLQ);
    const decoder = codec.decoder('missedmessage_emails');
    expect(letters.map(({ payload }) => decoder.decode(payload))).toMatchObject([
      { kind: 'decoded', event: world.event('hamlet', a, 'stream_email_notify') },
      { kind: 'decoded', event: world.event('hamlet', b, 'mentioned', groupId) },
    ]);
    expect(letters.map(({ key }) => key)).toEqual([a, b].map(() => String(world.people.hamlet)));
    expect(letters[0]?.headers).toEqual({
      'x-event-id': letters[0]?.event_id,
      'x-event-type': 'missedmessage_emails',
      'x-produced-at': String(openedAtMs + 1000),
      'x-producer': 'worker/1',
      traceparent: TRACE,
      'x-attempt': '4',
      'x-last-failed-at': String(world.clock.now()),
      'x-error-class': 'UnrenderedMessageError',
      'x-error-message': expect.stringContaining(`message ${a}`) as string,
      'x-error-stack': expect.stringContaining('Error') as string,
      'x-origin-topic': 'test.missedmessage_emails',
      'x-consumer-group': 'test.missedmessage_emails',
      'x-worker-host': 'host',
      'x-disposition': 'exhausted',
    });
    expect(await world.waitingRows()).toEqual([]);
    expect(await world.sql('select * from workers.open_window')).toEqual([]);
    expect(await outboxRows('test.email_senders')).toHaveLength(1);
  });

  it('what a flush causes has the key of its own queue and the trace of the event that opened the window', async () => {
    await world.set('hamlet', { long_term_idle: true });
    await world.handleEvents([world.event('hamlet', await world.direct('iago', 'hamlet'))], TRACE);
    await world.handleEvents([world.event('hamlet', await world.direct('iago', 'hamlet'))], OTHER_TRACE);
    await world.handleEvents([world.event('othello', await world.direct('iago', 'othello'))]);
    await world.clock.advance(120_000);
    for (const person of ['hamlet', 'othello'] as const) await world.flush(person, deps);
    const rows = [...(await outboxRows('test.email_senders')), ...(await outboxRows('test.deferred_work'))];
    expect(rows.map(({ topic, key, headers }) => [topic, key, headers['traceparent']])).toEqual([
      ['test.email_senders', `user:${world.people.hamlet}`, TRACE],
      ['test.email_senders', `user:${world.people.othello}`, undefined],
      ['test.deferred_work', `user:${world.people.hamlet}`, TRACE],
    ]);
  });

  it('a dead letter that cannot be written leaves the row where it is', async () => {
    const broken = await world.channel('othello', 'one', { columns: { rendered_content: null } });
    await world.handleEvents([world.event('hamlet', broken, 'stream_email_notify')]);
    const { bury } = deps;
    deps = {
      ...deps,
      bury: async (tx, events) => {
        await bury(tx, events);
        throw new Error('no');
      },
    };
    await fail();
    expect(await outboxRows(DLQ)).toEqual([]);
    expect(await world.waitingRows()).toHaveLength(1);
    expect(await world.sql('select * from workers.open_window')).toHaveLength(1);
  });

  it('a replayed dead letter waits again, is mailed once mended, and else makes a letter of its own', async () => {
    const broken = await world.channel('othello', 'one', { columns: { rendered_content: null } });
    const event = world.event('hamlet', broken, 'stream_email_notify');
    await world.handleEvents([event]);
    await fail();
    const [first] = await outboxRows(DLQ);
    await world.sql('update workers.event_outbox set topic = $1 where topic = $2', ['published', DLQ]);
    expect(await world.handleEvents([event])).toEqual([{ kind: 'done' }]);
    await fail();
    const [second] = await outboxRows(DLQ);
    expect(second?.event_id).not.toBe(first?.event_id);
    await world.sql("update zerver_message set rendered_content = '<p>mended</p>' where id = $1", [broken]);
    await world.handleEvents([event]);
    await world.clock.advance(120_000);
    await world.flush('hamlet', deps);
    expect(await outboxRows('test.email_senders')).toHaveLength(1);
  });
});
