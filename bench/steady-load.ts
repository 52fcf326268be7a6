import { systemClock } from '../src/runtime/clock.ts';

/** An event of the benchmark by its number; `user` is its key. */
export interface UserEvent {
  readonly id: number;
  readonly user: number;
  /** Its value is no event. Default false. */
  readonly isUnreadable?: boolean;
}

/** What is sent how fast. */
export interface SteadyLoad {
  readonly send: (events: readonly UserEvent[]) => Promise<void>;
  readonly perSecond: number;
  /** Between two sends, ms: each is a request per partition, so many small ones would measure the broker. */
  readonly everyMs: number;
  /** Number of the first event; the others follow. Default 0. */
  readonly first?: number;
  readonly userOf: (id: number) => number;
  /** Ends the load; a number is a count of events. */
  readonly until: AbortSignal | number;
}

/** Sends at an even rate; answers when each event was sent, ms since the epoch, once all are stored. */
export const sendSteadily = async (load: SteadyLoad): Promise<ReadonlyMap<number, number>> => {
  const { everyMs, first = 0, perSecond, until } = load;
  const sentAt = new Map<number, number>();
  const sends: Promise<void>[] = [];
  const failure = new AbortController();
  const isOver = (): boolean => (typeof until === 'number' ? sentAt.size >= until : until.aborted);
  const begin = performance.now();
  for (let step = 1; !isOver(); step += 1) {
    failure.signal.throwIfAborted();
    const due = Math.round((perSecond * step * everyMs) / 1_000);
    const upTo = typeof until === 'number' ? Math.min(until, due) : due;
    const events = Array.from({ length: upTo - sentAt.size }, (_, index) => {
      const id = first + sentAt.size + index;
      return { id, user: load.userOf(id) };
    });
    const at = Date.now();
    for (const { id } of events) sentAt.set(id, at);
    if (events.length > 0) {
      sends.push(
        load.send(events).catch((error: unknown) => {
          failure.abort(error);
        }),
      );
    }
    await systemClock.sleep(Math.max(0, begin + step * everyMs - performance.now()));
  }
  await Promise.all(sends);
  failure.signal.throwIfAborted();
  return sentAt;
};
