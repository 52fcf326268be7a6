import type { Organization, PlannedMessage } from './plan.ts';

/** A mail as it stands in the inbox. */
export interface ReceivedMail {
  readonly to: string;
  readonly messageId: string;
  readonly text: string;
}

/** What the judge found; each list names the cases. `ok` only when nothing is lost, doubled or unexpected. */
export interface Verdict {
  readonly ok: boolean;
  /** (person, message) pairs that a mail must mention. */
  readonly noticesExpected: number;
  readonly noticesReceived: number;
  readonly mailsReceived: number;
  /** One for each person and conversation; a conversation that was spread over two windows brings two. */
  readonly mailsExpectedAtLeast: number;
  /** Conversations of people who hide content: each must have brought a mail. */
  readonly hiddenConversations: number;
  /** Conversations of people whose address the server refuses for good: none may arrive. */
  readonly refusedConversations: number;
  readonly missing: readonly string[];
  readonly doubled: readonly string[];
  readonly unexpected: readonly string[];
}

const TOKEN = /ref-\d+-\d+(?=\.\))/g;

/**
 * Compares the inbox with the inputs. It knows nothing of the workers: only what was written (`sent`: the message ids
 * that the plan's messages got), who hides content, and whom the mail server refuses for good.
 */
export const judge = (facts: {
  readonly organization: Organization;
  readonly messages: readonly PlannedMessage[];
  readonly refusedForGood: ReadonlySet<string>;
  readonly mails: readonly ReceivedMail[];
}): Verdict => {
  const people = new Map(facts.organization.people.map((person) => [person.id, person]));
  const expected = new Set<string>();
  const hiddenExpected = new Map<string, number>();
  const refused = new Set<string>();
  const conversations = new Set<string>();
  for (const message of facts.messages) {
    for (const notice of message.notices) {
      const person = people.get(notice.personId);
      if (person === undefined)
        throw new Error(`the plan names person ${String(notice.personId)}, who does not exist`);
      if (notice.fate !== 'stays_unread') continue;
      const conversation = `${person.address} ${message.conversation}`;
      if (facts.refusedForGood.has(person.address)) {
        refused.add(conversation);
        continue;
      }
      conversations.add(conversation);
      if (person.hidden) hiddenExpected.set(person.address, (hiddenExpected.get(person.address) ?? 0) + 1);
      else expected.add(`${person.address} ${message.token}`);
    }
  }
  const hidden = new Set(
    facts.organization.people.filter((person) => person.hidden).map((person) => person.address),
  );
  const received = countReceived(facts.mails, hidden);
  const missing = [...expected].filter((pair) => !received.pairs.has(pair));
  const unexpected = [...received.pairs.keys()].filter((pair) => !expected.has(pair));
  for (const [address, notices] of hiddenExpected) {
    const mails = received.hiddenMails.get(address) ?? 0;
    if (mails === 0) missing.push(`${address} (content hidden, ${String(notices)} notices)`);
    if (mails > notices)
      unexpected.push(`${address} (content hidden: ${String(mails)} mails for ${String(notices)} notices)`);
  }
  for (const address of received.hiddenMails.keys()) {
    if (!hiddenExpected.has(address)) unexpected.push(`${address} (content hidden)`);
  }
  const doubled = [
    ...[...received.pairs]
      .filter(([, times]) => times > 1)
      .map(([pair, times]) => `${pair} ×${String(times)}`),
    ...[...received.messageIds]
      .filter(([, times]) => times > 1)
      .map(([id, times]) => `${id} ×${String(times)}`),
  ];
  return {
    ok: missing.length === 0 && doubled.length === 0 && unexpected.length === 0,
    noticesExpected: expected.size,
    noticesReceived: received.pairs.size,
    mailsReceived: facts.mails.length,
    mailsExpectedAtLeast: conversations.size,
    hiddenConversations: hiddenExpected.size,
    refusedConversations: refused.size,
    missing,
    doubled,
    unexpected,
  };
};

const countReceived = (
  mails: readonly ReceivedMail[],
  hidden: ReadonlySet<string>,
): { pairs: Map<string, number>; hiddenMails: Map<string, number>; messageIds: Map<string, number> } => {
  const pairs = new Map<string, number>();
  const hiddenMails = new Map<string, number>();
  const messageIds = new Map<string, number>();
  const add = (counts: Map<string, number>, name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  for (const mail of mails) {
    add(messageIds, mail.messageId);
    if (hidden.has(mail.to)) add(hiddenMails, mail.to);
    for (const token of new Set(mail.text.match(TOKEN))) add(pairs, `${mail.to} ${token}`);
  }
  return { pairs, hiddenMails, messageIds };
};
