import { randomBytes, randomUUID } from 'node:crypto';
import { silentRecorder } from '../../../src/metrics/recorder.ts';
import type { HandlerContext } from '../../../src/runtime/definition.ts';
import type { Outcome } from '../../../src/runtime/outcome.ts';
import type { MailEvent } from '../../../src/shared/mail-delivery/mail-event.ts';
import type { DeliveryResult, Mailer, OutgoingMail } from '../../../src/shared/mail-delivery/mailer.ts';
import type { MailOutbox, MailRealm, MailUser } from '../../../src/shared/mail-delivery/ports.ts';
import { createMailHandler } from '../../../src/shared/mail-delivery/send-mail.ts';
import type { MailSettings } from '../../../src/shared/mail-message/mail-settings.ts';
import { collectLogs } from '../../support/collect-logs.ts';
import type { LogCollector } from '../../support/collect-logs.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { mailSettings, renderer } from '../mail-message/mail-world.ts';
import { MemoryMailStore } from './memory-mail-store.ts';

export const REALM: MailRealm = { id: 2, name: 'Zulip Dev', stringId: 'zulip', deactivated: false };
export const OTHER_REALM: MailRealm = { id: 3, name: 'Lear', stringId: 'lear', deactivated: false };

export const mailUser = (over: Partial<MailUser> = {}): MailUser => ({
  id: 10,
  fullName: 'King Hamlet',
  deliveryEmail: 'hamlet@zulip.com',
  language: 'en',
  isActive: true,
  isBot: false,
  realm: REALM,
  isSuppressed: false,
  ...over,
});

/** A mailer that answers what the test says, and remembers what it was given. */
export class ScriptedMailer implements Mailer {
  readonly sent: OutgoingMail[] = [];
  answer: (
    mail: OutgoingMail,
    attempt: number,
    signal: AbortSignal,
  ) => DeliveryResult | Promise<DeliveryResult> = () => ({ kind: 'accepted', response: '250 2.0.0 queued' });

  async send(mail: OutgoingMail, signal: AbortSignal): Promise<DeliveryResult> {
    this.sent.push(mail);
    return this.answer(mail, this.sent.length, signal);
  }

  verify(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

type Enqueued = Parameters<MailOutbox<'tx'>['enqueueAll']>[1][number];

/** A mail queue's handler with everything around it in memory. */
export interface DeliveryWorld {
  readonly clock: VirtualClock;
  readonly store: MemoryMailStore;
  readonly mailer: ScriptedMailer;
  readonly logs: LogCollector;
  readonly enqueued: readonly Enqueued[];
  /** Handles one event as the runtime would. */
  handle(event: MailEvent, over?: Partial<HandlerContext<'tx'>>): Promise<Outcome>;
}

export function createDeliveryWorld(settings: Partial<MailSettings> = {}): DeliveryWorld {
  const clock = new VirtualClock();
  const store = new MemoryMailStore(() => clock.now());
  store.knownRealms.set(REALM.id, REALM);
  store.knownUsers.set(10, mailUser());
  const mailer = new ScriptedMailer();
  const logs = collectLogs();
  const enqueued: Enqueued[] = [];
  const applied = new Set<string>();
  const handler = createMailHandler<'tx'>({
    queue: 'email_senders',
    store,
    mailer,
    outbox: {
      enqueueAll: (_tx, requests) => {
        enqueued.push(...requests);
        return Promise.resolve(requests.map(() => randomUUID()));
      },
    },
    recorder: silentRecorder,
    settings: mailSettings(settings),
    renderer,
    randomBytes,
  });
  return {
    clock,
    store,
    mailer,
    logs,
    enqueued,
    handle: (event, over = {}) => {
      const eventId = over.eventId ?? randomUUID();
      return handler.handle(event, {
        eventId,
        eventType: 'email_senders.notify_new_login',
        key: 'user:10',
        partition: 0,
        attempt: 1,
        producedAtMs: clock.now(),
        traceparent: null,
        signal: new AbortController().signal,
        logger: logs.logger,
        clock,
        apply: async (effect) => {
          if (applied.has(eventId)) return { kind: 'already_applied' };
          applied.add(eventId);
          return { kind: 'applied', value: await effect('tx') };
        },
        ...over,
      });
    },
  };
}
