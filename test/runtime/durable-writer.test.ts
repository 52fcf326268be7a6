import { describe, expect, it } from 'vitest';
import { BrokerError } from '../../src/broker/broker.ts';
import type { OutgoingRecord } from '../../src/broker/broker.ts';
import { createDurableWriter } from '../../src/runtime/durable-writer.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const record = (key: string, size = 1): OutgoingRecord => ({ key, value: Buffer.alloc(size), headers: {} });

/** A writer over a broker that takes 10 ms, refuses the first `failures` sends and records above `maxBytes`. */
function writerOf(failures = 0, maxBytes = 1_000) {
  const clock = new VirtualClock();
  const sends: string[][] = [];
  const stored: string[] = [];
  const failed: string[] = [];
  let left = failures;
  const writer = createDurableWriter({
    clock,
    onFailure: (topic) => failed.push(topic),
    producer: {
      async send(_topic, records) {
        sends.push(records.map(({ key }) => key));
        await clock.sleep(10);
        if (left > 0) {
          left -= 1;
          throw new BrokerError('unavailable', 'no leader');
        }
        if (records.some(({ value }) => (value?.length ?? 0) > maxBytes)) {
          throw new BrokerError('too_large', 'too large');
        }
        stored.push(...records.map(({ key }) => key));
        return [];
      },
    },
  });
  const { signal } = new AbortController();
  return { clock, sends, stored, failed, writer, signal };
}

describe('durable writer (R-17)', () => {
  it('what comes while a send is under way goes together in the next one, in order', async () => {
    const { clock, sends, writer, signal } = writerOf();
    for (const key of ['a', 'b', 'c', 'd']) void writer.write('t', record(key), { signal });
    await clock.advance(100);
    expect(sends).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('tries again after 100, 200, 400 ms until it is acknowledged, and resolves only then', async () => {
    const { clock, stored, failed, writer, signal } = writerOf(3);
    let isStored = false;
    void writer.write('t', record('a'), { signal }).then(() => (isStored = true));
    await clock.advance(10 + 100 + 10 + 200 + 10 + 400 + 9);
    expect(isStored).toBe(false);
    await clock.advance(1);
    expect(isStored).toBe(true);
    expect(stored).toEqual(['a']);
    expect(failed).toHaveLength(3);
  });

  it('one record that is too large does not keep its neighbours, and is written in its smaller form', async () => {
    const { clock, stored, writer, signal } = writerOf();
    void writer.write('t', record('first'), { signal });
    void writer.write('t', record('big', 5_000), { signal, shrink: ({ key }) => record(`${key} shrunk`) });
    void writer.write('t', record('small'), { signal });
    await clock.advance(1_000);
    expect(stored).toEqual(['first', 'small', 'big shrunk']);
  });

  it('records of one key are stored in order although the first could not be written at once', async () => {
    const { clock, stored, writer, signal } = writerOf(1);
    const written: string[] = [];
    const write = (key: string, text: string): void => {
      const value = Buffer.from(text);
      void writer.write('t', { key, value, headers: {} }, { signal }).then(() => written.push(text));
    };
    write('a', 'a1');
    write('a', 'a2');
    await clock.advance(50);
    // While a1 waits to be tried again.
    write('a', 'a3');
    write('b', 'b1');
    await clock.advance(500);
    expect(written).toEqual(['b1', 'a1', 'a2', 'a3']);
    expect(stored).toHaveLength(4);
  });

  it('of one key also those behind a record that is too large keep their order', async () => {
    const { clock, writer, signal } = writerOf();
    const written: string[] = [];
    const write = (text: string, size: number): void => {
      const options = { signal, shrink: () => record('a') };
      void writer.write('t', record('a', size), options).then(() => written.push(text));
    };
    write('first', 1);
    write('big', 5_000);
    write('behind', 1);
    await clock.advance(15);
    write('last', 1);
    await clock.advance(1_000);
    expect(written).toEqual(['first', 'big', 'behind', 'last']);
  });

  it('a record that waits behind another of its key is given up with its own signal', async () => {
    const { clock, writer, signal } = writerOf(1);
    const stop = new AbortController();
    const reason = new Error('the partition is lost');
    void writer.write('t', record('a'), { signal });
    await clock.advance(50);
    const answer = writer.write('t', record('a'), { signal: stop.signal }).catch((error: unknown) => error);
    stop.abort(reason);
    expect(await answer).toBe(reason);
    await clock.advance(1_000);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('gives up when the signal aborts, with the reason it was waiting for', async () => {
    const { clock, writer } = writerOf(1_000);
    const stop = new AbortController();
    const answer = writer.write('t', record('a'), { signal: stop.signal }).catch((error: unknown) => error);
    await clock.advance(1_000);
    const reason = new Error('the queue stops');
    stop.abort(reason);
    await clock.settle();
    expect(await Promise.race([answer, Promise.resolve('still waiting')])).toBe(reason);
  });
});
