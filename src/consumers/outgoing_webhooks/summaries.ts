import type { BackgroundLoop } from '../../runtime/definition.ts';
import { CLIENT_NAME } from './conclude.ts';
import type { UntoldFailures, WebhookDeps } from './ports.ts';

/** How often owners who have to be told are looked for, ms. */
const ROUND_MS = 30_000;

/**
 * Tells owners how many more messages failed since they were last told. Runs in every process of the queue; a service's
 * failures are claimed by one of them, and told in the transaction that posts the summary. A round whose summary fails
 * tells the others, and that one with the next interval.
 */
export function createSummaries<Tx>(deps: WebhookDeps<Tx>): BackgroundLoop {
  return {
    name: 'webhook_summaries',
    async round(signal) {
      const claimed = await deps.ledger.claimUntold();
      const ends = await Promise.allSettled(claimed.map((untold) => tellOwner(deps, untold, signal)));
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
      return ROUND_MS;
    },
  };
}

async function tellOwner<Tx>(
  deps: WebhookDeps<Tx>,
  untold: UntoldFailures,
  signal: AbortSignal,
): Promise<void> {
  const { ledger, logger, poster } = deps;
  const bot = await deps.readBot(untold.botId);
  const ownerId = bot?.ownerId ?? null;
  if (bot === null || ownerId === null) {
    // Nobody is left to tell.
    await deps.transaction((tx) => ledger.tell(tx, untold), signal);
    return;
  }
  const [result] = await poster.post(
    [
      {
        idempotencyKey: `outgoing_webhooks:summary:${untold.serviceId}:${untold.claimedAtMs}`,
        senderId: bot.id,
        clientName: CLIENT_NAME,
        address: { kind: 'direct', people: { by: 'ids', ids: [ownerId] } },
        content: summaryText(bot.fullName, untold),
      },
    ],
    { signal, alongside: (tx) => ledger.tell(tx, untold) },
  );
  if (result?.kind !== 'refused') return;
  logger.info(
    { bot_id: bot.id, service_id: untold.serviceId, reason: result.code },
    'the summary for the owner of an outgoing webhook was refused',
  );
}

const summaryText = (botFullName: string, { count, lastSaid }: UntoldFailures): string =>
  [
    count === 1
      ? `One more message to your bot @_**${botFullName}** failed since my last notice:`
      : `${count} more messages to your bot @_**${botFullName}** failed since my last notice. The last of them:`,
    `> Failure! ${lastSaid.replaceAll('\n', '\n> ')}`,
  ].join('\n');
