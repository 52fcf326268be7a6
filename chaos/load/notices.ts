import { applyFates, writeMessages } from '../../dev/demo/load.ts';
import type { WrittenMessage } from '../../dev/demo/load.ts';
import type { PlannedMessage } from '../../dev/demo/plan.ts';
import type { NoticeInput } from '../inputs.ts';
import { insist } from './producing-side.ts';
import type { ProducingSide } from './producing-side.ts';

const QUEUE = 'missedmessage_emails';

/**
 * Writes messages and tells the queue about them, in the same transaction or straight to Kafka after it. What is read
 * or deleted is so in the same transaction: whether a window closed before would depend on the faults.
 */
export const sendNotices = async (
  side: ProducingSide,
  messages: readonly PlannedMessage[],
  way: NoticeInput['way'],
): Promise<NoticeInput[]> => {
  if (messages.length === 0) return [];
  await insist(() => side.database.ping());
  let written: readonly WrittenMessage[] = [];
  let isCommitted = true;
  try {
    await side.database.transaction(async (tx) => {
      written = await writeMessages(tx, side.organization, messages);
      await applyFates(tx, written);
      if (way === 'outbox') {
        await side.outbox.enqueueAll(
          tx,
          eventsOf(written).map((event) => ({ stream: QUEUE, event })),
        );
      }
    });
  } catch {
    // Nobody knows whether it was committed. Messages without their events are not what is tried here.
    isCommitted = false;
  }
  if (way === 'outbox') return inputsOf(side, written, way, isCommitted);
  if (!isCommitted) return [];
  const sent = written;
  const ids = eventsOf(sent).map(() => crypto.randomUUID());
  const certain = await insist(async () => {
    const prepared = await Promise.all(
      eventsOf(sent).map((event, index) =>
        side.producer.prepare(QUEUE, event, { eventId: ids[index] ?? '' }),
      ),
    );
    await side.producer.sendPrepared(prepared);
  });
  return inputsOf(side, sent, way, certain);
};

const eventsOf = (written: readonly WrittenMessage[]) =>
  written.flatMap(({ id, message }) =>
    message.notices.map(({ personId, trigger }) => ({ user_profile_id: personId, message_id: id, trigger })),
  );

const inputsOf = (
  { organization }: ProducingSide,
  written: readonly WrittenMessage[],
  way: NoticeInput['way'],
  certain: boolean,
): NoticeInput[] => {
  const addresses = new Map(organization.people.map(({ id, address }) => [id, address]));
  return written.flatMap(({ id, message }) =>
    message.notices.map(({ personId, fate }) => ({
      ...{ kind: 'notice' as const, way, certain, personId, messageId: id, token: message.token },
      address: addresses.get(personId) ?? '',
      isWanted: fate === 'stays_unread',
    })),
  );
};
