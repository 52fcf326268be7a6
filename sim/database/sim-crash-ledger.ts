import { partitionKey } from '../../src/runtime/ports.ts';
import type { CrashLedger, RecordPlace } from '../../src/runtime/ports.ts';
import type { SimSession } from './sim-database.ts';
import type { Tables } from './tables.ts';

/** Crash counts, as `createCrashLedger` keeps them in PostgreSQL. */
export function createSimCrashLedger(
  session: SimSession,
  { owners, starts }: Tables,
  owner: string,
): CrashLedger {
  const startKey = (group: string, place: RecordPlace): string =>
    `${group} ${partitionKey(place)} ${place.offset.toString()}`;

  return {
    takeOver: (group, partitions) =>
      session.run(async (tx) => {
        const orphaned = new Set<string>();
        for (const name of partitions.map(partitionKey).sort()) {
          const key = `${group} ${name}`;
          await tx.lock(owners, key);
          const before = tx.get(owners, key);
          if (before !== undefined && !before.hasLeft && before.owner !== owner) orphaned.add(name);
          tx.put(owners, key, { owner, hasLeft: false });
        }
        return orphaned;
      }),

    startsOf: (group, places) =>
      session.run((tx) => places.map((place) => tx.get(starts, startKey(group, place))?.starts ?? 0)),

    recordStarts: (group, places, firstStarts) =>
      session.run(async (tx) => {
        const keys = places.map((place) => startKey(group, place));
        for (const key of [...keys].sort()) {
          await tx.lock(starts, key);
          const before = tx.get(starts, key);
          tx.put(starts, key, { starts: before === undefined ? firstStarts : before.starts + 1 });
        }
        return keys.map((key) => tx.get(starts, key)?.starts ?? firstStarts);
      }),

    forget: (group, places) =>
      session.run(async (tx) => {
        for (const key of places.map((place) => startKey(group, place)).sort()) {
          await tx.lock(starts, key);
          tx.delete(starts, key);
        }
      }),

    handOver: (group, partitions) =>
      session.run(async (tx) => {
        for (const key of partitions.map((place) => `${group} ${partitionKey(place)}`).sort()) {
          await tx.lock(owners, key);
          if (tx.get(owners, key)?.owner === owner) tx.put(owners, key, { owner, hasLeft: true });
        }
      }),
  };
}
