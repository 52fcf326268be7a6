import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { insertOutboxRows } from '../../src/db/outbox.ts';
import { waitUntil } from '../support/wait-until.ts';
import { Fleet } from './support/fleet.ts';
import { numbers } from './support/ground.ts';
import { readTopic } from './support/read-topic.ts';

const KEYS = 40;
const ROWS = 6_000;
/** Written while both are alive: each goes out once. */
const ROWS_WITH_BOTH = 2_000;
const ROWS_PER_TRANSACTION = 50;

const fleets: Fleet[] = [];

afterEach(async () => {
  for (const fleet of fleets.splice(0)) await fleet.close();
});

describe('two relays', () => {
  it('publish each row once; with one killed in the middle every row, in the order of its key, doubled ones under the same event id', async () => {
    const fleet = await Fleet.open();
    fleets.push(fleet);
    const { database, query } = fleet.installation;
    const topic = fleet.names('embed_links').main;
    // Every process has a relay; this queue has nothing to do.
    const relays = [
      await fleet.start(['deferred_email_senders']),
      await fleet.start(['deferred_email_senders']),
    ];
    const eventIds = numbers(ROWS).map(() => randomUUID());
    const rows = eventIds.map((eventId, index) => ({
      eventId,
      topic,
      key: `key-${index % KEYS}`,
      headers: { 'x-event-id': eventId },
      payload: Buffer.from(String(index)),
    }));
    const write = async (from: number, end: number): Promise<void> => {
      for (let first = from; first < end; first += ROWS_PER_TRANSACTION) {
        await database.transaction((tx) =>
          insertOutboxRows(tx, rows.slice(first, first + ROWS_PER_TRANSACTION)),
        );
      }
    };
    const waiting = async (): Promise<number> =>
      (await query('select from workers.event_outbox where published_at is null')).length;

    await write(0, ROWS_WITH_BOTH);
    await waitUntil(async () => (await waiting()) === 0, { timeoutMs: 20_000, what: 'nothing waits' });
    expect(await readTopic(fleet.broker, topic)).toHaveLength(ROWS_WITH_BOTH);

    const written = write(ROWS_WITH_BOTH, ROWS);
    await waitUntil(
      async () =>
        (await query('select from workers.event_outbox where published_at is not null')).length >
        ROWS_WITH_BOTH + 200,
      {
        timeoutMs: 20_000,
        intervalMs: 1,
        what: 'the relays are at work',
      },
    );
    await relays[0]!.kill('SIGKILL');
    await written;
    await waitUntil(async () => (await waiting()) === 0, { timeoutMs: 20_000, what: 'nothing waits' });

    const records = await readTopic(fleet.broker, topic);
    const seen = new Map<string, number[]>();
    for (const { key, value, headers } of records) {
      const index = Number(String(value));
      expect(headers['x-event-id']).toBe(eventIds[index]);
      const ofKey = seen.get(key ?? '') ?? [];
      if (!ofKey.includes(index)) ofKey.push(index);
      seen.set(key ?? '', ofKey);
    }
    expect(seen).toEqual(
      new Map(
        numbers(KEYS).map((key) => [`key-${key}`, numbers(ROWS / KEYS).map((round) => round * KEYS + key)]),
      ),
    );
    expect(relays[1]!.isRunning()).toBe(true);
  });
});
