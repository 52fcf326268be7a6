import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createEmailSenders } from '../../../src/consumers/email_senders/consumer.ts';
import { silentRecorder } from '../../../src/metrics/recorder.ts';
import { HEADERS } from '../../../src/runtime/headers.ts';
import type { EffectStore } from '../../../src/runtime/ports.ts';
import type { DeliveryResult } from '../../../src/shared/mail-delivery/mailer.ts';
import { mailUser, ScriptedMailer } from '../../shared/mail-delivery/delivery-world.ts';
import { MemoryMailStore } from '../../shared/mail-delivery/memory-mail-store.ts';
import { mailEvent, mailSettings, renderer } from '../../shared/mail-message/mail-world.ts';
import { collectLogs } from '../../support/collect-logs.ts';
import { openMemoryQueue } from '../../support/memory-queue.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const EVENT_ID = '00000000-0000-4000-8000-000000000001';
const MINUTE_MS = 60_000;
/** A welcome mail: no age limit cuts its attempts short. */
const WELCOME = mailEvent({
  template_prefix: 'zerver/emails/account_registered',
  context: { realm_name: 'Z', realm_url: 'http://z', realm_creation: false, email: 'a@b.c' },
});

/** The queue in the real runtime, on the broker in memory, with time that the test moves. */
async function openQueue(answer: (attempt: number) => DeliveryResult) {
  const clock = new VirtualClock();
  const store = new MemoryMailStore(() => clock.now());
  store.knownUsers.set(10, mailUser());
  const mailer = new ScriptedMailer();
  const sentAtMs: number[] = [];
  const startMs = clock.now();
  mailer.answer = (_mail, attempt) => {
    sentAtMs.push(clock.now() - startMs);
    return answer(attempt);
  };
  let isServerUp = true;
  const logs = collectLogs();
  const queue = await openMemoryQueue({
    consumer: createEmailSenders<'tx'>({
      settings: mailSettings(),
      renderer,
      randomBytes,
      store,
      mailer,
      outbox: { enqueueAll: () => Promise.reject(new Error('nothing is caused here')) },
      recorder: silentRecorder,
      logger: logs.logger,
    }),
    clock,
    logger: logs.logger,
    effects: {} as EffectStore<'tx'>,
    probes: { smtp: () => (isServerUp ? Promise.resolve() : Promise.reject(new Error('down'))) },
  });
  queue.append(WELCOME, { key: 'user:10', eventId: EVENT_ID });
  await queue.advance(1_000);
  return {
    store,
    logs,
    sentAtMs,
    ...queue,
    setServerUp: (isUp: boolean) => {
      isServerUp = isUp;
    },
  };
}

const LATER: DeliveryResult = { kind: 'transient', code: 451, response: '451 later', retryAfterMs: null };

it('check 24: a mail that is always refused has four attempts, then a dead letter and the last line', async () => {
  const queue = await openQueue(() => LATER);
  expect(queue.sentAtMs).toHaveLength(1);
  await queue.advance(2 * MINUTE_MS);
  expect(queue.sentAtMs).toHaveLength(2);
  await queue.advance(11 * MINUTE_MS);
  expect(queue.sentAtMs).toHaveLength(3);
  await queue.advance(65 * MINUTE_MS);
  expect(queue.sentAtMs).toHaveLength(4);
  expect(queue.deadLetters()).toHaveLength(1);
  expect(queue.deadLetters()[0]?.headers).toMatchObject({
    [HEADERS.attempt]: '4',
    [HEADERS.disposition]: 'exhausted',
    [HEADERS.eventId]: EVENT_ID,
  });
  const lastLine = `Event ${EVENT_ID} failed due to exception EmailNotDeliveredError`;
  expect(queue.logs.lines.filter((line) => line.msg === lastLine)).toHaveLength(1);
  expect(queue.store.ledger.get(EVENT_ID)).toMatchObject({ status: 'failed', attempts: 4 });
  await queue.stop();
});

it('check 26: the attempt travels in a header, and the event is repeated as it was', async () => {
  const queue = await openQueue((attempt) =>
    attempt === 1 ? LATER : { kind: 'accepted', response: '250 ok' },
  );
  const [retried] = queue.retried();
  expect(retried?.headers).toMatchObject({ [HEADERS.attempt]: '2', [HEADERS.eventId]: EVENT_ID });
  expect(JSON.parse(String(retried?.value))).toEqual(WELCOME);
  expect(String(retried?.value)).not.toContain('failed_tries');
  await queue.advance(2 * MINUTE_MS);
  expect(queue.store.ledger.get(EVENT_ID)).toMatchObject({ status: 'sent', attempts: 2 });
  await queue.stop();
});

it('check 27: a refusal for good is a dead letter at once, with the code', async () => {
  const queue = await openQueue(() => ({
    kind: 'permanent',
    code: 550,
    response: '550 5.1.1 no such user',
    isAddressUnknown: true,
  }));
  expect([queue.retried(), queue.deadLetters()]).toMatchObject([
    [],
    [{ headers: { [HEADERS.disposition]: 'rejected', [HEADERS.attempt]: '1' } }],
  ]);
  expect(queue.deadLetters()[0]?.headers[HEADERS.errorMessage]).toContain('550 5.1.1');
  await queue.stop();
});

it('a mail server that is down for an hour costs no attempt: the queue waits and sends', async () => {
  let isUp = false;
  const error = new Error('connect ECONNREFUSED');
  const queue = await openQueue(() =>
    isUp ? { kind: 'accepted', response: '250 ok' } : { kind: 'outage', response: error.message, error },
  );
  queue.setServerUp(false);
  await queue.advance(60 * MINUTE_MS);
  expect([queue.retried(), queue.deadLetters()]).toEqual([[], []]);
  isUp = true;
  queue.setServerUp(true);
  await queue.advance(2 * MINUTE_MS);
  expect(queue.store.ledger.get(EVENT_ID)?.status).toBe('sent');
  expect([queue.retried(), queue.deadLetters()]).toEqual([[], []]);
  await queue.stop();
});
