import { describe, expect, it } from 'vitest';
import { deferredEmailSendersDefinition } from '../../../src/consumers/deferred_email_senders/definition.ts';
import { emailSendersDefinition } from '../../../src/consumers/email_senders/definition.ts';
import { createMailConsumer } from '../../../src/shared/mail-delivery/mail-consumer.ts';
import type { SendMailDeps } from '../../../src/shared/mail-delivery/deliver.ts';
import { dead, retry } from '../../../src/runtime/outcome.ts';
import { collectLogs } from '../../support/collect-logs.ts';
import { mailEvent } from '../mail-message/mail-world.ts';
import { MemoryMailStore } from './memory-mail-store.ts';

describe('the retry policy', () => {
  it('check 24: every mail has four attempts, after 1 min, 10 min and 1 h', () => {
    const policies = [emailSendersDefinition, deferredEmailSendersDefinition].flatMap(
      (definition) => definition.retryPolicies,
    );
    for (const policy of policies) expect(policy.delaysMs).toEqual([60_000, 600_000, 3_600_000]);
  });

  it.each([
    ['notify_new_login', 1_800_000],
    ['password_reset', 1_800_000],
    ['confirm_registration', 1_800_000],
    ['missed_message', undefined],
    ['invitation', undefined],
    ['nonsense', undefined],
  ])('%s is given up after %s ms of age', (template, maxAgeMs) => {
    const event = mailEvent({ template_prefix: `zerver/emails/${template}` });
    const type = emailSendersDefinition.eventTypeOf(event);
    expect(emailSendersDefinition.retryPolicy(type).maxAgeMs).toBe(maxAgeMs);
  });
});

it.each([
  [{ to_user_ids: [10] }, 'user:10'],
  [{ to_user_ids: null, to_emails: ['Hamlet <Hamlet@Zulip.com>'] }, 'hamlet@zulip.com'],
  [{ to_user_ids: null, to_emails: ['Hamlet@Zulip.com'] }, 'hamlet@zulip.com'],
])('the key of %j is %s', (over, key) => {
  expect(emailSendersDefinition.keyOf(mailEvent(over))).toBe(key);
});

it('the type of an event is its queue and template, a closed set', () => {
  expect(emailSendersDefinition.eventTypeOf(mailEvent())).toBe('email_senders.notify_new_login');
  const custom = mailEvent({ template_prefix: 'custom/newsletter-7' });
  expect(deferredEmailSendersDefinition.eventTypeOf(custom)).toBe('deferred_email_senders.unknown');
});

it('the backlog alerts are those of the two queues', () => {
  expect(emailSendersDefinition.alertSeconds).toEqual({ warning: 90, critical: 300 });
  expect(deferredEmailSendersDefinition.alertSeconds).toEqual({ warning: 3_600, critical: 4_500 });
});

it.each([retry('smtp_transient', { error: new Error('451') }), dead('smtp_permanent')])(
  'check 24: giving up is one error line in the words that operators know: $kind',
  async (outcome) => {
    const { logger, lines } = collectLogs();
    const consumer = createMailConsumer({
      definition: emailSendersDefinition,
      sending: { store: new MemoryMailStore(() => 0) } as unknown as SendMailDeps<'tx'>,
      logger,
      loops: [],
    });
    const eventId = '00000000-0000-4000-8000-000000000001';
    const meta = {
      eventId,
      eventType: 'email_senders.notify_new_login',
      key: 'user:10',
      partition: 0,
      attempt: 4,
      producedAtMs: 0,
      traceparent: null,
    };
    await consumer.giveUp?.(mailEvent(), meta, outcome);
    expect(lines).toMatchObject([
      {
        level: 50,
        attempt: 4,
        msg: `Event ${eventId} failed due to exception EmailNotDeliveredError`,
      },
    ]);
  },
);
