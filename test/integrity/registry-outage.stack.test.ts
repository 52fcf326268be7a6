import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../dev/stack/paths.ts';
import { TcpProxy } from '../../dev/tcp-proxy.ts';
import { openRegistryApi } from '../../src/composition/services.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { Fleet, eachOnce, inventMails, metricReads, received } from './support/fleet.ts';
import type { CausedMail } from './support/fleet.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A fleet whose workers reach the registry through a proxy. */
const opened = async (): Promise<{
  fleet: Fleet;
  proxy: TcpProxy;
  env: Readonly<Record<string, string>>;
}> => {
  const fleet = await Fleet.open();
  cleanups.push(() => fleet.close());
  const url = new URL(fleet.installation.config.registry.url);
  const proxy = await TcpProxy.open({ host: url.hostname, port: Number(url.port) });
  cleanups.push(() => proxy.close());
  return { fleet, proxy, env: { SCHEMA_REGISTRY_URL: `http://${proxy.host}:${proxy.port}` } };
};

/** Sends mails as a newer producer writes them: under a schema with one field more, which the worker has never seen. */
const causeNewerMails = async (fleet: Fleet, count: number): Promise<readonly CausedMail[]> => {
  const { config, producer } = fleet.installation;
  const avsc = join(repositoryRoot, 'src/schemas/avsc/email_senders.avsc');
  const schema = JSON.parse(await readFile(avsc, 'utf8')) as { fields: object[] };
  schema.fields.push({ name: 'later', type: ['null', 'string'], default: null });
  const api = openRegistryApi(config.registry, systemClock);
  const id = await api.register(fleet.names('email_senders').subject, JSON.stringify(schema));
  const mails = inventMails(count);
  const prepared = await fleet.prepare(mails);
  await producer.sendPrepared(
    prepared.map((event) => {
      // The new field stands last; null is one zero byte.
      const value = Buffer.concat([event.value, Buffer.from([0])]);
      value.writeInt32BE(id, 1);
      return { ...event, value };
    }),
  );
  return mails;
};

describe('a registry that is away', () => {
  it('stops nobody who knows the schemas, nor a worker that starts meanwhile and has them from its database', async () => {
    const { fleet, proxy, env } = await opened();
    const veteran = await fleet.start(['email_senders'], env);
    await proxy.refuse();
    const first = await fleet.causeMails(30);
    await fleet.settled('email_senders');
    await veteran.kill('SIGTERM');
    const worker = await fleet.start(['email_senders'], env);
    const second = await fleet.causeMails(60, 30);
    await fleet.settled('email_senders');
    expect(received(fleet.inbox)).toEqual(eachOnce([...first, ...second]));
    expect((await fetch(`${worker.metricsUrl}/readyz`)).status).toBe(503);
    expect(worker.logs.some(({ msg }) => msg.startsWith('schema registry cannot be asked'))).toBe(true);
  });

  it('pauses the queue at an event of an unknown schema; when it is back, nothing was lost, retried or condemned', async () => {
    const { fleet, proxy, env } = await opened();
    const worker = await fleet.start(['email_senders'], env);
    await proxy.refuse();
    const newer = await causeNewerMails(fleet, 20);
    await metricReads(worker, 'worker_paused{queue="email_senders",reason="registry"} 1');
    const known = await fleet.causeMails(40, 20);
    await proxy.restore();
    await fleet.settled('email_senders');
    await metricReads(worker, 'worker_paused{queue="email_senders",reason="registry"} 0');
    expect(received(fleet.inbox)).toEqual(eachOnce([...newer, ...known]));
    expect(await fleet.deadLetters('email_senders')).toEqual([]);
    expect(await fleet.retried('email_senders')).toBe(0);
  });
});
