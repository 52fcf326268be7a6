import type { Logger } from 'pino';
import type { Tx } from '../../db/client.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { BackgroundLoop } from '../../runtime/definition.ts';
import type { MailOutbox } from '../../shared/mail-delivery/ports.ts';
import { claimDueMail, deleteScheduledMail, nextDueMs, postponeScheduledMail } from './queries.ts';
import type { DueMail } from './queries.ts';
import { parseScheduledMail, scheduledMailEvent } from './scheduled-mail.ts';
import type { ScheduledMailData } from './scheduled-mail.ts';

/** What the deliverer needs. */
export interface ScheduledMailDeps {
  readonly outbox: MailOutbox<Tx>;
  transaction<T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A row inserted meanwhile for an earlier time is found at the latest after this. */
const LONGEST_POLL_MS = 10_000;
/** So that many rows of one instant do not make a busy loop of polls. */
const SHORTEST_POLL_MS = 50;
/** A row that cannot be read waits this long for a person to look at it, instead of being tried for ever at once. */
const UNREADABLE_PAUSE_MS = 60 * 60_000;

/**
 * Queues scheduled mails when they are due: one row in one transaction, in which its event goes into the outbox and the
 * row goes away, so a mail is neither lost nor queued twice, however many processes run this.
 *
 * @source zulip zerver/management/commands/deliver_scheduled_emails.py. Different: the event is stored with the deletion
 * (there a crash between commit and publishing loses it), no transaction is held open while waiting, and the next row's
 * time is waited for instead of a fixed 10 s.
 */
export function createScheduledMailLoop(deps: ScheduledMailDeps): BackgroundLoop {
  return {
    name: 'scheduled_mails',
    round: (signal) =>
      deps.transaction(async (tx) => {
        const due = await claimDueMail(tx, deps.clock.now());
        if (due === null) return pollDelay(await nextDueMs(tx), deps.clock.now());
        await deliverDue(tx, due, deps);
        return 0;
      }, signal),
  };
}

/** Nothing is due that is not in another process's hands: wait for the next row's time, within the limits. */
function pollDelay(nextMs: number | null, nowMs: number): number {
  if (nextMs === null) return LONGEST_POLL_MS;
  return Math.min(Math.max(nextMs - nowMs, SHORTEST_POLL_MS), LONGEST_POLL_MS);
}

async function deliverDue(tx: Tx, due: DueMail, deps: ScheduledMailDeps): Promise<void> {
  const { outbox, logger, clock } = deps;
  let data: ScheduledMailData;
  try {
    data = parseScheduledMail(due.json);
  } catch (error) {
    logger.error(
      { err: error },
      `ScheduledEmail ${String(due.id)} at ${due.dueAt} cannot be read; tried again later`,
    );
    await postponeScheduledMail(tx, due.id, clock.now() + UNREADABLE_PAUSE_MS);
    return;
  }
  if (due.userIds.length === 0 && due.address === null) {
    logger.warn(
      `ScheduledEmail ${String(due.id)} at ${due.dueAt} had empty users and address attributes: ${forLog(data)}`,
    );
  } else {
    await outbox.enqueueAll(tx, [{ stream: 'deferred_email_senders', event: scheduledMailEvent(data, due) }]);
  }
  await deleteScheduledMail(tx, due.id);
}

/** The data without the values of the context, which name people and addresses. */
const forLog = (data: ScheduledMailData): string =>
  JSON.stringify({ ...data, context: Object.keys(data.context) });
