import { createRequire } from 'node:module';
import type { Message } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { RequestMessages } from '../../src/broker/request-messages.ts';

type Group = (options: {
  topic: string;
  partitionMetadata: readonly unknown[];
  messages: readonly Message[];
  partitioner: () => number;
}) => Record<string, Message[]>;

const group = createRequire(import.meta.url)('kafkajs/src/producer/groupMessagesPerPartition.js') as Group;

describe('RequestMessages', () => {
  it('is grouped by kafkajs without its partitioner being asked once per message (V10)', () => {
    const plain = Array.from({ length: 1_000 }, (_, index) => ({
      key: String(index),
      value: null,
      partition: 4,
    }));
    let asked = 0;
    const grouped = group({
      topic: 't',
      partitionMetadata: [{}],
      messages: new RequestMessages(4, plain),
      partitioner: () => {
        asked += 1;
        return 4;
      },
    });
    expect(grouped).toEqual({ '4': plain });
    expect(asked).toBe(0);
  });

  it('is an ordinary array to everyone else', () => {
    const messages = new RequestMessages(0, [{ value: 'a' }, { value: 'b' }]);
    expect(messages).toHaveLength(2);
    expect(messages.map(({ value }) => value)).toEqual(['a', 'b']);
    expect(messages.find(({ value }) => value === 'b')).toEqual({ value: 'b' });
    expect([...messages]).toEqual([{ value: 'a' }, { value: 'b' }]);
  });
});
