import type { Batch, KafkaMessage } from 'kafkajs';

import type { FetchedRecords } from './assigned-partition.ts';
import { FetchedRecord } from './fetched-record.ts';
import { copyRecords } from './record-copy.ts';

/** Copies a batch of kafkajs, so that nothing of ours holds the response that it came with. */
export function readBatch(batch: Batch): FetchedRecords {
  const fetched = BigInt((batch as Batch & { readonly fetchedOffset: string }).fetchedOffset);
  return {
    fetched,
    next: BigInt(batch.lastOffset()) + 1n,
    highWatermark: BigInt(batch.highWatermark),
    records: copyRecords({ topic: batch.topic, partition: batch.partition, from: fetched }, batch.messages),
  };
}

/**
 * Empties a batch that was copied. kafkajs's commit function, which is kept until the next batch, holds the batch,
 * and each message in it holds the whole response. Only after `resolveOffset`, which looks at its messages.
 */
export function letGoOf(batch: Batch): void {
  const { messages, rawMessages, messagesWithinOffset } = batch as Batch & Record<string, KafkaMessage[]>;
  const last = messages.at(-1);
  if (last !== undefined && !(last instanceof FetchedRecord))
    Object.assign(last, { key: null, value: null, headers: {} });
  messages.length = 0;
  if (rawMessages !== undefined) rawMessages.length = 0;
  if (messagesWithinOffset !== undefined) messagesWithinOffset.length = 0;
}
