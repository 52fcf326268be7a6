import type { BrokerRecord } from '../broker/broker.ts';
import type { EventMeta } from './definition.ts';
import type { Envelope } from './headers.ts';
import type { LaneItem } from './key-lanes.ts';
import type { OwnedPartition } from './owned-partition.ts';

/** Rough cost of the objects around a value, bytes. */
const OVERHEAD_BYTES = 300;

/** Memory that a record is taken to hold. */
export function sizeOf(record: BrokerRecord): number {
  return OVERHEAD_BYTES + (record.value?.length ?? 0);
}

/**
 * One record from intake to its end. It is in exactly one place at a time: waiting for its partition to open, in the
 * retry gate, in a lane, running, or settling. `partition.lost` overrules all: then nothing of it counts any more.
 */
export class WorkItem<Event> implements LaneItem {
  readonly record: BrokerRecord;
  readonly offset: number;
  readonly bytes: number;
  readonly partition: OwnedPartition<Event>;
  readonly laneKey: string;
  laneNext: LaneItem | null = null;
  laneTurn = 0;
  /** Neighbours in the partition's list of open records; written by the partition only. */
  newer: WorkItem<Event> | null = null;
  older: WorkItem<Event> | null = null;

  /** Filled by decoding. */
  envelope: Envelope | null = null;
  event: Event | undefined = undefined;
  eventType = '';
  attempt = 1;

  /** Due time in the retry gate, ms; 0 for records of the main topic. */
  dueAtMs = 0;
  /** Whether its start is counted, because an owner before us died (crash guard). */
  probation = false;
  /** Whether this process has counted its start; once is enough, whatever becomes of it in this process. */
  isCounted = false;
  /** Whether it must run with nothing beside it. */
  runsAlone = false;
  /** Whether it counts against the queue's buffer limits; records in the gate have limits of their own. */
  buffered = false;
  started = false;

  constructor(record: BrokerRecord, partition: OwnedPartition<Event>) {
    this.record = record;
    this.partition = partition;
    this.offset = Number(record.offset);
    this.bytes = sizeOf(record);
    // Without a key the partition's own order is kept.
    this.laneKey = record.key ?? `\u0000partition ${record.partition}`;
  }
}

/** A decoded item: everything a handler may know of it is there. */
export interface ReadyItem<Event> extends WorkItem<Event> {
  readonly envelope: Envelope;
  readonly event: Event;
}

/** What a handler may know about the delivery. */
export function metaOf<Event>(item: ReadyItem<Event>): EventMeta {
  return {
    eventId: item.envelope.eventId,
    eventType: item.eventType,
    key: item.record.key ?? '',
    partition: item.record.partition,
    attempt: item.attempt,
    producedAtMs: item.envelope.producedAtMs,
    traceparent: item.envelope.traceparent,
  };
}
