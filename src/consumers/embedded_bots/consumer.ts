import type { Tx } from '../../db/client.ts';
import type { EventMeta, QueueConsumer } from '../../runtime/definition.ts';
import type { Outcome } from '../../runtime/outcome.ts';
import { startTimeLimit } from '../../runtime/time-limit.ts';
import type { EmbeddedBotsEvent } from '../../schemas/generated/embedded_bots.ts';
import { createEmojiTable } from '../../shared/messages/rendering/emoji-table.ts';
import { readServiceBot } from '../../shared/service-bots/service-bot.ts';
import type { BotProgram } from './bot.ts';
import { embeddedBotsDefinition } from './definition.ts';
import { OwnerNotices } from './failure-notice.ts';
import { createHandler } from './handler.ts';
import type { EmbeddedBotsDeps } from './ports.ts';
import { PROGRAMS } from './program-table.ts';
import { SendLimit } from './send-limit.ts';
import { tellFailure } from './tell-failure.ts';

/** What the queue needs from outside. */
export interface EmbeddedBotsOptions extends Omit<
  EmbeddedBotsDeps,
  'sendLimit' | 'emoji' | 'programs' | 'ownerNotices'
> {
  /** Default: the six programs that come with the fleet. */
  readonly programs?: ReadonlyMap<string, BotProgram>;
}

/** Longest wait for the message that an event is given up, ms. */
const GIVE_UP_LIMIT_MS = 10_000;

/** The queue ready to run. */
export function createEmbeddedBots(options: EmbeddedBotsOptions): QueueConsumer<EmbeddedBotsEvent, Tx> {
  const deps: EmbeddedBotsDeps = {
    ...options,
    programs: options.programs ?? PROGRAMS,
    sendLimit: new SendLimit(),
    emoji: createEmojiTable(),
    ownerNotices: new OwnerNotices(),
    realmUrl: (stringId) => options.realmUrl(stringId),
  };
  return {
    definition: embeddedBotsDefinition,
    handler: createHandler(deps),
    giveUp: (event, meta, outcome) => giveUp(deps, event, { meta, outcome }),
    loops: [],
    parts: [],
  };
}

/** After the last attempt: what was waited for has not come back, and people are told. */
async function giveUp(
  deps: EmbeddedBotsDeps,
  event: EmbeddedBotsEvent,
  { meta, outcome }: { readonly meta: EventMeta; readonly outcome: Outcome },
): Promise<void> {
  const bot = await readServiceBot(deps.db, event.user_profile_id);
  if (bot === null) return;
  const reason = 'reason' in outcome ? outcome.reason : outcome.kind;
  const failure = {
    idempotencyPrefix: `embedded_bots:${meta.eventId}`,
    programName: null,
    error: 'error' in outcome ? outcome.error : new Error(reason),
  };
  const limit = startTimeLimit(
    deps.clock,
    GIVE_UP_LIMIT_MS,
    () => new Error('the message of a failure was not posted in time'),
  );
  try {
    await tellFailure(deps, { bot, event, meta }, failure, limit.signal);
  } finally {
    limit.cancel();
  }
}
