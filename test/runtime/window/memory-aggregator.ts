import { pino } from 'pino';
import { silentRecorder } from '../../../src/metrics/recorder.ts';
import type { OutageService } from '../../../src/runtime/outcome.ts';
import { createAggregator } from '../../../src/runtime/window/aggregator.ts';
import type { Aggregator, AggregatorDeps } from '../../../src/runtime/window/aggregator.ts';
import type { Flush } from '../../../src/runtime/window/window.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import type { MemoryTx, MemoryWindowStore } from './memory-window-store.ts';

export const QUEUE = 'pots';

/** What a store or a flush throws when a service is down. */
export class Outage extends Error {
  readonly service: OutageService;

  constructor(service: OutageService = 'database') {
    super(`${service} is down`);
    this.service = service;
  }
}

/** An aggregator over the store in memory; `over` replaces single parts of it. */
export const memoryAggregator = (
  parts: { readonly clock: VirtualClock; readonly store: MemoryWindowStore; readonly flush: Flush<MemoryTx> },
  over: Partial<AggregatorDeps<MemoryTx>>,
): Aggregator => {
  const { clock, store, flush } = parts;
  return createAggregator<MemoryTx>({
    queue: QUEUE,
    store,
    prepare: () => Promise.resolve(flush),
    giveUp: () => Promise.resolve(0),
    transaction: (run) => store.transaction(run),
    outageOf: (error) => (error instanceof Outage ? error.service : null),
    clock,
    recorder: silentRecorder,
    logger: pino({ level: 'silent' }),
    ...over,
  });
};
