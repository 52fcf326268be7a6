import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { spawnGuarded } from '../dev/stack/guarded-child.ts';
import { findExecutable } from '../dev/stack/paths.ts';
import { claimPort } from '../dev/stack/ports.ts';
import { Reaper } from '../dev/stack/reaper.ts';

const STOP_MS = 5_000;

/** A Redis server of the benchmark's own. */
export interface RedisServer {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts the machine's `redis-server` with an append-only file that reaches the disk once a second, as its manual
 * recommends; null when none is on the PATH. It ends with this process.
 */
export const startRedis = async (): Promise<RedisServer | null> => {
  const command = findExecutable('redis-server');
  if (command === null) return null;
  const folder = await mkdtemp(join(tmpdir(), 'bench-redis-'));
  const claim = await claimPort();
  const reaper = new Reaper(folder);
  const settings = { port: claim.port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'yes' };
  const child = await spawnGuarded({
    command,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    reaper,
    deathSignal: 'KILL',
    stdio: 'ignore',
  });
  // Connecting tries again until the server listens.
  const client = new Redis({ port: claim.port, host: '127.0.0.1' });
  client.on('error', () => undefined);
  await client.ping();
  client.disconnect();
  return {
    port: claim.port,
    async stop() {
      await child.stop('SIGTERM', STOP_MS);
      await reaper.dismiss();
      await claim.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
