import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { QUEUES, RUNNABLE_QUEUES, withRetryTiers } from '../../src/consumers/registry.ts';
import { deferredWorkDefinition } from '../../src/consumers/deferred_work/definition.ts';
import { missedmessageMobileNotificationsDefinition } from '../../src/consumers/missedmessage_mobile_notifications/definition.ts';
import { QUEUE_NAMES } from '../../src/schemas/queues.ts';

describe('the registry of queues', () => {
  it.each(QUEUE_NAMES)('gives %s a definition under its own name', (queue) => {
    const { definition } = QUEUES[queue];
    expect(definition.queue).toBe(queue);
    expect(definition.concurrency).toBeGreaterThan(0);
  });

  it.each(QUEUE_NAMES)(
    'lists in %s every policy that an event may be given, so that its tiers exist',
    (queue) => {
      const { definition } = QUEUES[queue];
      const types = ['', ...(queue === 'deferred_work' ? ['clear_push_device_tokens', 'realm_export'] : [])];
      for (const type of types) {
        const policy = definition.retryPolicy(type === '' ? queue : `${queue}.${type}`);
        expect(definition.retryPolicies).toContainEqual(policy);
      }
      for (const { delaysMs } of definition.retryPolicies) {
        expect([...delaysMs].sort((a, b) => a - b)).toEqual(delaysMs);
      }
    },
  );

  it('lets run what has a handler', () => {
    expect(RUNNABLE_QUEUES).toEqual([
      'email_senders',
      'deferred_email_senders',
      'embedded_bots',
      'missedmessage_emails',
      'outgoing_webhooks',
    ]);
  });

  it.each(RUNNABLE_QUEUES)(
    'has README.md, definition.ts and consumer.ts in the folder of %s, which can run',
    (queue) => {
      const folder = new URL(`../../src/consumers/${queue}/`, import.meta.url);
      expect(readdirSync(folder)).toEqual(
        expect.arrayContaining(['README.md', 'definition.ts', 'consumer.ts']),
      );
    },
  );

  /** spec: runtime 2.2 */
  it.each([
    ['deferred_work', null],
    ['digest_emails', 30_000],
    ['email_mirror', 5_000],
    ['email_senders', 30_000],
    ['deferred_email_senders', 30_000],
    ['embed_links', 30_000],
    ['embedded_bots', 30_000],
    ['missedmessage_emails', 30_000],
    ['missedmessage_mobile_notifications', null],
    ['outgoing_webhooks', 30_000],
  ] as const)('gives %s the time limit %s ms', (queue, limitMs) => {
    expect(QUEUES[queue].definition.timeLimitMs).toBe(limitMs);
  });
});

describe('keys (R-26)', () => {
  it.each([
    [{ type: 'clear_push_device_tokens', user_profile_id: 7 }, 'user:7'],
    [{ type: 'mark_stream_messages_as_read_for_everyone', stream_recipient_id: 9, min_id: 0 }, 'recipient:9'],
    [{ type: 'scrub_deactivated_realm', realm_id: 3 }, 'realm:3'],
    [{ type: 'push_bouncer_update_for_realm', realm_id: 3 }, 'server'],
    [
      { type: 'realm_export', user_profile_id: 7, realm_export_id: 1, id: null, time: null, realm_id: 3 },
      'realm:3',
    ],
    [
      { type: 'realm_export', user_profile_id: 7, realm_export_id: null, id: 1, time: null, realm_id: null },
      'user:7',
    ],
  ] as const)('of deferred work %j is %s', (event, key) => {
    expect(deferredWorkDefinition.keyOf(event)).toBe(key);
    expect(deferredWorkDefinition.eventTypeOf(event)).toBe(`deferred_work.${event.type}`);
  });

  it('of a push registration is its user, though the event has none at the top', () => {
    const definition = missedmessageMobileNotificationsDefinition;
    const payload = {
      user_profile_id: 5,
      bouncer_public_key: '',
      encrypted_push_registration: '',
      push_account_id: 1n,
    };
    expect(definition.keyOf({ type: 'register_push_device_to_bouncer', payload })).toBe('5');
    expect(definition.keyOf({ type: 'remove', user_profile_id: 5, message_ids: [1] })).toBe('5');
  });
});

describe('retry policies', () => {
  it('keep a job that must not loop from being tried again, whatever tiers the operator sets', () => {
    const faster = withRetryTiers(deferredWorkDefinition, [100, 200]);
    expect(faster.retryPolicy('deferred_work.realm_export')).toMatchObject({
      delaysMs: [],
      retryUnexpected: false,
    });
    expect(faster.retryPolicy('deferred_work.clear_push_device_tokens')).toEqual({
      delaysMs: [100, 200],
      maxAgeMs: 60_000,
    });
    expect(faster.retryPolicy('deferred_work.soft_reactivate').delaysMs).toEqual([100, 200]);
  });
});
