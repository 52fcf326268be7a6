import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { RegistryServer } from '../../dev/registry/server.ts';
import { topicStore } from '../../dev/registry/store.ts';
import { findExecutable } from '../../dev/stack/paths.ts';
import { isAlive } from '../../dev/stack/run-folder.ts';
import { startCluster, startStack } from '../../dev/stack/stack.ts';
import { guardIdleTimer } from '../../src/broker/kafkajs-guards.ts';
import { waitUntil } from '../support/wait-until.ts';

interface HeldStack {
  readonly holder: ChildProcess;
  readonly pids: readonly number[];
  readonly brokers: string;
  readonly databaseUrl: string;
  readonly folder: string;
}

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A stack that another process owns. */
async function holdStack(parts: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<HeldStack> {
  const script = join(import.meta.dirname, 'hold-stack.ts');
  const holder = spawn(process.execPath, [script, ...parts], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  cleanUps.push(() => holder.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: holder.stdout }), 'line')) as [string];
  return { holder, ...(JSON.parse(line) as Omit<HeldStack, 'holder'>) };
}

function client(brokers: string): Kafka {
  guardIdleTimer();
  return new Kafka({
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 30 },
  });
}

async function withAdmin<T>(
  brokers: string,
  action: (admin: ReturnType<Kafka['admin']>) => Promise<T>,
): Promise<T> {
  const admin = client(brokers).admin();
  await admin.connect();
  try {
    return await action(admin);
  } finally {
    await admin.disconnect();
  }
}

async function produce(brokers: string, topic: string): Promise<void> {
  const producer = client(brokers).producer();
  await producer.connect();
  await producer.send({ topic, acks: -1, messages: [{ key: 'k', value: 'v' }] });
  await producer.disconnect();
}

async function query(url: string, text: string): Promise<unknown[]> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  try {
    return (await database.query<Record<string, unknown>>(text)).rows;
  } finally {
    await database.end();
  }
}

async function expectAllGone({ pids, folder }: HeldStack): Promise<void> {
  await waitUntil(() => !pids.some(isAlive), {
    timeoutMs: 15_000,
    what: `processes ${pids.join(', ')} are gone`,
  });
  await waitUntil(() => !existsSync(folder), { timeoutMs: 15_000, what: 'the run folder is gone' });
}

describe('a local stack', () => {
  it('leaves no process and no folder when its owner is killed with SIGKILL', async () => {
    const held = await holdStack(['kafka', 'postgres']);
    expect(held.pids).toHaveLength(2);
    expect(held.pids.every(isAlive)).toBe(true);
    held.holder.kill('SIGKILL');
    await expectAllGone(held);
  });

  it('leaves nothing where the kernel cannot end children with their parent', async () => {
    const bin = await mkdtemp(join(tmpdir(), 'no-setpriv-'));
    cleanUps.push(() => rm(bin, { recursive: true }));
    for (const name of ['java', 'cp', 'sh', 'sleep', 'rm']) {
      await symlink(findExecutable(name) ?? '', join(bin, name));
    }
    const held = await holdStack(['kafka'], { ...process.env, PATH: bin });
    expect(held.pids).toHaveLength(1);
    held.holder.kill('SIGKILL');
    await expectAllGone(held);
  });

  it('leaves nothing when its owner ends without stopping it', async () => {
    const held = await holdStack(['postgres']);
    held.holder.kill('SIGTERM');
    await expectAllGone(held);
  });

  it('stands beside another one of the same clone', async () => {
    const [one, two] = await Promise.all([
      holdStack(['kafka', 'postgres']),
      holdStack(['kafka', 'postgres']),
    ]);
    expect(one.brokers).not.toBe(two.brokers);
    expect(one.databaseUrl).not.toBe(two.databaseUrl);
    await withAdmin(one.brokers, (admin) => admin.createTopics({ topics: [{ topic: 'only-in-one' }] }));
    expect(await withAdmin(two.brokers, (admin) => admin.listTopics())).not.toContain('only-in-one');
    one.holder.kill('SIGKILL');
    await expectAllGone(one);
    expect(await query(two.databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('keeps the data of a part that is killed and started again on the same address', async () => {
    const stack = await startStack({ parts: ['kafka', 'registry', 'postgres'], useEnvironment: false });
    cleanUps.push(() => stack.stop());
    const { brokers, databaseUrl } = stack;
    await withAdmin(brokers, (admin) =>
      admin.createTopics({ topics: [{ topic: 't' }], waitForLeaders: true }),
    );
    await produce(brokers, 't');
    await query(databaseUrl, 'create table kept as select 1 as n');

    await Promise.all([stack.kafka?.kill(), stack.postgres?.kill()]);
    await expect(query(databaseUrl, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await Promise.all([stack.kafka?.start(), stack.postgres?.start()]);

    const [offsets] = await withAdmin(brokers, (admin) => admin.fetchTopicOffsets('t'));
    expect(offsets?.high).toBe('1');
    expect(await query(databaseUrl, 'select n from kept')).toEqual([{ n: 1 }]);
    await produce(brokers, 't');

    await stack.kafka?.stop();
    await stack.kafka?.start();
    expect((await withAdmin(brokers, (admin) => admin.fetchTopicOffsets('t')))[0]?.high).toBe('2');
  });

  it('keeps schemas in Kafka, so that the next registry knows them', async () => {
    const stack = await startStack({ parts: ['kafka'], useEnvironment: false });
    cleanUps.push(() => stack.stop());
    const store = () => topicStore(stack.brokers.split(','));
    const first = await RegistryServer.open({ store: store() });
    const put = async (path: string, method: string, body: object): Promise<void> => {
      expect((await fetch(first.url + path, { method, body: JSON.stringify(body) })).status).toBe(200);
    };
    await put('/subjects/s/versions', 'POST', { schema: '"int"' });
    await put('/subjects/s/versions', 'POST', { schema: '"long"' });
    await put('/config/s', 'PUT', { compatibility: 'FULL' });
    await put('/subjects/gone/versions', 'POST', { schema: '"string"' });
    await fetch(`${first.url}/subjects/gone`, { method: 'DELETE' });
    await first.close();

    const second = await RegistryServer.open({ store: store() });
    cleanUps.push(() => second.close());
    const read = async (path: string): Promise<unknown> => (await fetch(second.url + path)).json();
    expect(await read('/subjects')).toEqual(['s']);
    expect(await read('/subjects/s/versions')).toEqual([1, 2]);
    expect(await read('/schemas/ids/3')).toEqual({ schema: '"string"' });
    expect(await read('/config/s')).toEqual({ compatibilityLevel: 'FULL' });
  });

  it('refuses connections to a stopped registry and answers again after its start', async () => {
    const stack = await startStack({ parts: ['registry', 'inbox'], useEnvironment: false });
    cleanUps.push(() => stack.stop());
    expect(Object.keys(stack.env).sort()).toEqual(['EMAIL_HOST', 'EMAIL_PORT', 'SCHEMA_REGISTRY_URL']);
    await stack.registry?.kill();
    await expect(fetch(stack.registryUrl)).rejects.toThrow('fetch failed');
    await stack.registry?.start();
    expect((await fetch(stack.registryUrl)).status).toBe(200);
  });
});

describe('a cluster of three brokers', () => {
  it('goes on without one of them and takes it back', async () => {
    const cluster = await startCluster({ brokers: 3 });
    cleanUps.push(() => cluster.stop());
    await withAdmin(cluster.brokers, (admin) =>
      admin.createTopics({
        topics: [{ topic: 't', numPartitions: 3, replicationFactor: 3 }],
        waitForLeaders: true,
      }),
    );
    await cluster.kafka.brokers[1]?.kill();
    await produce(cluster.brokers, 't');
    await cluster.kafka.brokers[1]?.start();
    await waitUntil(
      async () => {
        const { topics } = await withAdmin(cluster.brokers, (admin) =>
          admin.fetchTopicMetadata({ topics: ['t'] }),
        );
        return topics[0]?.partitions.every(({ isr }) => isr.length === 3) === true;
      },
      { timeoutMs: 30_000, what: 'all three brokers are in sync', intervalMs: 200 },
    );
  });
});
