import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../dev/stack/paths.ts';
import { spawnWorker } from '../dev/worker-process.ts';
import type { WorkerProcess } from '../dev/worker-process.ts';
import type { DatabaseHandle } from '../src/db/client.ts';
import type { BrokerProducer } from '../src/broker/broker.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { queueNames } from '../src/runtime/names.ts';
import type { QueueNames } from '../src/runtime/names.ts';
import type { BenchContext } from './case.ts';
import { openMemberDatabase } from './member-database.ts';
import { readNotes } from './notes.ts';
import type { Note } from './notes.ts';
import { benchRecord, openBenchBroker } from './queue-under-test.ts';
import type { UserEvent } from './steady-load.ts';

/** What a member process does. Users are the keys of events. */
export interface MemberPlan {
  readonly brokers: string;
  readonly prefix: string;
  readonly queue: string;
  readonly databaseUrl: string | null;
  /** Default 10. */
  readonly poolSize?: number;
  readonly concurrency: number;
  readonly delaysMs?: readonly number[];
  readonly sessionTimeoutMs?: number;
  /** Where it writes its notes. */
  readonly notes: string;
  /** An effect per event, one per batch, or none; with a database only. */
  readonly effect: 'none' | 'single' | 'batch';
  /** A timer in every call, ms. Default 0. */
  readonly workMs?: number;
  /** Events of users below this number take `slowMs` instead. */
  readonly slowUsers?: number;
  readonly slowMs?: number;
  /** Events whose number this divides are given up at once. */
  readonly deadEvery?: number;
  /** How often each event fails before it succeeds. Default 0. */
  readonly failures?: number;
  /** Events whose number this divides fail once more. */
  readonly failAgainEvery?: number;
}

/** Everything of a plan but what the group knows by itself. */
export type MemberTask = Omit<MemberPlan, 'brokers' | 'prefix' | 'queue' | 'notes'>;

/** A group of member processes on a topic of its own, and the notes that they write. */
export class Members {
  readonly names: QueueNames;
  readonly producer: BrokerProducer;
  readonly workers: WorkerProcess[] = [];
  readonly #brokers: string;
  readonly #prefix: string;
  readonly #folder: string;
  #notes = 0;
  /** Events whose handler has ended, as far as the notes were looked at: so many of each member. */
  readonly #ended = new Set<number>();
  readonly #looked: number[] = [];

  private constructor(of: { brokers: string; prefix: string; folder: string; names: QueueNames }) {
    this.#brokers = of.brokers;
    this.#prefix = of.prefix;
    this.#folder = of.folder;
    this.names = of.names;
    this.producer = openBenchBroker(of.brokers).producer();
  }

  static async open(options: {
    readonly brokers: string;
    readonly prefix: string;
    readonly partitions: number;
    readonly delaysMs?: readonly number[];
  }): Promise<Members> {
    const { brokers, prefix, partitions, delaysMs = [] } = options;
    const names = queueNames(prefix, 'member', delaysMs);
    const admin = openBenchBroker(brokers).admin();
    await admin.connect();
    const topics = [names.main, names.dlq, ...names.tiers.map(({ topic }) => topic)];
    await admin.createTopics(topics.map((topic) => ({ topic, partitions, configs: {} })));
    await admin.disconnect();
    const folder = await mkdtemp(join(tmpdir(), 'bench-members-'));
    const members = new Members({ brokers, prefix, folder, names });
    await members.producer.connect();
    return members;
  }

  /** Starts a member; resolves when it has its first assignment. */
  async start(task: MemberTask): Promise<WorkerProcess> {
    const worker = await this.launch(task);
    await worker.waitForLog(({ msg }) => msg === 'member is ready', { what: 'the member is ready' });
    return worker;
  }

  /** Starts a member without waiting for it. */
  async launch(task: MemberTask): Promise<WorkerProcess> {
    const notes = this.#notesPath(this.#notes);
    await writeFile(notes, '');
    this.#notes += 1;
    const plan: MemberPlan = {
      ...task,
      brokers: this.#brokers,
      prefix: this.#prefix,
      queue: 'member',
      notes,
    };
    const worker = await spawnWorker({
      script: 'bench/member-process.ts',
      // Reading TypeScript anew would take a core from the others for seconds, at each start; the package is compiled.
      env: { BENCH_MEMBER: JSON.stringify(plan), NODE_COMPILE_CACHE: join(cacheFolder(), 'compiled') },
    });
    this.workers.push(worker);
    return worker;
  }

  /** Sends events at once, in parts that the broker takes. */
  async send(events: readonly UserEvent[]): Promise<void> {
    const part = 5_000;
    for (let from = 0; from < events.length; from += part) {
      const records = await Promise.all(events.slice(from, from + part).map(benchRecord));
      await this.producer.send(this.names.main, records);
    }
  }

  /** The notes of every member that was started, one list each, in the order of the starts. */
  notes(): readonly (readonly Note[])[] {
    return Array.from({ length: this.#notes }, (_, index) => readNotes(this.#notesPath(index)));
  }

  /** Resolves when the handlers of so many different events have ended. */
  async ended(count: number): Promise<void> {
    await this.until(`${count} events have ended`, () => {
      this.#lookAtNotes();
      return Promise.resolve(this.#ended.size >= count);
    });
  }

  /** Reads what is new: the looks must cost the members little. */
  #lookAtNotes(): void {
    for (let index = 0; index < this.#notes; index += 1) {
      const looked = this.#looked[index] ?? 0;
      const added = readNotes(this.#notesPath(index), looked);
      this.#looked[index] = looked + added.length;
      for (const { kind, id } of added) if (kind === 'end') this.#ended.add(id);
    }
  }

  /** Resolves when there are so many dead letters. */
  async deadLetters(count: number): Promise<void> {
    const admin = openBenchBroker(this.#brokers).admin();
    await admin.connect();
    try {
      await this.until(`${count} dead letters`, async () => {
        const offsets = await admin.topicOffsets(this.names.dlq);
        return offsets.reduce((sum, { highWatermark }) => sum + Number(highWatermark), 0) >= count;
      });
    } finally {
      await admin.disconnect();
    }
  }

  /** Looks until `isSo`; rejects after two minutes or when no member runs. */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const limitMs = 120_000;
    const end = performance.now() + limitMs;
    while (!(await isSo())) {
      if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
      if (!this.workers.some((worker) => worker.isRunning())) throw new Error('every member has ended');
      await systemClock.sleep(50);
    }
  }

  #notesPath(index: number): string {
    return join(this.#folder, `notes-${index}`);
  }

  /** Ends what runs and removes the notes. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.kill('SIGTERM')));
    await this.producer.disconnect();
    await rm(this.#folder, { recursive: true });
  }
}

/** A group with a database of its own. */
export interface OpenedMembers {
  readonly members: Members;
  readonly database: DatabaseHandle;
  /** Url of the same. */
  readonly databaseUrl: string;
}

/** Opens a group and its database, by default on the stack's brokers, and closes both however `act` ends. */
export const withMembers = async <T>(
  { stack, prefix }: Pick<BenchContext, 'stack' | 'prefix'>,
  options: {
    readonly partitions: number;
    readonly delaysMs?: readonly number[];
    readonly brokers?: string;
  },
  act: (opened: OpenedMembers) => Promise<T>,
): Promise<T> => {
  const { url, database } = await openMemberDatabase(stack, prefix);
  try {
    const members = await Members.open({ brokers: stack.brokers, prefix, ...options });
    try {
      return await act({ members, database, databaseUrl: url });
    } finally {
      await members.close();
    }
  } finally {
    await database.close();
  }
};
