import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createReadiness } from '../../src/metrics/readiness.ts';
import { createMetricsServer } from '../../src/metrics/server.ts';
import type { HealthPart, MetricsServer } from '../../src/metrics/server.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const open: MetricsServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const serve = async (health: {
  liveness?: () => readonly HealthPart[];
  readiness?: () => Promise<readonly HealthPart[]>;
  text?: () => Promise<string>;
}) => {
  const server = await createMetricsServer({
    host: '127.0.0.1',
    port: 0,
    metrics: {
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      text: health.text ?? (() => Promise.resolve('up 1\n')),
    },
    liveness: health.liveness ?? (() => []),
    readiness: health.readiness ?? (() => Promise.resolve([])),
    logger: pino({ level: 'silent' }),
  });
  open.push(server);
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
  return { server, get };
};

describe('metrics server', () => {
  it('serves the metrics with their content type', async () => {
    const { get } = await serve({});
    const response = await get('/metrics');
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toBe('up 1\n');
  });

  it('answers 200 while every part is well, and 503 with the reason when one is not', async () => {
    let stuck = false;
    const { get } = await serve({
      liveness: () => [
        { name: 'email_senders', ok: !stuck, detail: stuck ? 'no progress for 200 s' : 'works' },
      ],
    });
    expect((await get('/livez')).status).toBe(200);
    stuck = true;
    const response = await get('/livez');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'failing',
      parts: [{ name: 'email_senders', ok: false, detail: 'no progress for 200 s' }],
    });
  });

  it('names each part of readiness', async () => {
    const { get } = await serve({
      readiness: () =>
        Promise.resolve([
          { name: 'database', ok: true, detail: 'answers' },
          { name: 'registry', ok: false, detail: 'refused' },
        ]),
    });
    const response = await get('/readyz?verbose');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      parts: [
        { name: 'database', ok: true },
        { name: 'registry', ok: false },
      ],
    });
  });

  it('survives a page that fails, an unknown path and another method', async () => {
    const { get } = await serve({ text: () => Promise.reject(new Error('broken')) });
    expect((await get('/metrics')).status).toBe(500);
    expect((await get('/nothing')).status).toBe(404);
    expect((await get('/metrics', { method: 'POST' })).status).toBe(405);
    expect((await get('/livez', { method: 'HEAD' })).status).toBe(200);
  });

  it('tells when the address is taken, and can be closed twice', async () => {
    const { server } = await serve({});
    await expect(
      createMetricsServer({
        host: '127.0.0.1',
        port: server.port,
        metrics: { contentType: 'text/plain', text: () => Promise.resolve('') },
        liveness: () => [],
        readiness: () => Promise.resolve([]),
        logger: pino({ level: 'silent' }),
      }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await server.close();
    await server.close();
  });
});

describe('readiness', () => {
  it('asks once for all callers at a time, and again when the answer is old', async () => {
    const clock = new VirtualClock();
    let asked = 0;
    const probe = {
      name: 'database',
      check: () => {
        asked += 1;
        return Promise.resolve();
      },
    };
    const readiness = createReadiness({ probes: [probe], clock, maxAgeMs: 3000 });
    await Promise.all([readiness.parts(), readiness.parts()]);
    await readiness.parts();
    expect(asked).toBe(1);
    await clock.advance(3000);
    expect(await readiness.parts()).toEqual([{ name: 'database', ok: true, detail: 'answers' }]);
    expect(asked).toBe(2);
  });

  it('gives up on a part that does not answer, and tells the failure of one that does', async () => {
    const clock = new VirtualClock();
    let reason: unknown;
    const readiness = createReadiness({
      probes: [
        {
          name: 'registry',
          check: (signal) =>
            new Promise(() => {
              signal.addEventListener('abort', () => {
                reason = signal.reason;
              });
            }),
        },
        { name: 'database', check: () => Promise.reject(new Error('connection refused')) },
      ],
      clock,
      deadlineMs: 2000,
    });
    const parts = readiness.parts();
    await clock.advance(2000);
    expect(await parts).toEqual([
      { name: 'registry', ok: false, detail: 'no answer within 2000 ms' },
      { name: 'database', ok: false, detail: 'connection refused' },
    ]);
    expect(reason).toEqual(new Error('no answer within 2000 ms'));
  });
});
