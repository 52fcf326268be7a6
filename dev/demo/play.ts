import { spawnWorker } from '../worker-process.ts';
import type { WorkerProcess } from '../worker-process.ts';
import type { ChatServer } from './actors.ts';
import type { FleetMetrics } from './metrics-reader.ts';
import type { Organization, PlannedMessage } from './plan.ts';
import type { Stage } from './stage.ts';

/** Everything that takes part. */
export interface Play {
  readonly stage: Stage;
  readonly server: ChatServer;
  readonly organization: Organization;
  readonly messages: readonly PlannedMessage[];
  readonly workers: Map<string, WorkerProcess>;
  readonly metrics: FleetMetrics;
  /** Addresses that the mail server refuses for good. */
  readonly refusedForGood: ReadonlySet<string>;
  /** Addresses that it refuses until the load is half over. */
  readonly refusedForAWhile: ReadonlySet<string>;
  readonly loadMs: number;
  /** Prints one line with the time since the start. */
  readonly say: (line: string) => void;
}

/** Starts one more worker process and waits until it is ready. */
export const addWorker = async (
  play: Pick<Play, 'stage' | 'workers' | 'say'>,
  name: string,
): Promise<void> => {
  const worker = await spawnWorker({ env: play.stage.env });
  play.workers.set(name, worker);
  await worker.ready();
  play.say(`${name} is ready: process ${worker.pid}, ${worker.metricsUrl}/metrics`);
};

/** Keeps the workers' metrics and, unless `produced` is null, prints what has been done so far. */
export const showProgress = async (play: Play, produced: number | null): Promise<void> => {
  const { metrics, workers, stage } = play;
  await Promise.all([...workers].map(([name, worker]) => metrics.scrape(name, worker.metricsUrl)));
  if (produced === null) return;
  const handled = [
    ...metrics.sumBy('worker_events_total', 'outcome', { queue: 'missedmessage_emails' }).values(),
  ];
  const { accepted, refused } = stage.inbox.counts;
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  play.say(
    `produced ${produced}, handled ${sum(handled)}, mails accepted ${accepted}, refused ${sum(Object.values(refused))}`,
  );
};
