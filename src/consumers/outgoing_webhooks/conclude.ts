import type { MessageDraft, PostResult } from '../../shared/messages/message-draft.ts';
import { ownerNotice } from '../../shared/service-bots/owner-notice.ts';
import type { Calling } from './calling.ts';
import { refusedAnswer } from './failures.ts';
import type { Failure } from './failures.ts';
import type { Posting, Reply } from './interpret-result.ts';
import type { OpenDelivery, WebhookDeps } from './ports.ts';
import { FAILURES_UNTIL_PAUSE } from './service-health.ts';

/** Name of the client that answers of bots are sent by. */
export const CLIENT_NAME = 'OutgoingWebhookResponse';

/**
 * Posts what follows from a call and finishes its delivery in the same transaction, so that neither is ever without the
 * other. Rejects with what the poster throws: the posting stays in the ledger, and the service is not called again.
 */
export async function conclude<Tx>(
  deps: WebhookDeps<Tx>,
  calling: Calling,
  delivery: OpenDelivery,
  posting: Posting,
): Promise<void> {
  const failure = posting.kind === 'failure' ? posting : await postReply(deps, calling, delivery, posting);
  if (failure !== null) await postFailure(deps, calling, delivery, failure);
}

/** Null when it was posted, now or before; otherwise the failure that follows from its refusal. */
async function postReply<Tx>(
  { ledger, poster }: WebhookDeps<Tx>,
  calling: Calling,
  delivery: OpenDelivery,
  reply: Reply,
): Promise<Failure | null> {
  const draft: MessageDraft = {
    ...draftBy(calling, delivery, 'reply'),
    address: answerAddress(calling),
    content: reply.content,
    widgetContent: reply.widgetContent,
  };
  const [result] = await poster.post([draft], {
    signal: calling.signal,
    alongside: async (tx, [posted]) => {
      if (posted === undefined || posted.kind === 'refused') return;
      await ledger.finishReplied(tx, delivery, posted.messageId);
    },
  });
  if (result === undefined) throw new Error('the poster answered nothing for a reply');
  if (result.kind !== 'refused') return null;
  calling.logger.info(
    { service_id: delivery.serviceId, delivery_id: delivery.deliveryId, reason: result.code },
    'the reply of an outgoing webhook was refused',
  );
  return refusedAnswer({ text: result.text, service: 'works' }, reply.payload);
}

/** Tells the conversation, and the owner when one is due. A refusal of either is not the other's matter. */
async function postFailure<Tx>(
  { ledger, poster, recorder }: WebhookDeps<Tx>,
  calling: Calling,
  delivery: OpenDelivery,
  failure: Failure,
): Promise<void> {
  const notice = noticeDraft(calling, delivery, failure);
  const drafts: readonly MessageDraft[] = [
    {
      ...draftBy(calling, delivery, 'failure'),
      address: answerAddress(calling),
      content: `Failure! ${failure.said}`,
    },
    ...(notice === null ? [] : [notice]),
  ];
  const isTold = notice !== null || calling.bot.ownerId === null;
  const { code, said, service } = failure;
  const effect = { isPaused: false };
  const results = await poster.post(drafts, {
    signal: calling.signal,
    alongside: async (tx) => {
      effect.isPaused = await ledger.finishFailed(tx, delivery, { code, said, service, isTold });
    },
  });
  if (effect.isPaused && service === 'at_fault') recorder.count('webhook_pauses_total', {});
  logRefusals(calling, delivery, results);
}

/** A channel that is gone, a bot that was deactivated: nobody is left to tell, and trying again would not help. */
function logRefusals(calling: Calling, delivery: OpenDelivery, results: readonly PostResult[]): void {
  for (const [index, result] of results.entries()) {
    if (result.kind !== 'refused') continue;
    calling.logger.info(
      { service_id: delivery.serviceId, delivery_id: delivery.deliveryId, reason: result.code },
      index === 0
        ? 'the failure message of an outgoing webhook was refused'
        : 'the notice to the owner of an outgoing webhook was refused',
    );
  }
}

/** Null when there is nothing to tell, nobody to tell it, or a summary will tell it. */
function noticeDraft(calling: Calling, delivery: OpenDelivery, failure: Failure): MessageDraft | null {
  const { bot, messageLink } = calling;
  if (bot.ownerId === null || failure.ownerDetail === null) return null;
  const pauses = failure.service === 'at_fault' && delivery.failuresInRow + 1 === FAILURES_UNTIL_PAUSE;
  if (!delivery.isOwnerDue && !pauses) return null;
  return {
    ...draftBy(calling, delivery, 'notice'),
    address: { kind: 'direct', people: { by: 'ids', ids: [bot.ownerId] } },
    content: ownerNotice({
      messageLink,
      botFullName: bot.fullName,
      deed: 'triggered an outgoing webhook',
      detail: pauses ? `${failure.ownerDetail}\n${PAUSED}` : failure.ownerDetail,
    }),
  };
}

const PAUSED = `That was failure ${FAILURES_UNTIL_PAUSE} in a row: your bot is paused for a minute, and for longer each time the next try fails too.`;

const draftBy = (
  { bot, meta }: Calling,
  { deliveryId }: OpenDelivery,
  what: 'reply' | 'failure' | 'notice',
): Pick<MessageDraft, 'idempotencyKey' | 'senderId' | 'clientName' | 'traceparent'> => ({
  idempotencyKey: `outgoing_webhooks:${deliveryId}:${what}`,
  senderId: bot.id,
  clientName: CLIENT_NAME,
  traceparent: meta.traceparent,
});

/** A bot may answer where it was called, subscribed or not. */
const answerAddress = ({ conversation }: Calling): MessageDraft['address'] =>
  conversation.kind === 'channel' ? { ...conversation, skipAccessCheck: true } : conversation;
