/** Statements about how services do: their circuit breaker, and what their owners know. */

/** Failed events in a row after which a service is not called for a while. */
export const FAILURES_UNTIL_PAUSE = 5;
/** The first pause; each failed trial after it doubles it, up to the longest. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** Owners hear of failures at most this often: the first at once, the others in a summary. */
const NOTICE_INTERVAL_MS = 300_000;
/** A trial whose process died is taken over by the next event after this time: longer than the time limit of an event. */
export const TRIAL_LEASE_MS = 60_000;

/** SQL of a span of so many ms. */
const ms = (amount: number | string): string => `${amount} * interval '1 millisecond'`;

/** SQL condition on a service's row: its owner is told of the next failure at once. */
export const OWNER_IS_DUE = `coalesce(noticed_at < now() - ${ms(NOTICE_INTERVAL_MS)}, true) and untold_failures = 0`;

/**
 * $1 service; it works: what was counted against it is forgotten. Not a write for those that worked before.
 * Used as a part of a statement.
 */
export const MARK_WORKING = `
  update workers.outgoing_webhook_service
     set failures_in_row = 0, paused_until = null, updated_at = now()
   where service_id = $1 and (failures_in_row > 0 or paused_until is not null)`;

/**
 * $1 service, $2 bot, $3 whether the owner is told in this transaction, $4 what the conversation was told, $5 whether
 * the service is at fault. The row is locked by the update, so two failures at once count as two. A failed trial comes
 * here too, with a count that is above the limit already: the pause grows. The exponent is held where a power of two
 * cannot overflow.
 */
export const COUNT_FAILURE = {
  name: 'webhook_count_failure',
  text: `
    insert into workers.outgoing_webhook_service as s
           (service_id, bot_id, failures_in_row, noticed_at, untold_failures, last_failure)
    values ($1, $2, $5::boolean::int, case when $3 then now() end, (not $3::boolean)::int, $4)
    on conflict (service_id) do update
       set failures_in_row = case when $5 then s.failures_in_row + 1 else 0 end,
           paused_until = case
             when not $5 then null
             when s.failures_in_row + 1 >= ${FAILURES_UNTIL_PAUSE} then now() + ${ms(
               `least(${FIRST_PAUSE_MS} * power(2, least(s.failures_in_row + 1 - ${FAILURES_UNTIL_PAUSE}, 20)), ${LONGEST_PAUSE_MS})`,
             )}
             else s.paused_until end,
           noticed_at = case when $3 then now() else s.noticed_at end,
           untold_failures = s.untold_failures + (not $3::boolean)::int,
           last_failure = excluded.last_failure, bot_id = excluded.bot_id, updated_at = now()
    returning paused_until is not null as is_paused`,
} as const;

/**
 * $1 most services. They are claimed by moving the time of the notice: another process passes over a locked row and
 * then does not find it due. A claim whose process dies is due again after the interval, with all its failures.
 */
export const CLAIM_UNTOLD = {
  name: 'webhook_claim_untold',
  text: `
    with due as (
      select service_id from workers.outgoing_webhook_service
       where untold_failures > 0 and (noticed_at is null or noticed_at < now() - ${ms(NOTICE_INTERVAL_MS)})
       order by noticed_at limit $1 for update skip locked
    )
    update workers.outgoing_webhook_service s set noticed_at = now()
      from due where s.service_id = due.service_id
    returning s.service_id, s.bot_id, s.untold_failures, s.last_failure, s.noticed_at`,
} as const;

/** $1 service, $2 failures that the owner was told of; those since then stay for the next summary. */
export const TELL = {
  name: 'webhook_tell',
  text: `
    update workers.outgoing_webhook_service
       set untold_failures = greatest(untold_failures - $2, 0), updated_at = now() where service_id = $1`,
} as const;
