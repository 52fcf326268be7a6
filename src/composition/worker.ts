import type { RunnableQueue } from '../consumers/registry.ts';
import { createLagMonitor } from '../metrics/lag-monitor.ts';
import { createReadiness } from '../metrics/readiness.ts';
import { createMetricsServer } from '../metrics/server.ts';
import type { HealthPart, MetricsServer } from '../metrics/server.ts';
import { createOutboxStore } from '../relay/postgres-outbox-store.ts';
import { createRelay } from '../relay/relay.ts';
import type { QueueHealth } from '../runtime/queue-health.ts';
import { createQueueRunner } from '../runtime/queue-runner.ts';
import type { QueueRunner } from '../runtime/queue-runner.ts';
import { createFleet } from '../runtime/service.ts';
import type { Fleet } from '../runtime/service.ts';
import { loadConsumer } from './load-consumer.ts';
import { connectServices } from './startup.ts';
import { PRODUCER_NAME } from './version.ts';
import type { WorkerServices } from './worker-services.ts';

/** A running worker process. */
export interface Worker {
  readonly metricsUrl: string;
  /** Resolves with the reason when a consumer has given up for good; otherwise never. */
  readonly dead: Promise<Error>;
  /** Drains and closes everything. Never rejects; safe twice. */
  stop(): Promise<void>;
}

/** What a worker is started with. */
export interface WorkerOptions {
  readonly services: WorkerServices;
  readonly queues: readonly RunnableQueue[];
  readonly metrics: { readonly contentType: string; readonly text: () => Promise<string> };
}

const livenessPart = ({ queue, isAlive, ailments, state, inFlight }: QueueHealth): HealthPart => ({
  name: queue,
  ok: isAlive,
  detail: isAlive ? `${state}, ${inFlight} handlers running` : ailments.join(', '),
});

const joinedPart = ({ queue, isReady, state, partitions }: QueueHealth): HealthPart => ({
  name: queue,
  ok: isReady && state === 'running',
  detail: `${state}, ${partitions.length} partitions`,
});

const createRunner = async (
  queue: RunnableQueue,
  services: WorkerServices,
  onDead: (error: Error) => void,
): Promise<QueueRunner> => {
  const { config, database, registry, codec } = services;
  return createQueueRunner({
    ...services,
    consumer: await loadConsumer(queue, services),
    decoder: codec.decoder(queue),
    probes: {
      database: (signal) => database.ping(signal),
      registry: () => registry.ping(),
      smtp: (signal) => services.mailer.verify(signal),
    },
    prefix: config.topics.prefix,
    limits: {
      maxRecords: config.worker.maxBufferedRecords,
      maxBytes: config.worker.maxBufferedBytes,
    },
    producerName: PRODUCER_NAME,
    consumerOptions: { sessionTimeoutMs: config.worker.sessionTimeoutMs },
    onDead,
  });
};

/**
 * Starts a worker: health is served first, then the services are connected, then the queues join their groups.
 * Rejects with a `StartupError`, with what the metrics address or a consumer says, or with the reason of `signal`;
 * everything opened is closed then.
 */
export const startWorker = async (options: WorkerOptions, signal: AbortSignal): Promise<Worker> => {
  const { services, queues } = options;
  const { config, clock, logger, recorder, admin, database, producer } = services;
  const stopping = new AbortController();
  const { promise: dead, resolve: onDead } = Promise.withResolvers<Error>();
  const relay = createRelay({
    store: createOutboxStore(database),
    producer,
    recorder,
    logger: logger.child({ part: 'relay' }),
    clock,
  });
  const parts: { fleet: Fleet | null; server: MetricsServer | null; monitoring: Promise<void> } = {
    fleet: null,
    server: null,
    monitoring: Promise.resolve(),
  };

  const closeAll = async (): Promise<void> => {
    stopping.abort(new Error('worker stops'));
    await parts.fleet?.stop({ graceMs: config.worker.shutdownGraceMs });
    await relay.stop();
    await parts.monitoring;
    await Promise.allSettled([
      producer.disconnect(),
      admin.disconnect(),
      services.mailer.close(),
      services.outbound.close(),
    ]);
    await database.close();
    await parts.server?.close();
  };
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopped ??= closeAll());

  try {
    parts.server = await serveHealth(options, () => (stopping.signal.aborted ? null : parts.fleet));
    await connectServices(services, queues);
    signal.throwIfAborted();
    const runners = await Promise.all(queues.map((queue) => createRunner(queue, services, onDead)));
    parts.fleet = createFleet(runners, { logger });
    relay.start();
    await parts.fleet.start(signal);
    const monitor = createLagMonitor({
      ...services,
      queues: runners,
      intervalMs: config.metrics.lagIntervalMs,
    });
    parts.monitoring = monitor.run(stopping.signal);
    return { metricsUrl: `http://${parts.server.host}:${parts.server.port}`, dead, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Serves metrics and health from the first moment on; a process without a fleet lives but is not ready. */
const serveHealth = (
  { services, metrics }: WorkerOptions,
  fleet: () => Fleet | null,
): Promise<MetricsServer> => {
  const { config, clock, logger, database, registry } = services;
  const readiness = createReadiness({
    probes: [
      { name: 'database', check: (signal) => database.ping(signal) },
      { name: 'registry', check: () => registry.ping() },
    ],
    clock,
  });
  return createMetricsServer({
    host: config.metrics.host,
    port: config.metrics.port,
    metrics,
    liveness: () => fleet()?.health().queues.map(livenessPart) ?? [],
    readiness: async () => [
      { name: 'process', ok: fleet() !== null, detail: fleet() === null ? 'starts or stops' : 'works' },
      ...(fleet()?.health().queues.map(joinedPart) ?? []),
      ...(await readiness.parts()),
    ],
    logger,
  });
};
