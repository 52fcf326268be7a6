import type { Mutation } from './mutation.ts';

/** A known bug that the simulator must find. */
export interface PlantedBug extends Mutation {
  /** What is wrong, in words. */
  readonly name: string;
}

/** Bugs of the kinds that such a fleet has had or could have; `npm run sim -- --planted` shows that each is found. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'a lost partition is not marked as lost, so its late results count',
    file: 'src/runtime/owned-partition.ts',
    find: "    this.state = 'lost';\n",
    put: '',
  },
  {
    name: 'results of lost partitions are finished and committed under the new epoch',
    file: 'src/runtime/intake.ts',
    find: '      partition.lose();\n',
    put: '',
  },
  {
    name: 'a retry is finished before the broker has acknowledged it',
    file: 'src/runtime/settle.ts',
    find: '    await writer.write(move.tier.topic',
    put: '    void writer.write(move.tier.topic',
  },
  {
    name: 'a dead letter is finished before the broker has acknowledged it',
    file: 'src/runtime/settle.ts',
    find: '    await writer.write(names.dlq',
    put: '    void writer.write(names.dlq',
  },
  {
    name: 'the gate counts from the arrival instead of the due time',
    file: 'src/runtime/retry-gate.ts',
    find: 'readNotBefore(record.headers) ?? record.timestampMs + delayMs',
    put: 'this.#deps.clock.now() + delayMs',
  },
  {
    name: 'the gate lets everything go that has waited its tier, due or not',
    file: 'src/runtime/retry-gate.ts',
    find: 'if (item.dueAtMs <= this.#deps.clock.now()) this.#deps.release(item);',
    put: 'if (item.dueAtMs > 0) this.#deps.release(item);',
  },
  {
    name: 'a window is claimed without its lock',
    file: 'sim/database/sim-window-store.ts',
    find: 'if (tx.get(this.#windows, id) === undefined || !tx.tryLock(this.#windows, id)) return null;',
    put: '',
  },
  {
    name: 'windows are closed before they are due',
    file: 'sim/database/sim-window-store.ts',
    find: '.filter(({ dueAtMs }) => dueAtMs <= nowMs)',
    put: '.filter(({ dueAtMs }) => dueAtMs <= nowMs + 500)',
    also: {
      find: 'if (window === undefined || window.dueAtMs > nowMs) return null;',
      put: 'if (window === undefined) return null;',
    },
  },
  {
    name: 'the timer of windows is not armed again',
    file: 'src/runtime/window/aggregator.ts',
    find: 'if (this.#owned.size > 0) this.#arm(nextAtMs);',
    put: '',
  },
  {
    name: 'the relay marks rows before they are published',
    file: 'src/relay/publish-lane.ts',
    find: "    if (error.code === 'unavailable') return { published: [],",
    put: "    if (error.code === 'unavailable') return { published: rows.map((row) => row.id),",
  },
  {
    name: 'the relay works on lanes without a lock',
    file: 'src/relay/publish-lane.ts',
    find: 'if (!(await store.lockLane(tx, lane)))',
    put: 'if (lane < 0)',
  },
  {
    name: 'the ledger forgets what is in flight after a rejoin',
    file: 'src/runtime/intake.ts',
    find: '    this.loseAllBut(new Set(kept));',
    put: '    this.loseAllBut(new Set(kept));\n    for (const it of kept) it.ledger = new OffsetLedger(it.ledger.commit()?.offset ?? null, "");',
  },
  {
    name: 'the ledger commits the highest seen offset',
    file: 'src/runtime/offset-ledger.ts',
    find: 'const base = this.#afterRestored(this.#position);',
    put: 'const base = this.#seen ?? 0;',
  },
  {
    name: 'the ledger runs records again that it tracks already',
    file: 'src/runtime/offset-ledger.ts',
    find: '    if (offset < seen) return false;\n',
    put: '',
  },
  {
    name: 'the finished map is shifted by one',
    file: 'src/runtime/offset-ledger.ts',
    find: '      if (offset > from) yield { from, to: offset };\n',
    put: '      if (offset > from) yield { from, to: offset + 1 };\n',
  },
  {
    name: 'effects are not claimed',
    file: 'src/runtime/execute.ts',
    find: "if (!fresh.has(this.eventId)) return { kind: 'already_applied' };",
    put: '',
  },
  {
    name: 'claims of events without an effect are kept',
    file: 'src/runtime/execute.ts',
    find: 'if (released.length > 0) await effects.release(tx, group, released);',
    put: '',
  },
  {
    name: 'keys do not wait for their running record',
    file: 'src/runtime/key-lanes.ts',
    find: "    lane.state = 'running';\n    this.#running += 1;",
    put: '    this.#running += 1;\n    if (lane.head?.laneNext != null) this.#makeReady(lane);',
  },
  {
    name: 'a parked key takes its turns',
    file: 'src/runtime/key-lanes.ts',
    find: "    lane.state = 'parked';",
    put: '    this.#makeReady(lane);',
  },
  {
    name: 'fetching is not resumed after back-pressure',
    file: 'src/runtime/intake.ts',
    find: 'if (this.#wasPaused && !this.#deps.pressure.isFull) this.applyPauses();',
    put: '',
  },
  {
    name: 'an outage costs the record its place',
    file: 'src/runtime/endings.ts',
    find: '    else taken.giveBack(item);',
    put: '    else taken.release(item);',
  },
  {
    name: 'a stale commit is taken for a stored one',
    file: 'src/runtime/committer.ts',
    find: "if (result.kind === 'stored' && !isRefused(partition)) {",
    put: "if (result.kind !== 'unavailable') {",
  },
  {
    name: 'crashes are not counted',
    file: 'src/runtime/crash-guard.ts',
    find: '      if (!orphaned.has(key) && !isResumed) continue;',
    put: '      if (orphaned.size >= 0) continue;',
  },
  {
    name: 'a retry that is not due is forwarded without a wait when clocks differ',
    file: 'src/runtime/retry-gate.ts',
    find: 'nowMs + delayMs * LEAST_HOLD_SHARE',
    put: '0',
  },
];
