import { insertScheduledMail } from '../../src/consumers/deferred_email_senders/queries.ts';
import {
  SCHEDULED_MAIL_TYPES,
  scheduledMailJson,
} from '../../src/consumers/deferred_email_senders/scheduled-mail.ts';
import type { SeedRandom } from '../../src/db/seed/random.ts';
import type { MailInput } from '../inputs.ts';
import { insist } from './producing-side.ts';
import type { ProducingSide } from './producing-side.ts';

const TEMPLATE = 'zerver/emails/invitation';
const CONTEXT = {
  referrer_full_name: 'Kim Nakamura',
  referrer_email: 'kim@example.com',
  referrer_realm_name: 'Lighthouse Works',
  activate_url: 'https://chat.example.test/accounts/do_confirm/abc',
  corporate_enabled: false,
};
/** Every so many mails one goes to two addresses, and is fanned out by the worker. */
const PAIR_EVERY = 10;
const SCHEDULED_WITHIN_MS = 5_000;

/** What a beat of mails is. */
export interface MailBeat {
  readonly count: number;
  readonly way: MailInput['way'];
  readonly random: SeedRandom;
}

interface Mail {
  readonly eventId: string;
  readonly queue: 'email_senders' | 'deferred_email_senders';
  readonly addresses: readonly string[];
}

/** Causes mails to addresses of their own, and answers what may arrive. */
export const sendMails = async (
  side: ProducingSide,
  { count, way, random }: MailBeat,
): Promise<MailInput[]> => {
  if (count === 0) return [];
  const mails = Array.from({ length: count }, (): Mail => {
    const name = `m${random.hex(16)}`;
    const isPair = way !== 'scheduled' && random.between(1, PAIR_EVERY) === 1;
    return {
      eventId: random.uuid(),
      queue: random.chance(0.5) ? 'email_senders' : 'deferred_email_senders',
      addresses: isPair
        ? [`${name}a@load.example.com`, `${name}b@load.example.com`]
        : [`${name}@load.example.com`],
    };
  });
  const certain = way === 'scheduled' ? await schedule(side, mails, random) : await produce(side, mails, way);
  return mails.map(({ addresses }) => ({ kind: 'mail', way, certain, addresses }));
};

const produce = (side: ProducingSide, mails: readonly Mail[], way: 'kafka' | 'outbox'): Promise<boolean> => {
  const events = mails.map(({ eventId, queue, addresses }) => ({
    stream: queue,
    event: { template_prefix: TEMPLATE, to_emails: addresses, context: CONTEXT },
    options: { eventId },
  }));
  return insist(async () => {
    if (way === 'outbox') {
      await side.database.transaction((tx) => side.outbox.enqueueAll(tx, events));
      return;
    }
    const prepared = await Promise.all(
      events.map(({ stream, event, options }) => side.producer.prepare(stream, event, options)),
    );
    await side.producer.sendPrepared(prepared);
  });
};

/** Rows without an id of ours: a second try could schedule them twice, so there is one try only. */
const schedule = async (
  side: ProducingSide,
  mails: readonly Mail[],
  random: SeedRandom,
): Promise<boolean> => {
  await insist(() => side.database.ping());
  const json = scheduledMailJson({
    ...{ template_prefix: TEMPLATE, from_name: null, from_address: null, language: null, context: CONTEXT },
  });
  const { realmId } = side.organization;
  try {
    await side.database.transaction(async (tx) => {
      for (const { addresses } of mails) {
        await insertScheduledMail(tx, {
          dueAtMs: Date.now() + random.between(0, SCHEDULED_WITHIN_MS),
          ...{ json, realmId, type: SCHEDULED_MAIL_TYPES.invitationReminder },
          to: { address: addresses[0] ?? '' },
        });
      }
    });
    return true;
  } catch {
    // Nobody knows whether it was committed.
    return false;
  }
};
