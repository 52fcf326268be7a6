import type { Tx } from '../../db/client.ts';
import type { HandlerContext, SingleHandler } from '../../runtime/definition.ts';
import { dead, done, retry, skip } from '../../runtime/outcome.ts';
import type { Outcome } from '../../runtime/outcome.ts';
import type { EmbeddedBotsEvent } from '../../schemas/generated/embedded_bots.ts';
import { EMBEDDED_BOT, readServiceBot } from '../../shared/service-bots/service-bot.ts';
import type { ServiceBot } from '../../shared/service-bots/service-bot.ts';
import { botMessageOf } from './bot-message.ts';
import type { EmbeddedBotsDeps } from './ports.ts';
import { queryWithoutMention } from './query.ts';
import { addReaction } from './reactions.ts';
import { idempotencyPrefix, runJobs } from './run-jobs.ts';
import type { Call, EndedJob, Job } from './run-jobs.ts';
import type { RunEnd } from './run-program.ts';
import { StorageRun } from './storage-run.ts';
import { markMessage, tellFailure } from './tell-failure.ts';

type Context = HandlerContext<Tx>;

/** Runs of an event whose storage others keep changing, before it goes to a retry tier. */
const MAX_RUNS = 3;

/**
 * Runs the programs of a bot that was called. They run outside of any transaction; what they post is posted at once,
 * what they store is stored at the end, together with the flag of the message and the claim of the event.
 * @source zulip zerver/worker/embedded_bots.py EmbeddedBotWorker.consume
 */
export const createHandler = (deps: EmbeddedBotsDeps): SingleHandler<EmbeddedBotsEvent, Tx> => ({
  kind: 'single',
  handle: (event, context) => handle(deps, event, context),
});

async function handle(deps: EmbeddedBotsDeps, event: EmbeddedBotsEvent, context: Context): Promise<Outcome> {
  const bot = await readServiceBot(deps.db, event.user_profile_id);
  if (bot === null) return dead('unknown_bot', { detail: `no user ${event.user_profile_id}` });
  if (bot.botType !== EMBEDDED_BOT) return dead('not_an_embedded_bot', { detail: `user ${bot.id}` });
  const { content } = event.message;
  const query = event.trigger === 'mention' ? queryWithoutMention(content, bot) : content;
  const reason = query === null ? 'mention_not_at_start' : bot.isActive ? null : 'bot_deactivated';
  if (query === null || reason !== null) {
    await context.apply((tx) => markMessage(deps, tx, { bot, event, meta: context }));
    return skip(reason ?? 'mention_not_at_start');
  }
  const message = botMessageOf(event.message, query);
  const call: Call = { event, bot, message, jobs: jobsOf(deps, bot, context) };
  for (let run = 1; run <= MAX_RUNS; run += 1) {
    const outcome = await runOnce(deps, call, context);
    if (outcome !== 'storage_changed') return outcome;
  }
  return retry('storage_contention');
}

function jobsOf({ programs }: EmbeddedBotsDeps, bot: ServiceBot, { logger }: Context): readonly Job[] {
  return bot.services.flatMap((service) => {
    const program = programs.get(service.name);
    if (program !== undefined) return [{ service, program }];
    logger.error(
      { bot_id: bot.id, program: service.name },
      `Error: User ${bot.id} has bot with invalid embedded bot service ${service.name}`,
    );
    return [];
  });
}

/** One run of all programs, and what follows from their endings. */
async function runOnce(
  deps: EmbeddedBotsDeps,
  call: Call,
  context: Context,
): Promise<Outcome | 'storage_changed'> {
  const { bot } = call;
  const storage = new StorageRun({ db: deps.db, botId: bot.id, limit: deps.storageLimit });
  const ended = await runJobs(deps, call, storage, context);
  const failed = ended.flatMap(({ job, end }) =>
    end.kind === 'failed' || end.kind === 'timed_out' ? [{ job, end }] : [],
  );
  for (const { job, end } of failed) {
    const { name: programName } = job.program;
    const { error } = end;
    context.logger.error({ bot_id: bot.id, program: programName, err: error }, 'a bot program failed');
    const failure = { programName, error, idempotencyPrefix: idempotencyPrefix(context, job.service) };
    await tellFailure(deps, { bot, event: call.event, meta: context }, failure, context.signal);
  }
  const later = ended.map(({ end }) => end).find((end) => end.kind === 'later');
  if (later !== undefined) {
    return retry('program_waits', {
      error: later.error,
      ...(later.afterMs > 0 && { afterMs: later.afterMs }),
    });
  }
  const [firstFailed] = failed;
  if (firstFailed !== undefined) return deadLetterOf(firstFailed.end);
  return finish(deps, call, { context, storage, ended });
}

/** Stores, adds and marks at once what has ended well, with the claim of the event. */
async function finish(
  deps: EmbeddedBotsDeps,
  { bot, event }: Call,
  { context, ended, storage }: Finish,
): Promise<Outcome | 'storage_changed'> {
  const { eventId, traceparent } = context;
  try {
    await context.apply(async (tx) => {
      if ((await storage.store(tx)) === 'changed') throw new StorageChanged();
      for (const reaction of ended.flatMap(({ reactions }) => reactions)) {
        await addReaction(tx, deps.outbox, { ...reaction, bot, eventId, traceparent });
      }
      await markMessage(deps, tx, { bot, event, meta: context });
    });
    return done;
  } catch (error) {
    if (error instanceof StorageChanged) return 'storage_changed';
    throw error;
  }
}

interface Finish {
  readonly context: Context;
  readonly storage: StorageRun;
  readonly ended: readonly EndedJob[];
}

/** Rolls the claim of the event back. */
class StorageChanged extends Error {
  override readonly name = 'StorageChanged';
  readonly code = 'storage_changed';
}

function deadLetterOf({ kind, error }: Extract<RunEnd, { kind: 'failed' | 'timed_out' }>): Outcome {
  return kind === 'timed_out'
    ? dead('program_timed_out', { error, disposition: 'timed_out' })
    : dead('program_failed', { error });
}
