import type { FaultKind, PlannedFault } from '../schedule.ts';
import type { Scene } from '../scene.ts';
import { BROKER_FAULTS } from './broker-faults.ts';
import { LINK_FAULTS } from './link-faults.ts';
import { WORKER_FAULTS } from './worker-faults.ts';

/** A fault on its stage. */
export interface Performance {
  readonly scene: Scene;
  readonly fault: PlannedFault;
  /** Told in words what is broken, as soon as that is known. */
  readonly hit: (what: string) => void;
}

/** Breaks something, waits as long as planned, and mends it; resolves when the next fault of the track may come. */
export type Perform = (performance: Performance) => Promise<void>;

const FAULTS = { ...WORKER_FAULTS, ...BROKER_FAULTS, ...LINK_FAULTS } satisfies Record<FaultKind, Perform>;

/** Performs a fault. Rejects when it could not be done or mended. */
export const perform = (performance: Performance): Promise<void> =>
  FAULTS[performance.fault.kind](performance);
