import type { Logger } from 'pino';
import type { Recorder } from '../metrics/recorder.ts';
import { backOffMs } from './back-off.ts';
import type { Clock } from './clock.ts';
import { toError } from './classify-error.ts';
import type { OutageService } from './outcome.ts';
import type { Probe } from './ports.ts';

/** What the guard needs. */
export interface OutageGuardDeps {
  readonly probes: Readonly<Partial<Record<OutageService, Probe>>>;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly logger: Logger;
  readonly queue: string;
  /** Called when the first service goes down and when the last one is back. */
  readonly onChange: (isDown: boolean) => void;
}

/**
 * Pauses a queue while a service that every record needs is down. Per service: *up*, until `report`; *down*,
 * while it is probed after 1, 2, 4 … 30 s; the first probe that succeeds makes it *up* at once.
 */
export class OutageGuard {
  readonly #deps: OutageGuardDeps;
  readonly #down = new Set<OutageService>();
  readonly #stop = new AbortController();

  constructor(deps: OutageGuardDeps) {
    this.#deps = deps;
  }

  /** Services that are down now. */
  get down(): ReadonlySet<OutageService> {
    return this.#down;
  }

  /** A record met the outage. Reports while the service is already down change nothing. */
  report(service: OutageService, error: Error): void {
    if (this.#down.has(service) || this.#stop.signal.aborted) return;
    const { recorder, logger, queue } = this.#deps;
    this.#down.add(service);
    recorder.count('worker_outages_total', { queue, service });
    recorder.set('worker_paused', { queue, reason: service }, 1);
    logger.warn({ queue, reason: service, err: error }, 'a shared service is down; the queue is paused');
    if (this.#down.size === 1) this.#deps.onChange(true);
    void this.#probeUntilUp(service);
  }

  /** Ends the probing; the guard stays as it is. */
  stop(): void {
    this.#stop.abort(new Error('the queue stops'));
  }

  async #probeUntilUp(service: OutageService): Promise<void> {
    const { clock, logger, queue, probes } = this.#deps;
    const probe = probes[service];
    for (let failures = 1; ; failures += 1) {
      try {
        await clock.sleep(backOffMs(failures), this.#stop.signal);
        await probe?.(this.#stop.signal);
        break;
      } catch (thrown) {
        if (this.#stop.signal.aborted) return;
        logger.debug({ queue, reason: service, err: toError(thrown) }, 'the probe failed');
      }
    }
    this.#down.delete(service);
    this.#deps.recorder.set('worker_paused', { queue, reason: service }, 0);
    logger.info({ queue, reason: service }, 'the shared service is back');
    if (this.#down.size === 0) this.#deps.onChange(false);
  }
}
