import { describe, expect, it } from 'vitest';
import { deadLetterFaults } from '../../dev/demo/dead-letters.ts';
import { judge } from '../../dev/demo/judge.ts';
import type { ReceivedMail } from '../../dev/demo/judge.ts';
import { planLoad } from '../../dev/demo/plan.ts';
import type { Organization, PlannedMessage } from '../../dev/demo/plan.ts';
import { seedRandom } from '../../src/db/seed/random.ts';

const person = (id: number, hidden = false) => ({
  id,
  name: `Person ${id}`,
  address: `p${id}@example.com`,
  recipientId: 100 + id,
  hidden,
});

const organization: Organization = {
  realmId: 1,
  clientId: 1,
  people: [
    person(1),
    person(2),
    person(3, true),
    ...Array.from({ length: 10 }, (_, index) => person(10 + index)),
  ],
  channels: [{ recipientId: 900, name: 'Denmark', memberIds: [10, 11, 12, 13, 14] }],
  groups: [{ recipientId: 901, name: '', memberIds: [15, 16, 17] }],
};

const message = (
  token: string,
  personId: number,
  fate: 'stays_unread' | 'is_read' = 'stays_unread',
): PlannedMessage => ({
  token,
  conversation: `${personId}`,
  kind: 'direct',
  senderId: 1,
  recipientId: 100 + personId,
  topic: '\u0007',
  isChannel: false,
  text: `Hello (${token}.)`,
  notices: [{ personId, trigger: 'direct_message', fate }],
});

const mail = (to: string, text: string, messageId = `<${to}-${text}>`): ReceivedMail => ({
  to,
  messageId,
  text,
});

const decide = (
  messages: readonly PlannedMessage[],
  mails: readonly ReceivedMail[],
  refusedForGood: string[] = [],
) => judge({ organization, messages, mails, refusedForGood: new Set(refusedForGood) });

describe('the judge of the demo', () => {
  it('is content when every unread message is in exactly one mail of its person', () => {
    const verdict = decide(
      [message('ref-1-1', 1), message('ref-1-2', 1)],
      [mail('p1@example.com', '> Hello (ref-1-1.)\n> Hello (ref-1-2.)')],
    );
    expect(verdict).toMatchObject({ ok: true, noticesExpected: 2, noticesReceived: 2, mailsReceived: 1 });
  });

  it('names a message that is in no mail', () => {
    const verdict = decide([message('ref-1-1', 1)], []);
    expect(verdict.ok).toBe(false);
    expect(verdict.missing).toEqual(['p1@example.com ref-1-1']);
  });

  it('names a message that is in two mails', () => {
    const verdict = decide(
      [message('ref-1-1', 1)],
      [mail('p1@example.com', '(ref-1-1.)', '<a>'), mail('p1@example.com', '(ref-1-1.)', '<b>')],
    );
    expect(verdict.ok).toBe(false);
    expect(verdict.doubled).toEqual(['p1@example.com ref-1-1 ×2']);
  });

  it('names a mail that came twice under one Message-ID, also when its content is hidden', () => {
    const verdict = decide(
      [message('ref-1-1', 3), message('ref-1-2', 3)],
      [mail('p3@example.com', 'New messages', '<a>'), mail('p3@example.com', 'New messages', '<a>')],
    );
    expect(verdict.doubled).toEqual(['<a> ×2']);
  });

  it('names a mail about a message that was read in time, or went to the wrong person', () => {
    const verdict = decide(
      [message('ref-1-1', 1, 'is_read'), message('ref-2-1', 2)],
      [
        mail('p1@example.com', '(ref-1-1.)'),
        mail('p1@example.com', '(ref-2-1.)'),
        mail('p2@example.com', '(ref-2-1.)'),
      ],
    );
    expect(verdict.unexpected).toEqual(['p1@example.com ref-1-1', 'p1@example.com ref-2-1']);
  });

  it('asks for a mail for a person who hides content, and for no more mails than messages', () => {
    const messages = [message('ref-1-1', 3)];
    expect(decide(messages, []).missing).toEqual(['p3@example.com (content hidden, 1 notices)']);
    const two = [mail('p3@example.com', 'New', '<a>'), mail('p3@example.com', 'New', '<b>')];
    expect(decide(messages, two).unexpected).toHaveLength(1);
    expect(decide([], two).unexpected).toEqual(['p3@example.com (content hidden)']);
  });

  it('expects nothing for an address that the mail server refuses for good', () => {
    const verdict = decide([message('ref-1-1', 1)], [], ['p1@example.com']);
    expect(verdict).toMatchObject({ ok: true, refusedConversations: 1, noticesExpected: 0 });
  });
});

describe('the plan of the demo', () => {
  const plan = (seed: number) => planLoad(organization, { random: seedRandom(seed), events: 400 });

  it('is the same for the same seed and reaches the number of events asked for', () => {
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
    const events = plan(1).reduce((sum, { notices }) => sum + notices.length, 0);
    expect(events).toBeGreaterThanOrEqual(400);
  });

  it('gives every message a token of its own and tells nobody about their own message', () => {
    const messages = plan(3);
    expect(new Set(messages.map(({ token }) => token)).size).toBe(messages.length);
    expect(
      messages.filter(({ senderId, notices }) => notices.some((it) => it.personId === senderId)),
    ).toEqual([]);
  });

  it('lets a topic with a mention hold one message only, so that no context repeats a token', () => {
    const mentions = plan(4).filter(({ kind }) => kind === 'mention' || kind === 'wildcard');
    expect(mentions.length).toBeGreaterThan(0);
    expect(new Set(mentions.map(({ topic }) => topic)).size).toBe(mentions.length);
  });
});

describe('the dead letters of the demo', () => {
  const expected = { malformed: 3, unknownPerson: 1, refusedConversations: 4 };
  const usual = {
    'missedmessage_emails: malformed: SchemaError': 2,
    'missedmessage_emails: malformed: UnknownSchemaError': 1,
    'missedmessage_emails: rejected: unknown_person': 1,
    'email_senders: rejected: smtp_address_unknown': 2,
  };
  const faults = (changes: Readonly<Record<string, number>>) =>
    deadLetterFaults(new Map(Object.entries({ ...usual, ...changes })), expected);

  it('are as expected when each is one that the demo caused', () => {
    expect(faults({})).toEqual([]);
  });

  it('are named when one is missing, too many or of another kind', () => {
    expect(faults({ 'missedmessage_emails: malformed: SchemaError': 1 })).toHaveLength(1);
    expect(faults({ 'missedmessage_emails: rejected: unknown_person': 2 })).toHaveLength(1);
    expect(faults({ 'email_senders: rejected: smtp_address_unknown': 5 })).toHaveLength(1);
    expect(faults({ 'email_senders: rejected: smtp_address_unknown': 0 })).toHaveLength(1);
    expect(faults({ 'email_senders: exhausted: smtp_451': 1 })).toEqual([
      'dead letters: 1 unexpected, email_senders: exhausted: smtp_451',
    ]);
  });
});
