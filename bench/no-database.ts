import type { CrashLedger, EffectStore } from '../src/runtime/ports.ts';

/** A ledger of effects for handlers that have none: every claim is fresh, and nothing is written. */
export const noEffects = <Tx>(tx: Tx): EffectStore<Tx> => ({
  transaction: (run) => run(tx),
  claim: (_tx, _group, eventIds) => Promise.resolve(new Set(eventIds)),
  release: () => Promise.resolve(),
});

/** A crash ledger in which nobody ever crashed. */
export const noCrashes: CrashLedger = {
  takeOver: () => Promise.resolve(new Set()),
  startsOf: (_group, places) => Promise.resolve(places.map(() => 0)),
  recordStarts: (_group, places) => Promise.resolve(places.map(() => 1)),
  forget: () => Promise.resolve(),
  handOver: () => Promise.resolve(),
};
