import type { OpenWindow } from '../../src/runtime/window/window-store.ts';
import { Table } from './sim-tx.ts';

/** A claim of an event id by a group. */
interface ClaimRow {
  readonly group: string;
  readonly eventId: string;
}

/** Who holds a partition; `hasLeft` once it has left in order. */
interface OwnerRow {
  readonly owner: string;
  readonly hasLeft: boolean;
}

interface StartsRow {
  readonly starts: number;
}

/** An event to be published. */
export interface StoredOutboxRow {
  readonly id: number;
  readonly eventId: string;
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer;
  readonly createdAtMs: number;
  readonly publishedAtMs: number | null;
  readonly parkedAtMs: number | null;
  readonly attempts: number;
}

/** The tables of the fleet that a simulation needs, as `workers.*` in PostgreSQL. */
export class Tables {
  readonly claims = new Table<ClaimRow>('processed_event');
  readonly owners = new Table<OwnerRow>('partition_owner');
  readonly starts = new Table<StartsRow>('record_start');
  readonly windows = new Table<OpenWindow>('open_window');
  readonly outbox = new Table<StoredOutboxRow>('event_outbox');
  readonly lanes = new Table<object>('outbox_lane');
  /** As an identity column: numbers are given out once, also to transactions that roll back. */
  nextOutboxId = 1;
}
