import { DOUBT, doubtOf } from './doubt.ts';
import type {
  ClaimAnswer,
  DeliveryClaim,
  DeliveryRecord,
  MailRealm,
  MailStore,
  MailUser,
} from '../../../src/shared/mail-delivery/ports.ts';

/** A row of the delivery ledger. */
export interface LedgerRow {
  status: DeliveryRecord['status'] | 'sending';
  attempts: number;
  messageId: string;
  response: string;
  updatedAtMs: number;
}

/** A mail store in memory that keeps the promises of the one over PostgreSQL. */
export class MemoryMailStore implements MailStore {
  readonly knownUsers = new Map<number, MailUser>();
  readonly knownRealms = new Map<number, MailRealm>();
  readonly suppressions = new Map<string, string>();
  readonly ledger = new Map<string, LedgerRow>();
  /** Number of calls by method: how well single questions were gathered. */
  readonly calls = { users: 0, realms: 0, suppressed: 0, claim: 0, record: 0 };
  readonly #now: () => number;
  readonly #leaseMs: number;

  constructor(now: () => number, leaseMs = 35_000) {
    this.#now = now;
    this.#leaseMs = leaseMs;
  }

  users(ids: readonly number[]): Promise<ReadonlyMap<number, MailUser>> {
    this.calls.users += 1;
    return Promise.resolve(
      pick(this.knownUsers, ids, (user) => ({
        ...user,
        isSuppressed: this.suppressions.has(user.deliveryEmail.toLowerCase()),
      })),
    );
  }

  realms(ids: readonly number[]): Promise<ReadonlyMap<number, MailRealm>> {
    this.calls.realms += 1;
    return Promise.resolve(pick(this.knownRealms, ids, (realm) => realm));
  }

  suppressed(addresses: readonly string[]): Promise<ReadonlySet<string>> {
    this.calls.suppressed += 1;
    return Promise.resolve(new Set(addresses.filter((address) => this.suppressions.has(address))));
  }

  claim(claims: readonly DeliveryClaim[]): Promise<ReadonlyMap<string, ClaimAnswer>> {
    this.calls.claim += 1;
    return Promise.resolve(new Map(claims.map((claim) => [claim.eventId, this.#claimOne(claim)])));
  }

  record(records: readonly DeliveryRecord[]): Promise<void> {
    this.calls.record += 1;
    for (const { eventId, status, response } of records) {
      const row = this.ledger.get(eventId);
      if (row === undefined || (row.status === 'sent' && status !== 'sent')) continue;
      const doubt = DOUBT.exec(row.response)?.[0] ?? '';
      Object.assign(row, { status, response: `${doubt}${response}`, updatedAtMs: this.#now() });
    }
    return Promise.resolve();
  }

  suppress(address: string, reason: string): Promise<void> {
    if (!this.suppressions.has(address)) this.suppressions.set(address, reason);
    return Promise.resolve();
  }

  unsuppress(address: string): Promise<void> {
    this.suppressions.delete(address);
    return Promise.resolve();
  }

  #claimOne({ eventId, messageId }: DeliveryClaim): ClaimAnswer {
    const row = this.ledger.get(eventId);
    const nowMs = this.#now();
    if (row?.status === 'sent') return { kind: 'already_sent' };
    if (row?.status === 'sending' && nowMs - row.updatedAtMs <= this.#leaseMs) {
      return { kind: 'in_flight', untilMs: row.updatedAtMs + this.#leaseMs };
    }
    const attempts = (row?.attempts ?? 0) + 1;
    const isOutcomeUnknown = row?.status === 'sending' || row?.status === 'unknown';
    const response = isOutcomeUnknown ? doubtOf(attempts) : (row?.response ?? '');
    this.ledger.set(eventId, { status: 'sending', attempts, messageId, response, updatedAtMs: nowMs });
    return { kind: 'claimed', attempts, isOutcomeUnknown };
  }
}

function pick<V>(known: ReadonlyMap<number, V>, ids: readonly number[], as: (value: V) => V): Map<number, V> {
  const found = new Map<number, V>();
  for (const id of ids) {
    const value = known.get(id);
    if (value !== undefined) found.set(id, as(value));
  }
  return found;
}
