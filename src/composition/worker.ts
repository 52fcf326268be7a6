import type { RunnableQueue } from '../consumers/registry.ts';
import { createLagMonitor } from '../metrics/lag-monitor.ts';
import { createReadiness } from '../metrics/readiness.ts';
import { createMetricsServer } from '../metrics/server.ts';
import type { HealthPart, MetricsServer } from '../metrics/server.ts';
import { createRelay } from '../relay/relay.ts';
import { createQueueRunner } from '../runtime/queue-runner.ts';
import type { QueueRunner } from '../runtime/queue-runner.ts';
import type { QueueHealth } from '../runtime/queue-health.ts';
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
 * Rejects with a `StartupError`, or with what the metrics address or a consumer says; everything opened is closed then.
 */
export const startWorker = async ({ services, queues, metrics }: WorkerOptions): Promise<Worker> => {
  const { config, clock, logger, recorder, admin, database, producer, registry } = services;
  const runners: QueueRunner[] = [];
  const stopping = new AbortController();
  const { promise: dead, resolve: onDead } = Promise.withResolvers<Error>();
  const relay = createRelay({ database, producer, recorder, logger: logger.child({ part: 'relay' }), clock });
  const readiness = createReadiness({
    probes: [
      { name: 'database', check: (signal) => database.ping(signal) },
      { name: 'registry', check: () => registry.ping() },
    ],
    clock,
  });
  let server: MetricsServer | null = null;
  let monitoring: Promise<void> = Promise.resolve();
  let stopped: Promise<void> | null = null;

  const closeAll = async (): Promise<void> => {
    stopping.abort(new Error('worker stops'));
    await Promise.all(runners.map((runner) => runner.stop({ graceMs: config.worker.shutdownGraceMs })));
    await relay.stop();
    await monitoring;
    await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
    await database.close();
    await server?.close();
  };
  const stop = (): Promise<void> => (stopped ??= closeAll());

  try {
    server = await createMetricsServer({
      host: config.metrics.host,
      port: config.metrics.port,
      metrics,
      liveness: () => runners.map((runner) => livenessPart(runner.health())),
      readiness: async () => [
        { name: 'process', ok: runners.length > 0 && !stopping.signal.aborted, detail: 'started' },
        ...runners.map((runner) => joinedPart(runner.health())),
        ...(await readiness.parts()),
      ],
      logger,
    });
    await connectServices(services, queues);
    for (const queue of queues) runners.push(await createRunner(queue, services, onDead));
    relay.start();
    await Promise.all(runners.map((runner) => runner.start()));
    monitoring = createLagMonitor({
      queues: runners,
      admin,
      recorder,
      clock,
      intervalMs: config.metrics.lagIntervalMs,
      logger,
    }).run(stopping.signal);
    return { metricsUrl: `http://${server.host}:${server.port}`, dead, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
