import { describe, expect, it } from 'vitest';
import { isAlive } from '../../dev/stack/run-folder.ts';
import { spawnWorker } from '../../dev/worker-process.ts';

describe('spawnWorker', () => {
  it('reads the log of a process that ends at once, and says its last words when it never gets ready', async () => {
    const worker = await spawnWorker({ env: { KAFKA_BROKERS: '' } });
    await expect(worker.ready()).rejects.toThrow(/the worker ended before it was ready: .*KAFKA_BROKERS/s);
    const { code } = await worker.exited;
    expect(code).not.toBe(0);
    expect(isAlive(worker.pid)).toBe(false);
  });

  it('waits for a log line and ends the process by a signal', async () => {
    const worker = await spawnWorker({ env: {}, script: 'test/dev/log-and-wait.ts' });
    const line = await worker.waitForLog(({ msg }) => msg === 'up', { what: 'it is up' });
    expect(line['args']).toEqual([]);
    expect(worker.isRunning()).toBe(true);
    expect(await worker.kill('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    expect(worker.isRunning()).toBe(false);
  });
});
