import type { Broker, BrokerAdmin, BrokerRecord } from '../../src/broker/broker.ts';
import { HEADERS } from '../../src/runtime/headers.ts';
import { poll } from '../stack/poll.ts';

/** Reads a topic from its start to its present end, as a group of its own that is used once. */
export const readWholeTopic = async (
  { broker, admin }: { readonly broker: Broker; readonly admin: BrokerAdmin },
  topic: string,
  groupId: string,
): Promise<BrokerRecord[]> => {
  const ends = await admin.topicOffsets(topic);
  const expected = ends.reduce(
    (sum, { logStart, highWatermark }) => sum + Number(highWatermark - logStart),
    0,
  );
  if (expected === 0) return [];
  const records: BrokerRecord[] = [];
  const consumer = broker.consumer({ groupId, topics: [topic], sessionTimeoutMs: 6_000 });
  await consumer.start({
    assigned: () => undefined,
    loaded: () => undefined,
    rebalancing: () => undefined,
    crashed: () => undefined,
    batch: (batch) => {
      records.push(...batch.records);
    },
  });
  await poll({ timeoutMs: 10_000, what: `all of ${topic} is read` }, () => records.length >= expected);
  await consumer.stop();
  return records;
};

/** Dead letters by `disposition, error class`. */
export const countDeadLetters = (records: readonly BrokerRecord[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { headers } of records) {
    const reason = `${headers[HEADERS.disposition] ?? '?'}: ${headers[HEADERS.errorClass] ?? '?'}`;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return counts;
};

/** What the demo sent that nobody can use, and whether the mail server refused somebody for good. */
export interface ExpectedDeadLetters {
  readonly malformed: number;
  readonly unknownPerson: number;
  readonly refusedConversations: number;
}

/**
 * Dead letters that should not be there, and those that are missing, in words; empty when all is as expected. A person
 * whom the mail server refuses is dead-lettered once and suppressed afterwards, so there may be fewer of them than
 * refused conversations.
 */
export const deadLetterFaults = (
  found: ReadonlyMap<string, number>,
  expected: ExpectedDeadLetters,
): string[] => {
  const sum = (fits: (reason: string) => boolean): number =>
    [...found].filter(([reason]) => fits(reason)).reduce((total, [, count]) => total + count, 0);
  const isMalformed = (reason: string): boolean => reason.startsWith('missedmessage_emails: malformed: ');
  const isUnknown = (reason: string): boolean => reason === 'missedmessage_emails: rejected: unknown_person';
  const isRefused = (reason: string): boolean => reason.startsWith('email_senders: rejected: smtp_');
  const faults: string[] = [];
  const compare = (what: string, count: number, wanted: number): void => {
    if (count !== wanted) faults.push(`dead letters: ${count} ${what} instead of ${wanted}`);
  };
  compare('malformed', sum(isMalformed), expected.malformed);
  compare('about an unknown person', sum(isUnknown), expected.unknownPerson);
  const refused = sum(isRefused);
  if (refused > expected.refusedConversations || (refused === 0 && expected.refusedConversations > 0)) {
    faults.push(
      `dead letters: ${refused} refused by the mail server, for ${expected.refusedConversations} conversations`,
    );
  }
  for (const [reason, count] of found) {
    if (![isMalformed, isUnknown, isRefused].some((fits) => fits(reason))) {
      faults.push(`dead letters: ${count} unexpected, ${reason}`);
    }
  }
  return faults;
};
