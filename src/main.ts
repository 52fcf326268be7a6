import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EXIT_CODES } from './cli/exit-codes.ts';
import type { ExitName } from './cli/exit-codes.ts';
import { exitOf, failureLines } from './cli/failure.ts';
import { parseQueue } from './cli/queue-argument.ts';
import { chooseQueues } from './composition/choose-queues.ts';
import { createLogger, standardOutput } from './composition/logger.ts';
import { listenForSignals } from './composition/signals.ts';
import type { StopRequest } from './composition/signals.ts';
import { createWorkerServices } from './composition/worker-services.ts';
import { startWorker } from './composition/worker.ts';
import type { Worker } from './composition/worker.ts';
import { loadWholeConfig, processSource } from './config.ts';
import type { QueueName } from './schemas/queues.ts';
import { createPrometheusRecorder } from './metrics/prometheus-recorder.ts';
import { systemClock } from './runtime/clock.ts';

/** After the drain has had its time, closing may take this long before the process ends anyway. */
const CLOSING_MS = 4_500;

/** A worker was asked to end before it was ready; nothing ran that would have to be waited for. */
class StopWhileStarting extends Error {
  override readonly name = 'StopWhileStarting';
  readonly code = 'stop_while_starting';
  readonly request: StopRequest;

  constructor(request: StopRequest) {
    super('asked to end while starting');
    this.request = request;
  }
}

const exitFor = (request: StopRequest): ExitName => (request === 'restart' ? 'restart' : 'ok');

/** How a worker ended. */
interface Ending {
  readonly exit: ExitName;
  readonly reason: string;
}

/**
 * Runs a worker until it is told to end or a consumer dies: settings → log and metrics → services → queues → wait →
 * drain. Named queues come before WORKER_QUEUES; none means every queue that can run.
 * Rejects when the worker cannot start.
 */
export const runWorker = async (named: readonly QueueName[]): Promise<ExitName> => {
  // A queue that cannot run is refused before anything that is only missing.
  const chosen = named.length > 0 ? chooseQueues(named) : null;
  const config = loadWholeConfig(processSource());
  const queues = chosen ?? chooseQueues(config.worker.queues);
  const output = standardOutput();
  const logger = createLogger(config.log, output.stream);
  const prometheus = createPrometheusRecorder({
    onFault: (metric, err) => {
      logger.error({ metric, err }, 'metric could not be recorded');
    },
  });
  const { promise: stopRequested, resolve: requestStop } = Promise.withResolvers<StopRequest>();
  const starting = new AbortController();
  listenForSignals(process, {
    onFirst: (request, signal) => {
      logger.info({ signal }, 'asked to end');
      requestStop(request);
      starting.abort(new StopWhileStarting(request));
    },
    onSecond: (signal) => {
      logger.warn({ signal }, 'second signal: ending at once');
      output.flush();
      process.exit(EXIT_CODES.failed.code);
    },
  });
  const services = createWorkerServices({
    config,
    clock: systemClock,
    logger,
    recorder: prometheus.recorder,
  });
  const worker = await startWorker({ services, queues, metrics: prometheus }, starting.signal);
  logger.info({ queues, metrics_url: worker.metricsUrl, pid: process.pid }, 'worker is ready');

  const ending = await waitForEnd(worker, stopRequested);
  logger.info({ reason: ending.reason }, 'draining');
  const drained = await Promise.race([
    worker.stop().then(() => true),
    systemClock.sleep(config.worker.shutdownGraceMs + CLOSING_MS).then(() => false),
  ]);
  if (drained) logger.info('drained');
  else logger.error('draining took too long; ending anyway');
  output.flush();
  return drained ? ending.exit : 'failed';
};

const waitForEnd = (worker: Worker, stopRequested: Promise<StopRequest>): Promise<Ending> =>
  Promise.race([
    stopRequested.then((request): Ending => ({ exit: exitFor(request), reason: request })),
    worker.dead.then((error): Ending => ({ exit: 'consumer_dead', reason: error.message })),
  ]);

/** Whether this file is what the process was started with, also through the launcher of the repository. */
const isEntryPoint = (): boolean => {
  const [, script] = process.argv;
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url);
};

if (isEntryPoint()) {
  let exit: ExitName;
  try {
    exit = await runWorker(process.argv.slice(2).map(parseQueue));
  } catch (error) {
    // A start that failed: one line for the person, the reason in the exit code.
    if (error instanceof StopWhileStarting) exit = exitFor(error.request);
    else {
      failureLines(error).forEach((line) => process.stderr.write(`${line}\n`));
      exit = exitOf(error);
    }
  }
  process.exit(EXIT_CODES[exit].code);
}
