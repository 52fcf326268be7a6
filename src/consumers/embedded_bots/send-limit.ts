import { BotError } from './bot.ts';

/** Messages that one bot may send or edit in any window of this length, `(now − 5 s, now]`. */
const MAX_SENDS = 20;
const WINDOW_MS = 5_000;

/** A bot has sent too much. */
export class SendLimitReached extends BotError {
  /** When the next message fits, ms from now. */
  readonly retryAfterMs: number;
  /** This run alone has used up the limit: waiting would not help it. */
  readonly isOwnDoing: boolean;

  constructor(retryAfterMs: number, isOwnDoing: boolean) {
    super('rate_limited', `A bot may send ${MAX_SENDS} messages in ${WINDOW_MS / 1_000} seconds.`);
    this.retryAfterMs = retryAfterMs;
    this.isOwnDoing = isOwnDoing;
  }
}

/**
 * Counts what the bots of this process send; all events of a bot come to one process.
 * @source zulip zerver/lib/bot_lib.py RateLimit. Different: over all events of a bot, and an error instead of the end
 * of the process.
 */
export class SendLimit {
  readonly #sentAtMs = new Map<number, readonly number[]>();

  /** Counts one message or edit. Throws a `SendLimitReached`; `sentByRun`: those of this run before it. */
  take(botId: number, nowMs: number, sentByRun: number): void {
    const recent = (this.#sentAtMs.get(botId) ?? []).filter((atMs) => atMs > nowMs - WINDOW_MS);
    const [oldest = nowMs] = recent;
    if (recent.length >= MAX_SENDS) {
      throw new SendLimitReached(oldest + WINDOW_MS - nowMs, sentByRun >= MAX_SENDS);
    }
    // The bot that sent last stands last, so those at the front are the first to be forgotten.
    this.#sentAtMs.delete(botId);
    this.#sentAtMs.set(botId, [...recent, nowMs]);
    for (const [id, sends] of this.#sentAtMs) {
      if ((sends.at(-1) ?? 0) > nowMs - WINDOW_MS) break;
      this.#sentAtMs.delete(id);
    }
  }
}
