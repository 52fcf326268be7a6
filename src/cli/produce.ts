import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { Command, InvalidArgumentError } from 'commander';
import { openEventProducer } from '../composition/event-sending.ts';
import { loadConfig } from '../config.ts';
import type { EventProducer } from '../producer/event-producer.ts';
import type { PreparedEvent } from '../producer/prepare-event.ts';
import type { EventCodec } from '../schemas/codec.ts';
import type { QueueName } from '../schemas/queues.ts';
import { EventSchemaError } from '../schemas/schema-errors.ts';
import { commandLogger } from './command-logger.ts';
import { readEventLines } from './event-lines.ts';
import type { EventLine, RejectedLine } from './event-lines.ts';
import { CommandError, runAction } from './failure.ts';
import { parseQueue } from './queue-argument.ts';
import { printResult } from './terminal.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly skipRejects?: boolean;
  readonly dryRun?: boolean;
  readonly key?: string;
  readonly runId: string;
  readonly batchSize: number;
}

/** Rejected lines that are printed; the others are only counted. */
const SHOWN_REJECTS = 20;
const PROGRESS_EVERY_MS = 2_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const runIdOf = (text: string): string => {
  if (!UUID.test(text)) throw new InvalidArgumentError('Write the UUID that the first run printed.');
  return text.toLowerCase();
};

const batchSizeOf = (text: string): number => {
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1 || size > 10_000) {
    throw new InvalidArgumentError('Write a whole number from 1 to 10000.');
  }
  return size;
};

const open = (terminal: Terminal, file: string): Readable =>
  file === '-' ? terminal.stdin : createReadStream(file);

/** Checks one event in full, up to its bytes. Its id comes from the run and its place, so a second run doubles nothing. */
const prepare = (
  queue: QueueName,
  { line, place, json }: EventLine,
  tools: { readonly codec: EventCodec; readonly producer: EventProducer },
  options: Options,
): Promise<PreparedEvent> => {
  const { event, failedTries } = tools.codec.parse(queue, json);
  return tools.producer.prepare(queue, event, {
    cause: { eventId: options.runId, purpose: `line:${line}:${place}` },
    failedTries,
    ...(options.key !== undefined && { key: options.key }),
  });
};

const prepareAll = async (
  queue: QueueName,
  lines: readonly EventLine[],
  tools: { readonly codec: EventCodec; readonly producer: EventProducer },
  options: Options,
): Promise<{ readonly prepared: readonly PreparedEvent[]; readonly rejects: readonly RejectedLine[] }> => {
  const prepared: PreparedEvent[] = [];
  const rejects: RejectedLine[] = [];
  for (const entry of lines) {
    try {
      prepared.push(await prepare(queue, entry, tools, options));
    } catch (error) {
      // An event that does not fit is the input's fault; anything else (the registry) ends the command.
      if (!(error instanceof EventSchemaError || error instanceof TypeError)) throw error;
      rejects.push({ line: entry.line, reason: error.message });
    }
  }
  return { prepared, rejects };
};

/** Sends in batches, each acknowledged before the next. A failure tells exactly how many are stored for sure. */
const sendAll = async (
  terminal: Terminal,
  events: readonly PreparedEvent[],
  producer: EventProducer,
  options: Options,
): Promise<void> => {
  let toldAtMs = terminal.clock.now();
  for (let sent = 0; sent < events.length; sent += options.batchSize) {
    terminal.signal.throwIfAborted();
    const batch = events.slice(sent, sent + options.batchSize);
    try {
      await producer.sendPrepared(batch);
    } catch (cause) {
      const unsure = `${sent} of ${events.length} events are stored; of the next ${batch.length} some may be`;
      const advice = `Run it again with --run-id ${options.runId}: events that are stored twice are handled once`;
      throw new CommandError('unavailable', `${unsure}: ${(cause as Error).message}. ${advice}.`, { cause });
    }
    if (terminal.clock.now() - toldAtMs < PROGRESS_EVERY_MS) continue;
    toldAtMs = terminal.clock.now();
    terminal.err(`${sent + batch.length} of ${events.length} events stored`);
  }
};

const rejectLines = (rejects: readonly RejectedLine[]): readonly string[] => [
  ...rejects.slice(0, SHOWN_REJECTS).map(({ line, reason }) => `line ${line}: ${reason}`),
  ...(rejects.length > SHOWN_REJECTS ? [`… and ${rejects.length - SHOWN_REJECTS} more`] : []),
];

const produce = async (terminal: Terminal, queue: QueueName, file: string, options: Options) => {
  const config = loadConfig(terminal.source, ['kafka', 'topics', 'registry']);
  const { events, rejects: unreadable } = await readEventLines(open(terminal, file));
  const tools = openEventProducer(config, {
    clock: terminal.clock,
    logger: commandLogger(terminal, options),
  });
  const { prepared, rejects: unfit } = await prepareAll(queue, events, tools, options);
  const rejects = [...unreadable, ...unfit].sort((a, b) => a.line - b.line);
  const sending = options.dryRun !== true && (rejects.length === 0 || options.skipRejects === true);
  try {
    if (sending && prepared.length > 0) await sendAll(terminal, prepared, tools.producer, options);
  } finally {
    await tools.producer.disconnect();
  }
  const sent = sending ? prepared.length : 0;
  printResult(
    terminal,
    options,
    { queue, runId: options.runId, valid: prepared.length, sent, rejects },
    () => [
      ...rejectLines(rejects),
      `${prepared.length} valid, ${rejects.length} rejected, ${sent} sent to ${config.topics.prefix}.${queue}.`,
      ...(rejects.length > 0 && !sending && options.dryRun !== true
        ? ['Nothing was sent. Mend the lines, or send the valid ones with --skip-rejects.']
        : []),
    ],
  );
  return rejects.length === 0 ? 'ok' : 'rejected';
};

/** `produce`: events from JSON lines, checked before the first one is sent. */
export const produceCommand = (terminal: Terminal): Command =>
  new Command('produce')
    .description('Send events from JSON lines. All are checked first; with a reject nothing is sent.')
    .argument('<queue>', 'queue that shall handle the events')
    .argument('[file]', 'file with one event a line; - is standard input', '-')
    .option('--skip-rejects', 'send the valid events although others are rejected')
    .option('--dry-run', 'only check')
    .option('--key <key>', 'record key of all events (default: the queue’s own rule)')
    .option('--run-id <uuid>', 'repeat a run that broke off without doubling its events', runIdOf)
    .option('--batch-size <number>', 'events that are stored before the next are sent', batchSizeOf, 1000)
    .option('--json', 'print one JSON document')
    .option('-v, --verbose', 'show the log of the Kafka client')
    .action((name: string, file: string, options: Omit<Options, 'runId'> & { readonly runId?: string }) =>
      runAction(terminal, options, () =>
        produce(terminal, parseQueue(name), file, { ...options, runId: options.runId ?? randomUUID() }),
      ),
    );
