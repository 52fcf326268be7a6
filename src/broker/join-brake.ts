import { waitFor } from './broker-clock.ts';
import type { BrokerClock } from './broker-clock.ts';

/** Joins closer together than this belong to one storm. */
const CALM_MS = 1_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Slows down a group that joins again and again. kafkajs joins anew, at once, whenever a broker denies leading a
 * partition; while new topics spread over a busy cluster that is dozens of times a second, for seconds, and each time
 * everything is assigned anew. The leader of the group waits here before it deals the partitions, so all members wait
 * with it: not at all after a calm second, then 50, 100, 200 … 1,000 ms.
 */
export class JoinBrake {
  readonly #clock: BrokerClock;
  #lastMs = Number.NEGATIVE_INFINITY;
  #quick = 0;

  constructor(clock: BrokerClock) {
    this.#clock = clock;
  }

  /** Called at every join, before the partitions are dealt. */
  async pause(): Promise<void> {
    this.#quick = this.#clock.now() - this.#lastMs < CALM_MS ? this.#quick + 1 : 0;
    if (this.#quick > 0) {
      await waitFor(this.#clock, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#quick));
    }
    this.#lastMs = this.#clock.now();
  }
}
