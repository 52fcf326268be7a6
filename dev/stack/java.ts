import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, readFile, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, findExecutable } from './paths.ts';

const run = promisify(execFile);
const OLDEST_MAJOR = 17;
const HINT =
  'install a JDK 17 or newer (Debian: apt-get install openjdk-17-jdk-headless maven), ' +
  'or name a running cluster with KAFKA_BROKERS=host:port';

/** A Java that can run the broker. */
export interface Java {
  readonly command: string;
  readonly major: number;
}

/** Finds Java by JAVA_HOME or on the PATH. Throws with a hint when there is none, or an old one only. */
export async function findJava(): Promise<Java> {
  const home = process.env['JAVA_HOME'];
  const named = home === undefined || home === '' ? null : join(home, 'bin', 'java');
  const command = named !== null && existsSync(named) ? named : findExecutable('java');
  if (command === null) throw new Error(`Kafka needs Java and there is none: ${HINT}`);
  const major = await majorVersion(command);
  if (major < OLDEST_MAJOR)
    throw new Error(`Kafka needs Java ${OLDEST_MAJOR} and ${command} is ${major}: ${HINT}`);
  return { command, major };
}

async function majorVersion(command: string): Promise<number> {
  try {
    // The release file saves starting a JVM only to ask it.
    const release = await readFile(join(dirname(dirname(await realpath(command))), 'release'), 'utf8');
    const found = /JAVA_VERSION="(\d+)/.exec(release)?.[1];
    if (found !== undefined) return Number(found);
  } catch {
    // A layout without that file: ask the JVM.
  }
  const { stderr, stdout } = await run(command, ['-version']);
  return Number(/version "(\d+)/.exec(stderr + stdout)?.[1] ?? 0);
}

/** Runs Maven quietly to get `what`. Throws with a hint when there is none, and with its last lines when it fails. */
export async function runMaven(what: string, args: readonly string[]): Promise<void> {
  const command = findExecutable('mvn');
  if (command === null)
    throw new Error(`Maven (mvn) is needed once, to get ${what}, and there is none: ${HINT}`);
  try {
    await run(command, ['-q', '-B', ...args, ...(await repositoryArgs())], { maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const output = (error as { stdout?: string }).stdout ?? '';
    const lines = output.split('\n').filter((line) => line.includes('ERROR'));
    throw new Error(`Maven could not get ${what}: ${lines[0] ?? String(error)}`, { cause: error });
  }
}

/** Maven keeps downloads under the home folder; an account without one (a service user) keeps them in the cache. */
async function repositoryArgs(): Promise<string[]> {
  const named = `${process.env['MAVEN_OPTS'] ?? ''} ${process.env['MAVEN_ARGS'] ?? ''}`;
  const chosen = /-Dmaven\.repo\.local=(\S+)/.exec(named)?.[1];
  // Maven before 3.9 does not read MAVEN_ARGS by itself.
  if (chosen !== undefined) return [`-Dmaven.repo.local=${chosen}`];
  try {
    await access(homedir(), constants.W_OK);
    return [];
  } catch {
    // No home folder, or not ours.
    return [`-Dmaven.repo.local=${join(cacheFolder(), 'm2')}`];
  }
}
