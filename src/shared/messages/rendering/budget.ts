/** Why a rendering ended without HTML. */
export type RenderFailure = 'out_of_time' | 'html_too_long' | 'too_deep';

/** Thrown inside the renderer only; `renderMessage` turns it into its answer. */
export class RenderStopped extends Error {
  readonly code: RenderFailure;

  constructor(code: RenderFailure) {
    super(`rendering stopped: ${code}`);
    this.name = 'RenderStopped';
    this.code = code;
  }
}

/** What one rendering may use. */
export interface BudgetOptions {
  /** Milliseconds of any clock that does not run backwards. */
  readonly now: () => number;
  /** Milliseconds until the rendering is given up; the original's limit is 5,000. */
  readonly limitMs: number;
}

/** The clock is read once in so many steps. */
const STEPS_BETWEEN_LOOKS = 4096;

/**
 * Counts the work of one rendering in steps (about one character looked at by one rule) and ends it when its time is over.
 * The count is what tests compare between sizes: it does not depend on the machine.
 */
export class Budget {
  readonly #options: BudgetOptions;
  readonly #endsAt: number;
  #steps = 0;
  #nextLook = STEPS_BETWEEN_LOOKS;

  constructor(options: BudgetOptions) {
    this.#options = options;
    this.#endsAt = options.now() + options.limitMs;
  }

  /** Steps spent so far. */
  get steps(): number {
    return this.#steps;
  }

  /** Adds steps; throws `RenderStopped` once the time is over. */
  spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps >= this.#nextLook) this.look();
  }

  /** Reads the clock now: before and after work that cannot be counted. */
  look(): void {
    this.#nextLook = this.#steps + STEPS_BETWEEN_LOOKS;
    if (this.#options.now() >= this.#endsAt) throw new RenderStopped('out_of_time');
  }
}
