import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateTemplates } from '../../../src/shared/mail-message/generate-templates.ts';
import {
  MAIL_TEMPLATE_NAMES,
  MAIL_TEMPLATES,
  templateOf,
} from '../../../src/shared/mail-message/template-catalogue.ts';
import type { MailTemplateName } from '../../../src/shared/mail-message/template-catalogue.ts';
import { LOGIN_CONTEXT, renderer } from './mail-world.ts';

const ADDED = { support_email: 'help@testserver', email_images_base_url: 'http://x', physical_address: '' };
const login = (over: Record<string, unknown> = {}, language = 'en') =>
  renderer.render('notify_new_login', { ...LOGIN_CONTEXT, ...ADDED, ...over }, language);

const MISSED = {
  ...ADDED,
  realm_name: 'Zulip Dev',
  realm_url: 'http://zulip.testserver',
  narrow_url: 'http://zulip.testserver/#narrow/x',
  reply_to_zulip: true,
  show_message_content: true,
  sender_str: 'Iago',
  private_message: true,
  messages: {
    senders: [{ sender: '', content: [{ plain: '> Hello', html: '<div><p>Hello</p></div>' }] }],
  },
};
const missed = (over: Record<string, unknown> = {}, language = 'en') =>
  renderer.render('missed_message', { ...MISSED, ...over }, language);

describe('rendering', () => {
  it('check 9: the language decides the texts', () => {
    expect(login({}, 'de').subject).toBe('Neue Anmeldung mit Firefox unter Linux');
    expect(login({}, 'en').subject).toBe('New login from Firefox on Linux');
    expect(login({}, 'xx').subject).toBe('New login from Firefox on Linux');
  });

  it('check 10: a subject is one trimmed line', () => {
    const subject = login({ device_browser: 'Fire\nfox\r\n', device_os: 'Linux  \n' }).subject;
    expect(subject).toBe('New login from Firefox on Linux');
    const suffix = { include_realm_name_in_missedmessage_emails_subject: true };
    expect(missed(suffix).subject).toBe('DMs with Iago [Zulip Dev]');
  });

  it('check 11: values are escaped in HTML and left alone in text and subject', () => {
    const { subject, text, html } = login({ device_browser: '<b>&"' });
    expect(subject).toContain('<b>&"');
    expect(text).toContain('<b>&"');
    expect(html).not.toContain('<b>&"');
    expect(html).toContain('&lt;b&gt;&amp;&quot;');
  });

  it('check 12: HTML has its styles inlined and no stylesheet', () => {
    for (const name of MAIL_TEMPLATE_NAMES) {
      const { html } = renderer.render(name, filled(name), 'en');
      expect(html, name).not.toMatch(/<style|<link|\{\{/);
      expect(html, name).toContain('style="');
      expect(html, name).toContain('<title>Zulip</title>');
    }
  });

  it.each(MAIL_TEMPLATE_NAMES)('every part of %s has words in English and German', (name) => {
    for (const language of ['en', 'de']) {
      const { subject, text, html } = renderer.render(name, filled(name), language);
      expect(subject).toMatch(/\w/);
      expect(subject).not.toContain('\n');
      expect(text).toMatch(/\w/);
      expect(html).toContain('</html>');
      for (const part of [subject, text, html]) expect(part).not.toMatch(/undefined|\[object|\{\{/);
    }
  });

  it.each(
    MAIL_TEMPLATE_NAMES.flatMap((name) =>
      MAIL_TEMPLATES[name].required.map((variable) => [name, variable] as const),
    ),
  )('%s without %s is refused, naming both', (name, variable) => {
    const variables = filled(name);
    Reflect.deleteProperty(variables, variable);
    expect(() => renderer.render(name, variables, 'en')).toThrow(
      expect.objectContaining({ code: 'template_variable', template: name, variable }),
    );
  });

  it('names a variable of the wrong shape too', () => {
    expect(() => missed({ messages: { senders: [{ sender: '', content: [{ plain: 'x' }] }] } })).toThrow(
      expect.objectContaining({ template: 'missed_message', variable: 'html' }),
    );
  });
});

describe('missed_message', () => {
  const channel = { private_message: false, channel_name: 'Denmark', topic_name: 'threading & so' };

  it.each([
    [{}, 'DMs with Iago'],
    [
      { group_pm: true, direct_message_group_display_name: 'Iago and Othello' },
      'Group DMs with Iago and Othello',
    ],
    [channel, '#Denmark > threading & so'],
    [{ ...channel, topic_resolved: true }, '[resolved] #Denmark > threading & so'],
    [{ ...channel, show_message_content: false }, 'New messages'],
  ])('subject for %j', (over, subject) => {
    expect(missed(over).subject).toBe(subject);
  });

  it.each([
    [{ personal_mentioned: true, mentioned_user_group_name: 'g' }, 'you were personally mentioned.'],
    [
      { mentioned_user_group_name: 'hamlet_only', topic_wildcard_mentioned: true },
      '@hamlet_only was mentioned.',
    ],
    [
      { topic_wildcard_mentioned_in_followed_topic: true, stream_wildcard_mentioned_in_followed_topic: true },
      'all topic participants were mentioned in #Denmark > threading & so.',
    ],
    [
      { stream_wildcard_mentioned_in_followed_topic: true, topic_wildcard_mentioned: true },
      'you have wildcard mention notifications enabled for topics you follow.',
    ],
    [
      { topic_wildcard_mentioned: true, stream_wildcard_mentioned: true },
      'all topic participants were mentioned in #Denmark > threading & so.',
    ],
    [
      { stream_wildcard_mentioned: true, followed_topic_email_notify: true },
      'everyone was mentioned in #Denmark.',
    ],
    [
      { followed_topic_email_notify: true, stream_email_notify: true },
      'you have email notifications enabled for topics you follow.',
    ],
    [{ stream_email_notify: true }, 'you have email notifications enabled for #Denmark.'],
  ])('the first reason that applies is given: %j', (over, reason) => {
    const { text, html } = missed({ ...channel, ...over });
    expect(text).toContain(`--\nYou are receiving this because ${reason}\n\nReply to this`);
    expect(html).toContain(`because ${reason.replace('&', '&amp;')}<br>`);
  });

  it('a direct message has no reason line', () => {
    expect(missed().text).toBe(
      '> Hello\n\n--\n\nReply to this email directly, or view it in Zulip Dev Zulip:\n' +
        'http://zulip.testserver/#narrow/x\n\nManage email preferences:\n' +
        'http://zulip.testserver/#settings/notifications\n',
    );
  });

  it('message HTML is inserted as it is', () => {
    expect(missed().html).toContain('<div><p>Hello</p></div>');
  });

  it('without a mail gateway the reader is told not to answer', () => {
    const { text } = missed({ reply_to_zulip: false });
    expect(text).toContain('Reply in Zulip Dev Zulip:\nhttp://zulip.testserver/#narrow/x');
    expect(text).toContain(
      'Do not reply to this email. This Zulip server is not configured to accept incoming emails.',
    );
  });

  it.each([
    [{ message_content_disabled_by_user: true }, 'because you have disabled'],
    [{ message_content_disabled_by_realm: true }, 'because your organization has disabled'],
    [
      { message_content_disabled_by_user: true, message_content_disabled_by_realm: true },
      'because your organization has disabled',
    ],
  ])('hidden content: %j', (over, sentence) => {
    const hidden = {
      ...over,
      show_message_content: false,
      reply_to_zulip: false,
      messages: [],
      sender_str: '',
    };
    const { subject, text, html } = missed({ ...hidden, personal_mentioned: true });
    expect(subject).toBe('New messages');
    expect(text).toContain(sentence);
    expect(text).toContain('View or reply in Zulip Dev Zulip:');
    for (const part of [text, html]) expect(part).not.toMatch(/mentioned|group|Hello|Iago/);
  });
});

describe('digest', () => {
  const digest = (over: Record<string, unknown>) =>
    renderer.render(
      'digest',
      {
        ...ADDED,
        realm_name: 'Zulip Dev',
        realm_url: 'http://zulip.testserver',
        new_streams_count: 0,
        new_messages_count: 0,
        show_message_content: true,
        ...over,
      },
      'en',
    );
  const conversation = (participants: readonly string[], count: number) => ({
    participants,
    count,
    first_few_messages: {
      header: { plain: '#Verona > test', html: '<a>#Verona</a>' },
      senders: [{ sender: 'H', content: [{ plain: '> hi', html: '<p>hi</p>' }] }],
    },
  });

  it.each([
    [['A'], 1, '+ 1 more message by A.'],
    [['A', 'B', 'C'], 3, '+ 3 more messages by A, B and C.'],
    [['A', 'B', 'C', 'D', 'E'], 3, '+ 3 more messages by A, B, C, D and 1 other.'],
  ])('says how much more there is: %j', (participants, count, line) => {
    expect(digest({ hot_conversations: [conversation(participants, count)] }).text).toContain(line);
  });

  it('says nothing of more messages when there are none', () => {
    expect(digest({ hot_conversations: [conversation(['A'], 0)] }).text).not.toContain('more message');
  });

  it('lists new channels, with links in HTML', () => {
    const { text, html } = digest({ new_channels: { plain: ['x', 'y'], html: ['<a>#x</a>', '<a>#y</a>'] } });
    expect(text).toContain('New channels\nx and y.');
    expect(html).toContain('<a>#x</a> and <a>#y</a>.');
  });

  it.each([
    [2, 1, 'You have 2 new messages, and there is 1 new channel in Zulip Dev.'],
    [1, 0, 'You have 1 new message in Zulip Dev.'],
    [0, 3, 'There are 3 new channels in Zulip Dev.'],
  ])('hidden content: %i messages, %i channels', (messages, channels, sentence) => {
    const counts = { show_message_content: false, new_messages_count: messages, new_streams_count: channels };
    expect(digest({ ...counts, message_content_disabled_by_user: true }).text).toContain(sentence);
  });
});

it('a template is known by the last part of its prefix', () => {
  expect(templateOf('zerver/emails/missed_message')).toBe('missed_message');
  expect(templateOf('missed_message')).toBe('missed_message');
  expect(templateOf('zerver/emails/toString')).toBeNull();
});

it('the committed templates are what the sources generate', () => {
  const committed = new URL('../../../src/shared/mail-message/generated/templates.ts', import.meta.url);
  expect(generateTemplates().get('templates.ts')).toBe(readFileSync(committed, 'utf8'));
});

/** Something for every variable of a template. */
function filled(name: MailTemplateName): Record<string, unknown> {
  const variables: Record<string, unknown> = { ...ADDED, user_name: 'King Hamlet' };
  for (const variable of [...MAIL_TEMPLATES[name].required, ...MAIL_TEMPLATES[name].optional]) {
    variables[variable] = `some ${variable}`;
  }
  const special = { new_streams_count: 1, new_messages_count: 1, hot_conversations: [], new_channels: null };
  return Object.assign(
    variables,
    special,
    name === 'missed_message' ? { messages: [] } : {},
    name === 'find_team' ? { realm_urls: ['http://a'] } : {},
  );
}
