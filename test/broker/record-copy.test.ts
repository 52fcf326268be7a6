import { describe, expect, it } from 'vitest';
import { copyRecords } from '../../src/broker/record-copy.ts';

type Messages = Parameters<typeof copyRecords>[1];

const message = (offset: number, more: object): Messages[number] => ({
  offset: String(offset),
  timestamp: '17',
  key: null,
  value: null,
  headers: {},
  attributes: 0,
  ...more,
});

const source = { topic: 't', partition: 1, from: 0n };

describe('copyRecords', () => {
  it('copies values out of the response, so that a kept record does not pin it (V11)', () => {
    const response = Buffer.alloc(10 * 1024 * 1024, 'r');
    const [small, large] = copyRecords(source, [
      message(0, { value: response.subarray(100, 200) }),
      message(1, { value: response.subarray(0, 500_000) }),
    ]);
    expect(small?.value).toHaveLength(100);
    expect(small?.value?.buffer.byteLength).toBeLessThanOrEqual(16 * 1024);
    expect(large?.value?.buffer.byteLength).toBe(500_000);
    response.fill('x');
    expect(small?.value?.every((byte) => byte === 'r'.charCodeAt(0))).toBe(true);
  });

  it('keeps the values of many records apart', () => {
    const values = Array.from({ length: 2_000 }, (_, index) => Buffer.alloc(index % 300, index % 251));
    const records = copyRecords(
      source,
      values.map((value, index) => message(index, { value })),
    );
    expect(records.map(({ value }) => value)).toEqual(values);
  });

  it('reads the last header of each name as text, and one without a value as empty', () => {
    const headers = { once: Buffer.from('é'), twice: [Buffer.from('a'), Buffer.from('b')], none: null };
    expect(copyRecords(source, [message(0, { headers })])[0]?.headers).toEqual({
      once: 'é',
      twice: 'b',
      none: '',
    });
  });

  it('leaves out what lies before the wanted offset', () => {
    const records = copyRecords(
      { ...source, from: 2n },
      [0, 1, 2, 3].map((offset) => message(offset, {})),
    );
    expect(records.map(({ offset }) => offset)).toEqual([2n, 3n]);
  });
});
