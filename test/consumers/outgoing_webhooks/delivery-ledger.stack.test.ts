import { afterAll, beforeAll } from 'vitest';
import { createDeliveryLedger } from '../../../src/consumers/outgoing_webhooks/deliveries.ts';
import type { Tx } from '../../../src/db/client.ts';
import { openFixture } from '../../db/fixture.ts';
import type { DatabaseFixture } from '../../db/fixture.ts';
import { describeDeliveryLedger } from './delivery-ledger-contract.ts';

let fixture: DatabaseFixture;
let serial = 0;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.end());

describeDeliveryLedger<Tx>('in PostgreSQL', () => ({
  ledger: createDeliveryLedger(fixture.database.db),
  transaction: (run) => fixture.database.transaction(run),
  age: async (durationMs) => {
    await fixture.database.pool.query(
      `update workers.outgoing_webhook_service
          set paused_until = paused_until - $1 * interval '1 millisecond',
              noticed_at = noticed_at - $1 * interval '1 millisecond'`,
      [durationMs],
    );
  },
  state: async ({ botId, messageId, serviceId }) => {
    const { rows } = await fixture.database.pool.query<{ state: string }>(
      `select state from workers.outgoing_webhook_delivery
        where message_id = $1 and bot_id = $2 and service_id = $3`,
      [messageId, botId, serviceId],
    );
    return rows[0]?.state ?? 'missing';
  },
  freshKey: () => {
    serial += 1;
    return { messageId: serial * 100, botId: serial, serviceId: serial };
  },
}));
