import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { Broker } from '../../../src/broker/broker.ts';
import { openBroker } from '../../../src/composition/services.ts';
import { definitionsWith } from '../../../src/consumers/registry.ts';
import type { PreparedEvent } from '../../../src/producer/prepare-event.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { HEADERS } from '../../../src/runtime/headers.ts';
import { namesOf } from '../../../src/runtime/names.ts';
import type { QueueNames } from '../../../src/runtime/names.ts';
import type { QueueName } from '../../../src/schemas/queues.ts';
import { install } from '../../composition/installation.ts';
import type { InstallOptions, Installation } from '../../composition/installation.ts';
import { spawnWorker } from '../../../dev/worker-process.ts';
import type { WorkerProcess } from '../../../dev/worker-process.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { isSettled } from './is-settled.ts';
import { readTopic } from './read-topic.ts';

/** A mail that was caused: its address is in no other mail. */
export interface CausedMail {
  readonly address: string;
  readonly eventId: string;
}

/** An installation with processes of `src/main.ts`, and the judge's view of it. */
export class Fleet {
  readonly installation: Installation;
  readonly broker: Broker;
  readonly #workers: WorkerProcess[] = [];

  private constructor(installation: Installation) {
    this.installation = installation;
    this.broker = openBroker(installation.config.kafka, {
      clock: systemClock,
      logger: pino({ level: 'silent' }),
    });
  }

  static async open(options: InstallOptions = {}): Promise<Fleet> {
    const fleet = new Fleet(
      await install({ ...options, env: { KAFKA_SESSION_TIMEOUT_MS: '6000', ...options.env } }),
    );
    await fleet.broker.admin().connect();
    return fleet;
  }

  get inbox(): Installation['inbox'] {
    return this.installation.inbox;
  }

  /** Starts a worker of these queues without waiting for it; `env` goes before the installation's settings. */
  async launch(
    queues: readonly QueueName[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<WorkerProcess> {
    const worker = await spawnWorker({ env: { ...this.installation.env, ...env }, args: queues });
    this.#workers.push(worker);
    return worker;
  }

  /** Starts a worker of these queues; resolves when it has its first assignments. */
  async start(
    queues: readonly QueueName[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<WorkerProcess> {
    const worker = await this.launch(queues, env);
    await worker.waitForLog(({ msg }) => msg === 'worker is ready', { what: 'the worker is ready' });
    return worker;
  }

  /** Causes mails number `first` to before `end`, each to an address of its own. */
  async causeMails(end: number, first = 0): Promise<readonly CausedMail[]> {
    const mails = inventMails(end, first);
    await this.installation.producer.sendPrepared(await this.prepare(mails));
    return mails;
  }

  /** The events of these mails, checked and encoded. */
  prepare(mails: readonly CausedMail[]): Promise<readonly PreparedEvent[]> {
    return Promise.all(
      mails.map(({ address, eventId }) =>
        this.installation.producer.prepare('email_senders', invitation(address), { eventId }),
      ),
    );
  }

  names(queue: QueueName): QueueNames {
    const { topics } = this.installation.config;
    const definition = definitionsWith(topics.retryTiers).find((one) => one.queue === queue);
    if (definition === undefined) throw new Error(`no definition of ${queue}`);
    return namesOf(topics.prefix, definition);
  }

  /** Dispositions of the queue's dead letters. */
  async deadLetters(queue: QueueName): Promise<readonly string[]> {
    const records = await readTopic(this.broker, this.names(queue).dlq);
    return records.map(({ headers }) => headers[HEADERS.disposition] ?? '');
  }

  /** Records that were ever written to the queue's tiers. */
  async retried(queue: QueueName): Promise<number> {
    const { tiers } = this.names(queue);
    const offsets = await Promise.all(tiers.map(({ topic }) => this.broker.admin().topicOffsets(topic)));
    return offsets.flat().reduce((sum, { highWatermark }) => sum + Number(highWatermark), 0);
  }

  /** Resolves when every record of the queue is finished and committed. */
  async settled(queue: QueueName, timeoutMs = 40_000): Promise<void> {
    await waitUntil(() => isSettled(this.broker.admin(), this.names(queue)), {
      timeoutMs,
      intervalMs: 50,
      what: `every record of ${queue} is finished and committed`,
    });
  }

  /** Kills what runs and removes the installation. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.kill('SIGKILL')));
    await this.broker.admin().disconnect();
    await this.installation.close();
  }
}

/** Mails number `first` to before `end` that nobody has caused yet. */
export const inventMails = (end: number, first = 0): readonly CausedMail[] =>
  Array.from({ length: end - first }, (_, index) => ({
    address: `reader${first + index}@example.com`,
    eventId: randomUUID(),
  }));

/** A mail event to a plain address. */
const invitation = (address: string) => ({
  template_prefix: 'zerver/emails/invitation',
  to_emails: [address],
  context: {
    referrer_full_name: 'Kim Nakamura',
    referrer_email: 'kim@example.com',
    referrer_realm_name: 'Lighthouse Works',
    activate_url: 'https://chat.example.com/accounts/do_confirm/abc',
    corporate_enabled: false,
  },
});

/** Resolves when the worker's metrics page has this line. */
export const metricReads = (worker: WorkerProcess, line: string): Promise<void> =>
  waitUntil(
    async () => {
      const response = await fetch(`${worker.metricsUrl}/metrics`);
      return (await response.text()).includes(`${line}\n`);
    },
    { timeoutMs: 30_000, what: `the metrics page has the line ${line}` },
  );

/** Every mail of the inbox as `address message-id`, sorted; what came twice stands twice. */
export const received = (inbox: Installation['inbox']): readonly string[] =>
  inbox.mails.map((mail) => `${mail.to.join()} ${mail.header('Message-ID') ?? ''}`).sort();

/** What the inbox should hold when every caused mail has arrived once. */
export const eachOnce = (mails: readonly CausedMail[]): readonly string[] =>
  mails.map(({ address, eventId }) => `${address} <${eventId}@chat.example.com>`).sort();

/** An inbox that accepts `count` mails and then answers no more until `release`. */
export const holdAfter = (inbox: Installation['inbox'], count: number) => {
  const { promise: released, resolve: release } = Promise.withResolvers<null>();
  const { promise: held, resolve: hold } = Promise.withResolvers<null>();
  let answered = 0;
  inbox.setRules({
    data: () => {
      answered += 1;
      if (answered <= count) return null;
      hold(null);
      return released;
    },
  });
  return {
    /** Resolves when the first mail waits for its answer. */
    held,
    release: () => {
      inbox.setRules({});
      release(null);
    },
  };
};
