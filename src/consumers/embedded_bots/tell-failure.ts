import type { Tx } from '../../db/client.ts';
import type { EventMeta } from '../../runtime/definition.ts';
import type { EmbeddedBotsEvent } from '../../schemas/generated/embedded_bots.ts';
import { markProcessed } from '../../shared/service-bots/processed-flag.ts';
import type { ServiceBot } from '../../shared/service-bots/service-bot.ts';
import { failureDrafts } from './failure-notice.ts';
import type { ProgramFailure } from './failure-notice.ts';
import type { EmbeddedBotsDeps } from './ports.ts';

/** The event by which a bot was called. */
export interface CalledBot {
  readonly bot: ServiceBot;
  readonly event: EmbeddedBotsEvent;
  readonly meta: EventMeta;
}

/** Marks the message as read by the bot: it is finished with it. */
export async function markMessage(
  { clock, outbox }: Pick<EmbeddedBotsDeps, 'clock' | 'outbox'>,
  tx: Tx,
  { bot, event, meta: { eventId, traceparent } }: CalledBot,
): Promise<void> {
  const messageId = event.message.id;
  await markProcessed(tx, outbox, { bot, messageId, eventId, traceparent, nowMs: clock.now() });
}

/** Tells the sender, once, and the owner; the message counts as processed then. */
export async function tellFailure(
  deps: EmbeddedBotsDeps,
  called: CalledBot,
  failure: Pick<ProgramFailure, 'idempotencyPrefix' | 'programName' | 'error'>,
  signal: AbortSignal,
): Promise<void> {
  const { bot, event, meta } = called;
  const drafts = failureDrafts(
    {
      ...failure,
      bot,
      message: event.message,
      realmUrl: deps.realmUrl(bot.realmStringId),
      traceparent: meta.traceparent,
    },
    deps.ownerNotices.take(bot.id, deps.clock.now()),
  );
  await deps.poster.post(drafts, { signal, alongside: (tx) => markMessage(deps, tx, called) });
}
