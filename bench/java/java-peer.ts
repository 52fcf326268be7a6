import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { withLock } from '../../dev/lock.mjs';
import { spawnGuarded } from '../../dev/stack/guarded-child.ts';
import { findJava, runMaven } from '../../dev/stack/java.ts';
import { cacheFolder } from '../../dev/stack/paths.ts';
import { Reaper } from '../../dev/stack/reaper.ts';

/** A folder beside this file with a Maven project, and the class to start. */
export interface JavaProject {
  readonly folder: string;
  /** As a sentence names it, such as "Parallel Consumer". */
  readonly title: string;
  readonly mainClass: string;
}

/** A peer in a process of its own that answers lines; it ends with this process, whatever ends that. */
export interface JavaPeer {
  /** Sends a command. */
  tell(command: string): void;
  /** The JSON of the next line; rejects when the peer ends instead, which it is made to after 2 minutes. */
  answer(): Promise<unknown>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Ends it in order; safe after `kill`. */
  close(): Promise<void>;
}

const CLOSE_MS = 5_000;
const ANSWER_MS = 120_000;

/** The release that a project's pom pins. */
export const peerVersion = async ({ folder }: JavaProject): Promise<string> => {
  const pom = await readFile(join(import.meta.dirname, folder, 'pom.xml'), 'utf8');
  const version = /<peer\.version>(.+)<\/peer\.version>/.exec(pom)?.[1];
  if (version === undefined) throw new Error(`The pom of ${folder} names no peer.version`);
  return version;
};

/**
 * Gets and compiles a project, once per state of its sources, into the cache folder; later calls need neither Maven nor
 * the network. Rejects in one line when Java or Maven is missing, or when Maven cannot get what the project needs.
 */
export async function buildJavaPeer(project: JavaProject): Promise<string> {
  const source = join(import.meta.dirname, project.folder);
  const built = join(cacheFolder(), 'java-peers', `${project.folder}-${await fingerprint(source)}`);
  if (!existsSync(built)) {
    await withLock(`java peer ${built}`, async () => {
      if (!existsSync(built)) await build(project, source, built);
    });
  }
  return built;
}

async function build(project: JavaProject, source: string, built: string): Promise<void> {
  await findJava();
  const draft = `${built}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  await runMaven(project.title, [
    ...['-f', join(source, 'pom.xml'), `-Dbuild.folder=${draft}`, 'compile'],
    ...['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(draft, 'lib')}`],
  ]);
  await rename(draft, built);
}

/** Of the pom and every source: another state is another build. */
async function fingerprint(source: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    hash.update(file.slice(source.length)).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Starts a project's main class with `args`, built before if need be. */
export async function openJavaPeer(project: JavaProject, args: readonly string[]): Promise<JavaPeer> {
  const built = await buildJavaPeer(project);
  const java = await findJava();
  const reaper = new Reaper(null);
  const child = await spawnGuarded({
    command: java.command,
    args: [
      ...['-cp', [join(built, 'classes'), join(built, 'lib', '*')].join(delimiter), '-Xmx1g'],
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
      ...[project.mainClass, ...args],
    ],
    reaper,
    deathSignal: 'KILL',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { stdin, stdout, stderr } = child.process;
  if (stdin === null || stdout === null || stderr === null) throw new Error('a peer without pipes');
  let complaints = '';
  stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString('utf8')).slice(-2_000);
  });
  // A peer that ends while it is written to is told by its end.
  stdin.on('error', () => undefined);
  const answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return {
    tell(command) {
      stdin.write(`${command}\n`);
    },
    async answer() {
      const late = setTimeout(() => {
        child.signal('SIGKILL');
      }, ANSWER_MS);
      const answer = await answers.next();
      clearTimeout(late);
      if (answer.done === true) throw new Error(`${project.title} ended: ${complaints.trim()}`);
      return JSON.parse(answer.value) as unknown;
    },
    async kill() {
      await child.stop('SIGKILL', CLOSE_MS);
      await reaper.dismiss();
    },
    async close() {
      stdin.end();
      await child.stop('SIGTERM', CLOSE_MS);
      await reaper.dismiss();
    },
  };
}
