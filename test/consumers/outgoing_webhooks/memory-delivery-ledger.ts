import type {
  Admission,
  DeliveryKey,
  DeliveryLedger,
  FailureRecord,
  LeftDelivery,
  OpenDelivery,
  UntoldFailures,
} from '../../../src/consumers/outgoing_webhooks/ports.ts';
import type { LastFailure } from '../../../src/consumers/outgoing_webhooks/failures.ts';
import type { Posting } from '../../../src/consumers/outgoing_webhooks/interpret-result.ts';

const MINUTE_MS = 60_000;
const NOTICE_INTERVAL_MS = 5 * MINUTE_MS;

interface Row {
  readonly key: DeliveryKey;
  readonly deliveryId: string;
  state: 'pending' | 'replied' | 'no_reply' | 'failed';
  attempts: number;
  failure: LastFailure | null;
  posting: Posting | null;
  replyMessageId: number | null;
  code: string | null;
}

interface Health {
  readonly botId: number;
  failuresInRow: number;
  pausedUntilMs: number | null;
  noticedAtMs: number | null;
  untold: number;
  lastSaid: string;
}

const idOf = ({ messageId, botId, serviceId }: DeliveryKey): string => `${messageId}/${botId}/${serviceId}`;

/** The ledger of deliveries by a clock of the test; held to the same suite as the real one. */
export class MemoryDeliveryLedger implements DeliveryLedger<'tx'> {
  readonly rows = new Map<string, Row>();
  readonly services = new Map<number, Health>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  row(key: DeliveryKey): Row {
    const row = this.rows.get(idOf(key));
    if (row === undefined) throw new Error(`no delivery ${idOf(key)}`);
    return row;
  }

  admit(key: DeliveryKey, newDeliveryId: string): Promise<Admission> {
    const row = this.rows.get(idOf(key)) ?? this.#insert(key, newDeliveryId);
    if (row.state !== 'pending') return Promise.resolve({ kind: 'finished' });
    const delivery = this.#open(row);
    if (row.posting !== null) return Promise.resolve({ kind: 'answered', delivery, posting: row.posting });
    const service = this.services.get(key.serviceId);
    const pausedUntilMs = service?.pausedUntilMs ?? null;
    const isTrial = pausedUntilMs !== null && pausedUntilMs <= this.#now();
    if (pausedUntilMs !== null && !isTrial) return Promise.resolve({ kind: 'paused', delivery });
    if (isTrial && service !== undefined) service.pausedUntilMs = this.#now() + MINUTE_MS;
    row.attempts += 1;
    return Promise.resolve({ kind: 'call', delivery, attempt: row.attempts, isTrial });
  }

  keepPosting(key: DeliveryKey, _status: number | null, posting: Posting): Promise<void> {
    this.row(key).posting = posting;
    return Promise.resolve();
  }

  keepFailure(key: DeliveryKey, failure: LastFailure): Promise<void> {
    this.row(key).failure = failure;
    return Promise.resolve();
  }

  finishSilently(key: DeliveryKey): Promise<void> {
    this.row(key).state = 'no_reply';
    this.#works(key.serviceId);
    return Promise.resolve();
  }

  finishReplied(_tx: 'tx', key: DeliveryKey, messageId: number): Promise<void> {
    Object.assign(this.row(key), { state: 'replied', replyMessageId: messageId });
    this.#works(key.serviceId);
    return Promise.resolve();
  }

  finishFailed(_tx: 'tx', key: DeliveryKey, record: FailureRecord): Promise<boolean> {
    const row = this.row(key);
    if (row.state !== 'pending') return Promise.resolve(false);
    Object.assign(row, { state: 'failed', code: record.code });
    if (record.service === 'not_called') return Promise.resolve(false);
    const service = this.#health(key);
    if (record.service === 'works') this.#works(key.serviceId);
    else this.#countFailure(service);
    service.lastSaid = record.said;
    if (record.isTold) service.noticedAtMs = this.#now();
    else service.untold += 1;
    return Promise.resolve(service.pausedUntilMs !== null);
  }

  left(messageId: number, botId: number): Promise<readonly LeftDelivery[]> {
    return Promise.resolve(
      [...this.rows.values()]
        .filter(({ key, state }) => key.messageId === messageId && key.botId === botId && state === 'pending')
        .map((row) => ({ delivery: this.#open(row), failure: row.failure, posting: row.posting })),
    );
  }

  claimUntold(): Promise<readonly UntoldFailures[]> {
    const claimed: UntoldFailures[] = [];
    for (const [serviceId, service] of this.services) {
      const isDue = (service.noticedAtMs ?? 0) < this.#now() - NOTICE_INTERVAL_MS;
      if (service.untold === 0 || !isDue) continue;
      service.noticedAtMs = this.#now();
      const { botId, lastSaid, untold } = service;
      claimed.push({ serviceId, botId, count: untold, lastSaid, claimedAtMs: this.#now() });
    }
    return Promise.resolve(claimed);
  }

  tell(_tx: 'tx', { count, serviceId }: UntoldFailures): Promise<void> {
    const service = this.services.get(serviceId);
    if (service !== undefined) service.untold -= count;
    return Promise.resolve();
  }

  #insert(key: DeliveryKey, deliveryId: string): Row {
    const empty = { failure: null, posting: null, replyMessageId: null, code: null };
    const row: Row = { key, deliveryId, state: 'pending', attempts: 0, ...empty };
    this.rows.set(idOf(key), row);
    return row;
  }

  #health({ botId, serviceId }: DeliveryKey): Health {
    const known = this.services.get(serviceId);
    if (known !== undefined) return known;
    const none = { failuresInRow: 0, pausedUntilMs: null, noticedAtMs: null, untold: 0, lastSaid: '' };
    const service: Health = { botId, ...none };
    this.services.set(serviceId, service);
    return service;
  }

  #works(serviceId: number): void {
    const service = this.services.get(serviceId);
    if (service !== undefined) Object.assign(service, { failuresInRow: 0, pausedUntilMs: null });
  }

  #countFailure(service: Health): void {
    service.failuresInRow += 1;
    if (service.failuresInRow < 5) return;
    const pauseMs = Math.min(MINUTE_MS * 2 ** (service.failuresInRow - 5), 60 * MINUTE_MS);
    service.pausedUntilMs = this.#now() + pauseMs;
  }

  #open({ deliveryId, key }: Row): OpenDelivery {
    const service = this.services.get(key.serviceId);
    const isOwnerDue =
      service === undefined ||
      (service.untold === 0 && (service.noticedAtMs ?? 0) < this.#now() - NOTICE_INTERVAL_MS);
    return { ...key, deliveryId, failuresInRow: service?.failuresInRow ?? 0, isOwnerDue };
  }
}
