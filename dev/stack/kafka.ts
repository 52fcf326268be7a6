import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnGuarded } from './guarded-child.ts';
import type { GuardedChild } from './guarded-child.ts';
import type { Java } from './java.ts';
import type { KafkaFiles } from './kafka-files.ts';
import { serverProperties } from './kafka-properties.ts';
import type { BrokerSettings } from './kafka-properties.ts';
import type { StackPart } from './part.ts';
import type { RunFolder } from './run-folder.ts';

/** Options of one broker process. */
export interface KafkaBrokerOptions {
  readonly folder: RunFolder;
  readonly java: Java;
  readonly files: KafkaFiles;
  readonly nodeId: number;
  readonly port: number;
  readonly controllers: readonly { readonly nodeId: number; readonly port: number }[];
  /** See `BrokerSettings`. */
  readonly detour?: BrokerSettings['detour'];
  /** Largest heap in MiB. Default 320. */
  readonly heapMb?: number;
}

const STARTED = 'Kafka Server started';

/** One Kafka broker (and controller) process with its own folder; stops and starts on the same port and data. */
export class KafkaBroker implements StackPart {
  readonly address: string;
  readonly nodeId: number;
  readonly #options: KafkaBrokerOptions;
  readonly #data: string;
  readonly #properties: string;
  /** Where this run's class archive is written if there was none at its start. */
  #newArchive: string | null = null;
  #server: GuardedChild | null = null;

  private constructor(options: KafkaBrokerOptions) {
    this.#options = options;
    this.nodeId = options.nodeId;
    this.address = `127.0.0.1:${options.port}`;
    this.#data = join(options.folder.path, `kafka-${options.port}`);
    this.#properties = `${this.#data}.properties`;
  }

  /** Prepares the data folder; the broker is started by `start`. */
  static async prepare(options: KafkaBrokerOptions): Promise<KafkaBroker> {
    const broker = new KafkaBroker(options);
    await cp(options.files.formatted, broker.#data, { recursive: true });
    await mkdir(join(options.folder.path, 'tmp'), { recursive: true });
    if (options.nodeId !== 1) await renumber(join(broker.#data, 'meta.properties'), options.nodeId);
    const { nodeId, port, controllers, detour } = options;
    await writeFile(
      broker.#properties,
      serverProperties({
        ...{ nodeId, port, controllers, dataFolder: broker.#data },
        ...(detour === undefined ? {} : { detour }),
      }),
    );
    return broker;
  }

  /** Process id of the last start. */
  get pid(): number | null {
    return this.#server?.pid ?? null;
  }

  isRunning(): boolean {
    return this.#server?.isRunning() === true;
  }

  async start(): Promise<void> {
    if (this.isRunning()) return;
    const server = await spawnGuarded({
      command: this.#options.java.command,
      args: [...this.#javaArgs(), 'kafka.Kafka', this.#properties],
      reaper: this.#options.folder.reaper,
      // The data folder is this run's own: there is nothing to save.
      deathSignal: 'KILL',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#server = server;
    await this.#started(server);
  }

  async stop(): Promise<void> {
    const exit = await this.#server?.stop('SIGTERM', 20_000);
    if (exit !== undefined && exit.signal !== 'SIGKILL') await this.#keepArchive();
  }

  async kill(): Promise<void> {
    await this.#server?.stop('SIGKILL', 1_000);
  }

  #javaArgs(): readonly string[] {
    const { files, folder, heapMb = 320 } = this.#options;
    const archive = existsSync(files.classArchive)
      ? `-XX:SharedArchiveFile=${files.classArchive}`
      : `-XX:ArchiveClassesAtExit=${(this.#newArchive = join(folder.path, `classes-${this.nodeId}.jsa`))}`;
    return [
      ...['-cp', files.classPath, `-Xmx${heapMb}m`, '-Xms64m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      ...['-Xlog:disable', '-Xlog:all=error:stderr', archive],
      `-Djava.io.tmpdir=${join(folder.path, 'tmp')}`,
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      '-Dorg.slf4j.simpleLogger.showDateTime=true',
      '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
      // Its one line tells that the broker is up.
      '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
    ];
  }

  /** Copies the output to the log file and resolves at the line that says that the broker is up. */
  #started(server: GuardedChild): Promise<void> {
    const name = `kafka-${this.#options.port}.log`;
    const log = createWriteStream(join(this.#options.folder.logs, name), { flags: 'a' });
    return new Promise((resolve, reject) => {
      let seen = '';
      const onData = (chunk: Buffer): void => {
        log.write(chunk);
        if (seen.includes(STARTED)) return;
        seen = (seen + chunk.toString('utf8')).slice(-20_000);
        if (seen.includes(STARTED)) resolve();
      };
      server.process.stdout?.on('data', onData);
      server.process.stderr?.on('data', onData);
      server.process.once('close', () => log.end());
      void server.exited.then(() => {
        const lines = seen
          .trim()
          .split('\n')
          .filter((line) => /ERROR|FATAL|Exception/.test(line));
        reject(new Error(`Kafka ended at its start: ${lines[0] ?? seen.trim().slice(-300)}`));
      });
    });
  }

  /** The first orderly stop on a machine leaves the class archive for the runs to come. */
  async #keepArchive(): Promise<void> {
    const archive = this.#newArchive;
    this.#newArchive = null;
    if (archive === null || !existsSync(archive)) return;
    if (existsSync(this.#options.files.classArchive)) await rm(archive);
    else await rename(archive, this.#options.files.classArchive);
  }
}

/** Makes the formatted folder of node 1 that of another node: node ids and folder ids are unique in a cluster. */
async function renumber(metaFile: string, nodeId: number): Promise<void> {
  const meta = await readFile(metaFile, 'utf8');
  const folderId = randomBytes(16).toString('base64url');
  await writeFile(
    metaFile,
    meta
      .replace(/^node\.id=.*$/m, `node.id=${nodeId}`)
      .replace(/^directory\.id=.*$/m, `directory.id=${folderId}`),
  );
}
