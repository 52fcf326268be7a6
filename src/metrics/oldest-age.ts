import type { BrokerAdmin } from '../broker/broker.ts';
import type { PartitionLag } from './group-lag.ts';

/** An age is exact to a second, or to a hundredth of itself where that is more: each step of the search is a call. */
const PRECISION_MS = 1_000;
const PRECISION_SHARE = 0.01;

/**
 * How long the oldest record has waited that a group has not finished, ms; null when nothing waits. `lags` are the
 * partitions of one topic. Kafka tells which offset a time has but not the reverse, so the time is searched: the
 * latest one that no waiting partition has passed yet. Some ten calls for an age of minutes, twenty for weeks.
 */
export const readOldestAgeMs = async (
  admin: Pick<BrokerAdmin, 'offsetsAtTime'>,
  lags: readonly PartitionLag[],
  nowMs: number,
): Promise<number | null> => {
  const waiting = lags.filter(({ lag }) => lag > 0);
  const [first] = waiting;
  if (first === undefined) return null;
  const nextOf = new Map(
    waiting.map(({ partition, highWatermark, lag }) => [partition, highWatermark - BigInt(lag)]),
  );
  const isAllNewer = async (ageMs: number): Promise<boolean> => {
    const offsets = await admin.offsetsAtTime(first.topic, Math.max(0, nowMs - ageMs));
    return offsets.every(({ partition, offset }) => offset <= (nextOf.get(partition) ?? offset));
  };

  // Invariant: some record is older than `tooYoung`, none is older than `oldEnough`.
  let tooYoung = 0;
  let oldEnough = PRECISION_MS;
  while (oldEnough < nowMs && !(await isAllNewer(oldEnough))) {
    tooYoung = oldEnough;
    oldEnough *= 4;
  }
  while (oldEnough - tooYoung > Math.max(PRECISION_MS, oldEnough * PRECISION_SHARE)) {
    const middle = Math.round((tooYoung + oldEnough) / 2);
    if (await isAllNewer(middle)) oldEnough = middle;
    else tooYoung = middle;
  }
  return tooYoung;
};
