/** How many bots whose servers are slow may be called at once. */
export interface SlowLaneLimits {
  /** A bot whose last call took so long is slow until one takes less, ms. */
  readonly slowMs: number;
  /** Slow bots that are called at once. */
  readonly maxHeld: number;
}

/** Bots that are remembered; beyond it the one remembered longest is forgotten, and costs a lane once more. */
const MOST_REMEMBERED = 10_000;

/**
 * Keeps most lanes of the process free for bots that answer quickly. Each key holds a lane while its handler waits, so
 * without this as many dead servers as there are lanes would stop all the others.
 *
 * A bot is *quick* until a call of its took `slowMs`; then it is *slow* until one takes less. Quick bots always enter,
 * slow ones while fewer than `maxHeld` of them are inside.
 */
export class SlowLanes {
  readonly #limits: SlowLaneLimits;
  readonly #slowBots = new Set<number>();
  #held = 0;

  constructor(limits: SlowLaneLimits) {
    this.#limits = limits;
  }

  /** Null when there is no lane for this bot now; otherwise a function to call once when it is done. */
  enter(botId: number): ((longestCallMs: number | null) => void) | null {
    const isSlow = this.#slowBots.has(botId);
    if (isSlow && this.#held >= this.#limits.maxHeld) return null;
    if (isSlow) this.#held += 1;
    return (longestCallMs) => {
      if (isSlow) this.#held -= 1;
      if (longestCallMs !== null) this.#remember(botId, longestCallMs >= this.#limits.slowMs);
    };
  }

  #remember(botId: number, isSlow: boolean): void {
    this.#slowBots.delete(botId);
    if (!isSlow) return;
    this.#slowBots.add(botId);
    if (this.#slowBots.size <= MOST_REMEMBERED) return;
    for (const oldest of this.#slowBots) {
      this.#slowBots.delete(oldest);
      return;
    }
  }
}
