import type { Tx } from '../../db/client.ts';
import type { EventMeta, HandlerContext } from '../../runtime/definition.ts';
import type { EmbeddedBotsEvent } from '../../schemas/generated/embedded_bots.ts';
import type { BotService, ServiceBot } from '../../shared/service-bots/service-bot.ts';
import type { BotMessage, BotProgram } from './bot.ts';
import { BotRun } from './bot-run.ts';
import type { EmbeddedBotsDeps } from './ports.ts';
import type { NewReaction } from './reactions.ts';
import { runProgram, startBudget } from './run-program.ts';
import type { RunEnd } from './run-program.ts';
import type { StorageRun } from './storage-run.ts';

/** Time of all programs of one event, ms: shorter than the event's own limit, so that people are told when it is over. */
const PROGRAMS_LIMIT_MS = 20_000;

/** A service of the bot with its program. */
export interface Job {
  readonly service: BotService;
  readonly program: BotProgram;
}

/** All that one event is about. */
export interface Call {
  readonly event: EmbeddedBotsEvent;
  readonly bot: ServiceBot;
  readonly message: BotMessage;
  readonly jobs: readonly Job[];
}

/** A job with its ending, and what it wants to be added. */
export interface EndedJob {
  readonly job: Job;
  readonly end: RunEnd;
  readonly reactions: readonly NewReaction[];
}

/** The services run one after another in the order of their ids, also when one has failed. */
export async function runJobs(
  deps: EmbeddedBotsDeps,
  { bot, jobs, message }: Call,
  storage: StorageRun,
  context: HandlerContext<Tx>,
): Promise<readonly EndedJob[]> {
  const budget = startBudget(deps.clock, PROGRAMS_LIMIT_MS, context.signal);
  const ended: EndedJob[] = [];
  try {
    for (const job of jobs) {
      const run = new BotRun(deps, {
        bot,
        messageId: message.id,
        idempotencyPrefix: idempotencyPrefix(context, job.service),
        traceparent: context.traceparent,
        attempt: context.attempt,
        storage,
        signal: budget.signal,
        logger: context.logger,
      });
      const startedAtMs = deps.clock.now();
      const end = await runProgram(job.program, message, run);
      report(deps, { program: job.program.name, outcome: end.kind, ms: deps.clock.now() - startedAtMs });
      if (end.kind === 'quit') context.logger.warn({ bot_id: bot.id }, end.text);
      ended.push({ job, end, reactions: run.reactions });
    }
  } finally {
    budget.cancel();
  }
  return ended;
}

function report(
  { recorder }: EmbeddedBotsDeps,
  { ms, outcome, program }: { readonly program: string; readonly outcome: string; readonly ms: number },
): void {
  recorder.count('worker_bot_runs_total', { program, outcome });
  recorder.observe('worker_bot_run_seconds', { program }, ms / 1_000);
}

/** First part of the keys of what a service posts because of an event. */
export const idempotencyPrefix = ({ eventId }: EventMeta, service: BotService): string =>
  `embedded_bots:${eventId}:${service.id}`;
