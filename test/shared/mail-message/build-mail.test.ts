import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildMail } from '../../../src/shared/mail-message/build-mail.ts';
import type { MailFacts } from '../../../src/shared/mail-message/build-mail.ts';
import type { MailParts } from '../../../src/shared/mail-message/compose-message.ts';
import type { MailEvent } from '../../../src/shared/mail-delivery/mail-event.ts';
import type { MailSettings } from '../../../src/shared/mail-message/mail-settings.ts';
import { realmHost } from '../../../src/shared/mail-message/mail-settings.ts';
import { LOGIN_CONTEXT, mailEvent, mailSettings, renderer } from './mail-world.ts';

const NOW_MS = Date.UTC(2025, 11, 18, 13, 6, 15);

const build = (
  event: Partial<MailEvent> = {},
  { facts = {}, settings = {} }: { facts?: Partial<MailFacts>; settings?: Partial<MailSettings> } = {},
): MailParts =>
  buildMail(
    mailEvent(event),
    {
      eventId: '00000000-0000-4000-8000-000000000001',
      template: 'notify_new_login',
      recipient: { name: 'King Hamlet', address: 'hamlet@zulip.com' },
      realm: { name: 'Zulip Dev', stringId: 'zulip' },
      language: 'en',
      nowMs: NOW_MS,
      traceparent: null,
      ...facts,
    },
    { settings: mailSettings(settings), renderer, randomBytes },
  );

describe('buildMail', () => {
  it('check 6: without From and Reply-To both are the no-reply address', () => {
    const { from, replyTo } = build();
    expect([from, replyTo]).toEqual([{ name: 'Zulip', address: 'noreply@testserver' }, 'noreply@testserver']);
  });

  it('check 6: mail from support has no Reply-To, and an explicit one always wins', () => {
    const support = build({ from_address: 'SUPPORT' });
    expect([support.from.address, support.replyTo]).toEqual(['desdemona+admin@zulip.com', null]);
    expect(build({ reply_to_email: 'Zulip <mm1@testserver>' }).replyTo).toBe('Zulip <mm1@testserver>');
    expect(build({ reply_to_email: 'a@b.c', from_address: 'SUPPORT' }).replyTo).toBe('a@b.c');
  });

  it('check 8: the date of the event wins over the time of sending', () => {
    expect(build({ date: 'Thu, 18 Dec 2025 14:06:15 +0100' }).date).toBe('Thu, 18 Dec 2025 14:06:15 +0100');
    expect(build().date).toBe('Thu, 18 Dec 2025 13:06:15 -0000');
  });

  it('check 14: a tokenized no-reply address is new each time, and plain when tokens are off', () => {
    const [first, second] = [1, 2].map(() => build({ from_address: 'TOKENIZED_NO_REPLY' }));
    const token = /^noreply-[a-z2-7]{24}@testserver$/;
    expect(first?.from.address).toMatch(token);
    expect(second?.from.address).toMatch(token);
    expect(first?.from.address).not.toBe(second?.from.address);
    expect(first?.replyTo).toBeNull();
    const off = { settings: { addTokensToNoreplyAddress: false } };
    expect(build({ from_address: 'TOKENIZED_NO_REPLY' }, off).from.address).toBe('noreply@testserver');
  });

  it('check 5: one click is not offered to the people of a remote server', () => {
    const context = { ...LOGIN_CONTEXT, unsubscribe_link: 'http://x/u', remote_server_email: true };
    expect(build({ context })).toMatchObject({ unsubscribeLink: 'http://x/u', oneClickUnsubscribe: false });
    expect(build()).toMatchObject({ unsubscribeLink: null, oneClickUnsubscribe: true });
  });

  it('the Message-ID is the event and the host, whatever the attempt', () => {
    expect(build().messageId).toBe('00000000-0000-4000-8000-000000000001@testserver');
    expect(build().messageId).toBe(build().messageId);
  });
});

it('the host of an organization is its subdomain, the bare host, or an override', () => {
  const settings = mailSettings({ realmHosts: { acme: 'chat.acme.example' } });
  expect(['zulip', '', 'acme', 'toString'].map((id) => realmHost(settings, id))).toEqual([
    'zulip.testserver',
    'testserver',
    'chat.acme.example',
    'toString.testserver',
  ]);
});
