import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { withLock } from '../lock.mjs';
import { runMaven } from './java.ts';
import type { Java } from './java.ts';
import { serverProperties } from './kafka-properties.ts';
import { cacheFolder } from './paths.ts';

const run = promisify(execFile);
const POM = join(import.meta.dirname, 'kafka', 'pom.xml');

/** The files of the broker, fetched and prepared once per machine. */
export interface KafkaFiles {
  readonly version: string;
  /** The same text in every run: the class-data archive is valid only for the very same class path. */
  readonly classPath: string;
  /** Archive of loaded classes for this Java and Kafka; made at the end of the first run, halves the start. */
  readonly classArchive: string;
  /** A formatted, empty log folder: `meta.properties` and `bootstrap.checkpoint`. */
  readonly formatted: string;
}

/** Fetches what is missing; two first runs at once wait for each other. `onFetch` is told before a download. */
export async function kafkaFiles(java: Java, onFetch: (version: string) => void): Promise<KafkaFiles> {
  const version = /<kafka.version>(.+)<\/kafka.version>/.exec(await readFile(POM, 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${POM} names no kafka.version`);
  const home = join(cacheFolder(), 'kafka', version);
  const lib = join(home, 'lib');
  const formatted = join(home, 'formatted');
  const classArchive = join(home, `classes-java${java.major}.jsa`);
  if (!existsSync(formatted)) {
    await withLock(`kafka files ${home}`, async () => {
      if (!existsSync(lib)) {
        onFetch(version);
        await fetchJars(lib);
      }
      if (!existsSync(formatted)) await format(java, await classPathOf(lib), formatted);
    });
  }
  return { version, classPath: await classPathOf(lib), classArchive, formatted };
}

async function classPathOf(lib: string): Promise<string> {
  const jars = (await readdir(lib)).filter((name) => name.endsWith('.jar')).sort();
  return jars.map((name) => join(lib, name)).join(delimiter);
}

async function fetchJars(lib: string): Promise<void> {
  const draft = `${lib}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  await runMaven('Kafka', [
    ...['-f', POM, 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${draft}`],
  ]);
  await rename(draft, lib);
}

async function format(java: Java, classPath: string, formatted: string): Promise<void> {
  const draft = `${formatted}.${process.pid}`;
  const properties = `${draft}.properties`;
  await rm(draft, { recursive: true, force: true });
  await writeFile(
    properties,
    serverProperties({ nodeId: 1, dataFolder: draft, port: 9092, controllers: [{ nodeId: 1, port: 9093 }] }),
  );
  // The id only has to be a valid one: every run has its own ports and folders.
  await run(java.command, [
    ...['-cp', classPath, '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'],
    ...['kafka.tools.StorageTool', 'format', '-t', 'zulipWorkersDevel0001w', '-c', properties],
  ]);
  await rm(properties);
  await rename(draft, formatted);
}
