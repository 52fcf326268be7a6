import type { Database, Tx } from '../../db/client.ts';
import { runHot } from '../../db/statement.ts';
import type { Posting } from './interpret-result.ts';
import type { Admission, DeliveryKey, DeliveryLedger, LeftDelivery, OpenDelivery } from './ports.ts';
import {
  CLAIM_UNTOLD,
  COUNT_FAILURE,
  MARK_WORKING,
  OWNER_IS_DUE,
  TELL,
  TRIAL_LEASE_MS,
} from './service-health.ts';

/** What a row says about one service, joined as `h`. */
const HEALTH = `select failures_in_row, paused_until, ${OWNER_IS_DUE} as is_owner_due
      from workers.outgoing_webhook_service`;

/**
 * $1 message, $2 bot, $3 service, $4 delivery id of a new row.
 *
 * `health` sees the row as it was before `trial` changes it. The end of a pause is moved by the event that takes the
 * trial: of several at once the row's lock lets one through, and the others find the end in the future. An event whose
 * delivery is settled takes no trial. The row of the delivery is inserted before the first call, and its attempts are
 * counted before each.
 */
const ADMIT = {
  name: 'webhook_admit',
  text: `
    with settled as (
      select 1 from workers.outgoing_webhook_delivery
       where message_id = $1 and bot_id = $2 and service_id = $3 and (state <> 'pending' or answer is not null)
    ), health as (${HEALTH} where service_id = $3
    ), trial as (
      update workers.outgoing_webhook_service
         set paused_until = now() + ${TRIAL_LEASE_MS} * interval '1 millisecond', updated_at = now()
       where service_id = $3 and paused_until <= now() and not exists (select from settled)
      returning service_id
    ), gate as (
      select case when exists (select from trial) then 'trial'
                  when exists (select from health where paused_until is not null) then 'paused'
                  else 'open' end as kind
    )
    insert into workers.outgoing_webhook_delivery as d
           (message_id, bot_id, service_id, delivery_id, state, attempts)
    select $1, $2, $3, $4, 'pending', (kind <> 'paused')::int from gate
    on conflict (message_id, bot_id, service_id) do update
       set attempts = d.attempts
             + case when d.state = 'pending' and d.answer is null then excluded.attempts else 0 end
    returning d.message_id, d.bot_id, d.service_id, d.delivery_id, d.state, d.attempts, d.answer,
              (select kind from gate) as gate,
              coalesce((select failures_in_row from health), 0) as failures_in_row,
              coalesce((select is_owner_due from health), true) as is_owner_due`,
} as const;

const MINE = `message_id = $1 and bot_id = $2 and service_id = $3 and state = 'pending'`;

const KEEP_POSTING = {
  name: 'webhook_keep_posting',
  text: `update workers.outgoing_webhook_delivery set last_status = $4, last_error = null, answer = $5 where ${MINE}`,
} as const;

const KEEP_FAILURE = {
  name: 'webhook_keep_failure',
  text: `update workers.outgoing_webhook_delivery set last_status = $4, last_error = $5 where ${MINE}`,
} as const;

/** A service that answers as it should is not paused any more, whatever it was. */
const FINISH_SILENTLY = {
  name: 'webhook_finish_silently',
  text: `
    with working as (${MARK_WORKING.replace('$1', '$3')})
    update workers.outgoing_webhook_delivery
       set state = 'no_reply', last_status = $4, last_error = null, finished_at = now() where ${MINE}`,
} as const;

const FINISH_REPLIED = {
  name: 'webhook_finish_replied',
  text: `
    with working as (${MARK_WORKING.replace('$1', '$3')})
    update workers.outgoing_webhook_delivery
       set state = 'replied', reply_message_id = $4, last_error = null, answer = null, finished_at = now()
     where ${MINE}`,
} as const;

const FINISH_FAILED = {
  name: 'webhook_finish_failed',
  text: `
    update workers.outgoing_webhook_delivery
       set state = 'failed', last_error = $4, answer = null, finished_at = now() where ${MINE}
    returning 1`,
} as const;

const LEFT = {
  name: 'webhook_left',
  text: `
    select d.message_id, d.bot_id, d.service_id, d.delivery_id, d.last_status, d.last_error, d.answer,
           coalesce(h.failures_in_row, 0) as failures_in_row, coalesce(h.is_owner_due, true) as is_owner_due
      from workers.outgoing_webhook_delivery d
      left join lateral (${HEALTH} where service_id = d.service_id) h on true
     where d.message_id = $1 and d.bot_id = $2 and d.state = 'pending'
     order by d.service_id`,
} as const;

/** Services that one round of the summaries claims at most. */
const SUMMARIES_AT_ONCE = 50;

interface DeliveryRow extends Record<string, unknown> {
  readonly message_id: number;
  readonly bot_id: number;
  readonly service_id: number;
  readonly delivery_id: string;
  readonly failures_in_row: number;
  readonly is_owner_due: boolean;
  readonly answer: string | null;
}

interface AdmitRow extends DeliveryRow {
  readonly state: 'pending' | 'replied' | 'no_reply' | 'failed';
  readonly attempts: number;
  readonly gate: 'open' | 'trial' | 'paused';
}

interface LeftRow extends DeliveryRow {
  readonly last_status: number | null;
  readonly last_error: string | null;
}

interface UntoldRow extends Record<string, unknown> {
  readonly service_id: number;
  readonly bot_id: number;
  readonly untold_failures: number;
  readonly last_failure: string | null;
  readonly noticed_at: Date;
}

const keyValues = ({ messageId, botId, serviceId }: DeliveryKey): readonly number[] => [
  messageId,
  botId,
  serviceId,
];

const deliveryOf = (row: DeliveryRow): OpenDelivery => ({
  messageId: row.message_id,
  botId: row.bot_id,
  serviceId: row.service_id,
  deliveryId: row.delivery_id,
  failuresInRow: row.failures_in_row,
  isOwnerDue: row.is_owner_due,
});

/** Only this queue writes the column. */
const postingOf = (answer: string): Posting => JSON.parse(answer) as Posting;

function admissionOf(row: AdmitRow): Admission {
  if (row.state !== 'pending') return { kind: 'finished' };
  const delivery = deliveryOf(row);
  if (row.answer !== null) return { kind: 'answered', delivery, posting: postingOf(row.answer) };
  if (row.gate === 'paused') return { kind: 'paused', delivery };
  return { kind: 'call', delivery, attempt: row.attempts, isTrial: row.gate === 'trial' };
}

const leftOf = (row: LeftRow): LeftDelivery => ({
  delivery: deliveryOf(row),
  failure: row.last_error === null ? null : { status: row.last_status, ownerDetail: row.last_error },
  posting: row.answer === null ? null : postingOf(row.answer),
});

/** The ledger in PostgreSQL. Methods reject as `runHot` does. */
export function createDeliveryLedger(db: Database): DeliveryLedger<Tx> {
  return {
    async admit(key, newDeliveryId) {
      const [row] = await runHot<AdmitRow>(db, ADMIT, [...keyValues(key), newDeliveryId]);
      if (row === undefined) throw new Error('the ledger of webhook deliveries did not answer');
      return admissionOf(row);
    },
    async keepPosting(key, status, posting) {
      await runHot(db, KEEP_POSTING, [...keyValues(key), status, JSON.stringify(posting)]);
    },
    async keepFailure(key, { ownerDetail, status }) {
      await runHot(db, KEEP_FAILURE, [...keyValues(key), status, ownerDetail]);
    },
    async finishSilently(key, status) {
      await runHot(db, FINISH_SILENTLY, [...keyValues(key), status]);
    },
    async finishReplied(tx, key, messageId) {
      await runHot(tx, FINISH_REPLIED, [...keyValues(key), messageId]);
    },
    async finishFailed(tx, key, { code, isTold, said, service }) {
      const finished = await runHot(tx, FINISH_FAILED, [...keyValues(key), code]);
      // Of one failure that two processes report, one is counted.
      if (finished.length === 0 || service === 'not_called') return false;
      const isAtFault = service === 'at_fault';
      const values = [key.serviceId, key.botId, isTold, said, isAtFault];
      const [row] = await runHot<{ is_paused: boolean }>(tx, COUNT_FAILURE, values);
      return row?.is_paused ?? false;
    },
    async left(messageId, botId) {
      return (await runHot<LeftRow>(db, LEFT, [messageId, botId])).map(leftOf);
    },
    async claimUntold() {
      const rows = await runHot<UntoldRow>(db, CLAIM_UNTOLD, [SUMMARIES_AT_ONCE]);
      return rows.map((row) => ({
        serviceId: row.service_id,
        botId: row.bot_id,
        count: row.untold_failures,
        lastSaid: row.last_failure ?? '',
        claimedAtMs: row.noticed_at.getTime(),
      }));
    },
    async tell(tx, { count, serviceId }) {
      await runHot(tx, TELL, [serviceId, count]);
    },
  };
}
