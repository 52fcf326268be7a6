import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../src/db/client.ts';
import { classifyError } from '../../../src/runtime/classify-error.ts';
import { createMailStore } from '../../../src/shared/mail-delivery/queries.ts';
import { lastWords, openMailDatabase } from './mail-database.ts';
import type { MailDatabase } from './mail-database.ts';
import { mailStoreContract } from './mail-store-contract.ts';

const LEASE_MS = 35_000;

describe('the mail store over PostgreSQL', () => {
  let world: MailDatabase;
  beforeAll(async () => {
    world = await openMailDatabase();
  });
  afterAll(() => world.end());

  mailStoreContract(() => {
    const [person] = world.people;
    return {
      store: createMailStore(world.database.db, LEASE_MS),
      leaseMs: LEASE_MS,
      age: async (eventIds, ageMs) => {
        await world.database.pool.query(
          `update workers.email_delivery set updated_at = updated_at - $2::int * interval '1 millisecond'
            where event_id = any($1::uuid[])`,
          [eventIds, ageMs],
        );
      },
      responseOf: (eventId) => lastWords(world.database, eventId),
      user: { id: person?.id ?? 0, email: person?.email ?? '', realmId: world.realmId },
    };
  });

  it('of two processes that claim the same deliveries at once, one gets each', async () => {
    const ids = Array.from({ length: 50 }, () => crypto.randomUUID());
    const claims = ids.map((eventId) => ({ eventId, queue: 'email_senders' as const, messageId: eventId }));
    const stores = [1, 2, 3].map(() => createMailStore(world.database.db, LEASE_MS));
    const answers = await Promise.all(
      stores.map((store, index) => store.claim(index === 1 ? claims.toReversed() : claims)),
    );
    const winners = ids.map((id) => answers.filter((answer) => answer.get(id)?.kind === 'claimed').length);
    expect(winners).toEqual(ids.map(() => 1));
  });

  it('a database that is away is an outage, no fault of the mail', async () => {
    const away = createDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', connectTimeoutMs: 1_000 });
    const error: unknown = await createMailStore(away.db, LEASE_MS)
      .users([1])
      .catch((thrown: unknown) => thrown);
    await away.close();
    expect(error).toMatchObject({ code: 'mail_store', query: 'mail_users' });
    expect(classifyError(error, { attempt: 1, retryUnexpected: true })).toMatchObject({
      kind: 'outage',
      service: 'database',
    });
  });
});
