import { dead, done, outage, retry } from '../../runtime/outcome.ts';
import type { Outcome } from '../../runtime/outcome.ts';
import type { DeliveryRecord } from './ports.ts';
import type { DeliveryResult } from './mailer.ts';

/** What follows from an attempt. */
export interface DeliveryEnding {
  readonly outcome: Outcome;
  readonly status: DeliveryRecord['status'];
  /** The address should get no more mail. */
  readonly suppress: boolean;
}

/** Replies that name the recipient are cut down to their codes before they are kept or logged. */
export function withoutAddresses(response: string): string {
  return response.replace(/<?[^\s<>@]+@[^\s<>]+>?/g, '<address>');
}

/**
 * Decides what becomes of the event. Whether the queue retries, and when, is its policy's matter.
 *
 * @source zulip zerver/worker/email_senders_base.py. Different: refusals for good are not retried, a server that is
 * down costs no attempts, and an unknown outcome is tried again under the same Message-ID.
 */
export function deliveryEnding(result: DeliveryResult): DeliveryEnding {
  const detail = withoutAddresses(result.response);
  switch (result.kind) {
    case 'accepted':
      return { outcome: done, status: 'sent', suppress: false };
    case 'transient': {
      const options = result.retryAfterMs === null ? { detail } : { detail, afterMs: result.retryAfterMs };
      return { outcome: retry('smtp_transient', options), status: 'failed', suppress: false };
    }
    case 'unknown':
      return { outcome: retry('smtp_outcome_unknown', { detail }), status: 'unknown', suppress: false };
    case 'permanent':
      return {
        outcome: dead(result.isAddressUnknown ? 'smtp_address_unknown' : 'smtp_permanent', { detail }),
        status: 'failed',
        suppress: result.isAddressUnknown,
      };
    case 'outage':
    case 'configuration':
      return { outcome: outage('smtp', result.error), status: 'failed', suppress: false };
  }
}
