import type { Tx } from '../../../db/client.ts';
import type { CausedEvent, MessageOutbox } from './caused-events.ts';
import { wakeChannels } from './channel-activity.ts';
import { planDelivery } from './delivery.ts';
import type { Delivery } from './delivery.ts';
import { findOrCreateGroups, groupHash } from './direct-groups.ts';
import type { DirectGroup } from './direct-groups.ts';
import { followUps } from './follow-ups.ts';
import { insertMessages, insertUserMessages, insertWidgets } from './message-rows.ts';
import type { StoredSubmessage } from './message-rows.ts';
import { messageNotices } from './notice.ts';
import { readReachability } from './reach.ts';
import type { Reachability } from './reach.ts';
import { readReceivers } from './read-receivers.ts';
import type { AddressedMessage } from './read-receivers.ts';
import type { NumberedMessage } from './receiver.ts';
import type { LockedChannel } from './standing.ts';
import { updateTopicPolicies } from './store-topic-policies.ts';
import { readStrangers } from './strangers.ts';
import { fillThumbnails } from './thumbnails.ts';
import { claimUploads, findUploads } from './uploads.ts';
import type { RefusedUpload } from './uploads.ts';
import { wideMessage } from './wide-message.ts';

/** What one sending wrote, and what it left. */
export interface SendReport {
  readonly userMessageRows: number;
  readonly refusedUploads: readonly RefusedUpload[];
  /**
   * Pictures whose thumbnail is still to be made. The fleet has no `thumbnail` queue: the server makes them when it
   * next renders the message, and until then the placeholder is shown.
   */
  readonly awaitedThumbnails: number;
}

/** What sending needs beside the messages. */
export interface SendDeps {
  readonly outbox: MessageOutbox<Tx>;
  readonly nowMs: number;
  /** Channels of the messages, locked by this transaction. */
  readonly channels: ReadonlyMap<number, LockedChannel>;
}

/**
 * Writes messages with all that belongs to them, in the caller's transaction; the number of statements does not depend on
 * how many messages and people there are. Events go out in the order in which they are registered here, once the
 * transaction is committed.
 *
 * Locks are taken in one order by every transaction, so that none can wait for one that waits for it: authors, channels
 * (`lockStanding`), idempotency keys (`claimKeys`), then here direct message groups, pictures, uploads, clients, topic
 * policies; within each by id, key or hash.
 * @source zulip zerver/actions/message_send.py do_send_messages
 */
export async function sendMessages(
  tx: Tx,
  numbered: readonly NumberedMessage[],
  deps: SendDeps,
): Promise<SendReport> {
  if (numbered.length === 0) return { userMessageRows: 0, refusedUploads: [], awaitedThumbnails: 0 };
  const groups = await findOrCreateGroups(tx, peopleOfGroups(numbered));
  const illustrated = await fillThumbnails(tx, numbered);
  const messages = illustrated.messages.map((message) => address(message, groups));
  const uploads = await findUploads(tx, messages);
  await insertMessages(tx, messages, new Set(uploads.claimed.map(({ id }) => id)));
  const attachmentEvents = await claimUploads(tx, uploads.claimed);
  const receivers = await readReceivers(tx, messages);
  const deliveries = messages.map((message, place) => planDelivery(message, receivers[place] ?? []));
  const userMessageRows = await insertUserMessages(tx, deliveries);
  const events = await eventsOf(tx, { messages, deliveries }, deps);
  await deps.outbox.enqueueAll(tx, [...attachmentEvents, ...events]);
  return {
    userMessageRows,
    refusedUploads: uploads.refused,
    awaitedThumbnails: illustrated.awaited,
  };
}

const peopleOfGroups = (messages: readonly NumberedMessage[]): readonly (readonly number[])[] =>
  messages.flatMap(({ message: { conversation } }) =>
    conversation.kind === 'group' ? [conversation.people.map(({ id }) => id)] : [],
  );

interface Addressed extends AddressedMessage {
  /** Row of the channel, person or group behind the recipient. */
  readonly recipientTypeId: number;
}

function address({ id, message }: NumberedMessage, groups: ReadonlyMap<string, DirectGroup>): Addressed {
  const { conversation } = message;
  switch (conversation.kind) {
    case 'channel': {
      const { channel } = conversation;
      return { id, message, recipientId: channel.recipientId, recipientTypeId: channel.id };
    }
    case 'personal':
      return {
        id,
        message,
        recipientId: conversation.recipientId,
        recipientTypeId: conversation.personId,
      };
    case 'group': {
      const group = groups.get(groupHash(conversation.people.map((person) => person.id)));
      if (group === undefined) throw new Error('a direct message group was not made');
      return { id, message, recipientId: group.recipientId, recipientTypeId: group.id };
    }
  }
}

interface Sent {
  readonly messages: readonly Addressed[];
  readonly deliveries: readonly Delivery[];
}

/** Writes what follows from the rows and answers the events of each message in turn. */
async function eventsOf(
  tx: Tx,
  { messages, deliveries }: Sent,
  { nowMs, channels }: SendDeps,
): Promise<readonly CausedEvent[]> {
  const submessages = await insertWidgets(tx, messages);
  const policies = await updateTopicPolicies(tx, deliveries, nowMs);
  const activity = await wakeChannels(tx, messages, channels);
  const userIds = deliveries.flatMap(({ receivers }) => receivers.map(({ id }) => id));
  const reach = await readReachability(tx, [...new Set(userIds)], nowMs);
  const events: CausedEvent[] = [];
  for (const [place, delivery] of deliveries.entries()) {
    const message = messages[place];
    if (message === undefined) continue;
    events.push(
      ...(policies.get(delivery.id) ?? []),
      ...(activity.get(delivery.id) ?? []),
      ...(await messageEvents(tx, { message, delivery, reach, submessages })),
    );
  }
  return events;
}

async function messageEvents(
  tx: Tx,
  parts: {
    readonly message: Addressed;
    readonly delivery: Delivery;
    readonly reach: Reachability;
    readonly submessages: ReadonlyMap<number, StoredSubmessage>;
  },
): Promise<readonly CausedEvent[]> {
  const { message, delivery, reach, submessages } = parts;
  const wide = wideMessage({ ...message, submessage: submessages.get(message.id) ?? null });
  const strangerIds = await readStrangers(tx, delivery);
  return [...messageNotices({ delivery, wide, reach, strangerIds }), ...followUps(delivery, wide)];
}
