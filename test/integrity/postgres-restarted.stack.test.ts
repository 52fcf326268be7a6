import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startStack } from '../../dev/stack/stack.ts';
import type { Stack } from '../../dev/stack/stack.ts';
import { TcpProxy } from '../../dev/tcp-proxy.ts';
import { migrate } from '../../src/db/migrate.ts';
import { freshPrefix } from '../support/stack.ts';
import { Fleet, eachOnce, metricReads, received } from './support/fleet.ts';
import { Ground, numbers } from './support/ground.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('PostgreSQL restarted under load', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ parts: ['postgres'], useEnvironment: false });
  });

  afterAll(async () => {
    await stack.stop();
  });

  it.each([
    ['in order', (): Promise<void> | undefined => stack.postgres?.stop()],
    ['by SIGQUIT, so that it recovers from its log', (): Promise<void> | undefined => stack.postgres?.kill()],
  ])('%s: no event is lost, dead or doubled', async (_how, end) => {
    const databaseUrl = await stack.createDatabase(freshPrefix());
    await migrate({ url: databaseUrl });
    const ground = await Ground.open({ databaseUrl });
    cleanups.push(() => ground.close());
    const workers = [await ground.start(), await ground.start()];
    let produced = 0;
    const load = async (): Promise<void> => {
      await ground.produce(numbers(produced + 300, produced).map((number) => ({ number, ends: 'done' })));
      produced += 300;
    };
    await load();
    await ground.startedBy(workers[0]!, 20);
    await end();
    await load();
    await Promise.all(
      workers.map((worker) =>
        worker.waitForLog(({ msg }) => msg === 'a shared service is down; the queue is paused', {
          what: 'the worker pauses',
        }),
      ),
    );
    await stack.postgres?.start();
    await load();
    await ground.settled();
    expect(await ground.effects()).toEqual(numbers(produced));
    expect(await ground.deadLetters()).toEqual([]);
    expect(await ground.query('select from integrity.started where attempt > 1')).toEqual([]);
    expect(workers.map((worker) => worker.isRunning())).toEqual([true, true]);
  });
});

describe('a database that cannot be reached', () => {
  it('check 36: while 50 events wait kills and retries none of them; all are handled afterwards, and the metrics show the pause', async () => {
    const fleet = await Fleet.open();
    cleanups.push(() => fleet.close());
    const url = new URL(fleet.installation.env['DATABASE_URL'] ?? '');
    const proxy = await TcpProxy.open({ host: url.hostname, port: Number(url.port) });
    cleanups.push(() => proxy.close());
    url.hostname = proxy.host;
    url.port = String(proxy.port);
    const worker = await fleet.start(['email_senders'], { DATABASE_URL: url.href });
    await proxy.refuse();
    const mails = await fleet.causeMails(50);
    await metricReads(worker, 'worker_paused{queue="email_senders",reason="database"} 1');
    expect((await fetch(`${worker.metricsUrl}/readyz`)).status).toBe(503);
    expect((await fetch(`${worker.metricsUrl}/livez`)).status).toBe(200);
    await proxy.restore();
    await fleet.settled('email_senders');
    await metricReads(worker, 'worker_paused{queue="email_senders",reason="database"} 0');
    expect(received(fleet.inbox)).toEqual(eachOnce(mails));
    expect(await fleet.deadLetters('email_senders')).toEqual([]);
    expect(await fleet.retried('email_senders')).toBe(0);
  });
});
