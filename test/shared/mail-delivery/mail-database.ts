import { createDatabase } from '../../../src/db/client.ts';
import type { DatabaseHandle } from '../../../src/db/client.ts';
import { seed, SEEDED_REALM } from '../../../src/db/seed.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { freshDatabase } from '../../support/stack.ts';

/** A seeded database of the test file's own. */
export interface MailDatabase {
  readonly database: DatabaseHandle;
  readonly realmId: number;
  /** Active people, in the order of their ids. */
  readonly people: readonly { readonly id: number; readonly email: string }[];
  readonly end: () => Promise<void>;
}

export async function openMailDatabase(): Promise<MailDatabase> {
  const fresh = await freshDatabase();
  const database = createDatabase({ url: fresh.url });
  await seed(database, { people: 20, messages: 1, clock: systemClock });
  const { rows } = await database.pool.query<{ id: number; email: string; realm_id: number }>(
    `select u.id, u.delivery_email as email, u.realm_id from zerver_userprofile u
       join zerver_realm r on r.id = u.realm_id
      where r.string_id = $1 and u.is_active and not u.is_bot order by u.id`,
    [SEEDED_REALM],
  );
  return {
    database,
    realmId: rows[0]?.realm_id ?? 0,
    people: rows,
    end: async () => {
      await database.close();
      await fresh.drop();
    },
  };
}

/** What the ledger of mails says last about an event. */
export const lastWords = async ({ pool }: Pick<DatabaseHandle, 'pool'>, eventId: string): Promise<string> => {
  const { rows } = await pool.query<{ smtp_response: string }>(
    'select smtp_response from workers.email_delivery where event_id = $1',
    [eventId],
  );
  return rows[0]?.smtp_response ?? '';
};
