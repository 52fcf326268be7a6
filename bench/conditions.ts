import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

/** What a number depends on; stands beside every result. */
export interface Conditions {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly node: string;
  /** Load average of the last minute before the run. */
  readonly load: number;
  readonly versions: Readonly<Record<string, string>>;
}

const PACKAGES = [
  'kafkajs',
  'avsc',
  'pg',
  'drizzle-orm',
  'nodemailer',
  'prom-client',
  '@platformatic/kafka',
  'graphile-worker',
  'pg-boss',
  'bullmq',
] as const;

const versionOf = (name: string): string => {
  const text = readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

/** Describes this machine and the libraries that are measured. */
export const readConditions = (): Conditions => ({
  date: new Date().toISOString(),
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  kernel: release(),
  node: process.version,
  load: loadavg()[0] ?? 0,
  versions: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
});
