/** The queue in the real runtime: broker, ledger, poster and bots' servers in memory, with time that the test moves. */
import { createOutgoingWebhooks } from '../../../src/consumers/outgoing_webhooks/consumer.ts';
import type { EffectStore } from '../../../src/runtime/ports.ts';
import type { OutgoingWebhooksEvent } from '../../../src/schemas/generated/outgoing_webhooks.ts';
import type {
  MessageDraft,
  MessagePoster,
  PostOptions,
  PostResult,
  Refused,
} from '../../../src/shared/messages/message-draft.ts';
import type { OutboundRequest, OutboundResult } from '../../../src/shared/outbound-http.ts';
import type { ServiceBot } from '../../../src/shared/service-bots/service-bot.ts';
import { FakeRecorder } from '../../runtime/harness.ts';
import { collectLogs } from '../../support/collect-logs.ts';
import { openMemoryQueue } from '../../support/memory-queue.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { mention, webhookBot } from './called-bots.ts';
import { MemoryDeliveryLedger } from './memory-delivery-ledger.ts';

/** Posts into memory, by idempotency key. */
class MemoryPoster implements MessagePoster<'tx'> {
  readonly posted: MessageDraft[] = [];
  /** Null: the draft may be posted. */
  refuse: (draft: MessageDraft) => Refused | null = () => null;
  /** Thrown instead of posting. */
  fault: Error | null = null;
  readonly #ids = new Map<string, number>();

  async post(
    drafts: readonly MessageDraft[],
    { alongside }: PostOptions<'tx'>,
  ): Promise<readonly PostResult[]> {
    if (this.fault !== null) throw this.fault;
    const results = drafts.map((draft) => this.#post(draft));
    await alongside?.('tx', results);
    return results;
  }

  #post(draft: MessageDraft): PostResult {
    const known = this.#ids.get(draft.idempotencyKey);
    if (known !== undefined) return { kind: 'duplicate', messageId: known };
    const refusal = this.refuse(draft);
    if (refusal !== null) return refusal;
    const messageId = 1_000 + this.#ids.size;
    this.#ids.set(draft.idempotencyKey, messageId);
    this.posted.push(draft);
    return { kind: 'sent', messageId };
  }
}

/** Claims that survive as long as the world. */
function memoryEffects(): EffectStore<'tx'> {
  const claims = new Set<string>();
  return {
    transaction: (run) => run('tx'),
    claim: (_tx, _group, ids) => {
      const fresh = new Set(ids.filter((id) => !claims.has(id)));
      for (const id of fresh) claims.add(id);
      return Promise.resolve(fresh);
    },
    release: () => Promise.resolve(),
  };
}

/** Answer with this status and body. */
export const answer = (
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): OutboundResult => ({ kind: 'answered', status, headers, body: Buffer.from(body), isCutOff: false });

/** What the servers of bots do: the request and how many came before it. */
export type Server = (request: OutboundRequest, earlier: number) => Promise<OutboundResult> | OutboundResult;

const EVENT_ID = (serial: number): string => `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;

/** Starts the queue. */
export async function openWebhooks(server: Server, bots: readonly ServiceBot[] = [webhookBot()]) {
  const clock = new VirtualClock();
  const ledger = new MemoryDeliveryLedger(() => clock.now());
  const poster = new MemoryPoster();
  const requests: OutboundRequest[] = [];
  const processed: number[] = [];
  const logs = collectLogs();
  const recorder = new FakeRecorder();
  const consumer = createOutgoingWebhooks<'tx'>({
    settings: {
      timeoutMs: 10_000,
      userAgent: 'ZulipOutgoingWebhook/1.0',
      uriScheme: 'https://',
      hostOf: () => 'zulip.example.com',
      avatars: { salt: null, isGravatarEnabled: true, staticUrl: 'https://zulip.example.com/static/' },
    },
    ledger,
    poster,
    http: {
      send: async (request) => {
        requests.push(request);
        return server(request, requests.length - 1);
      },
      close: () => Promise.resolve(),
    },
    clock,
    recorder,
    logger: logs.logger,
    readBot: (id) => Promise.resolve(bots.find((bot) => bot.id === id) ?? null),
    isSenderVisible: () => Promise.resolve(true),
    markProcessed: (_tx, { messageId }) => Promise.resolve(processed.push(messageId)),
    transaction: (run) => run('tx'),
  });
  const queue = await openMemoryQueue({
    consumer,
    clock,
    recorder,
    logger: logs.logger,
    effects: memoryEffects(),
  });
  let serial = 0;
  /** Appends an event; the same serial is the same event once more. */
  const append = (event: OutgoingWebhooksEvent = mention(), eventSerial = (serial += 1)): void => {
    queue.append(event, { key: String(event.user_profile_id), eventId: EVENT_ID(eventSerial) });
  };
  return {
    clock,
    ledger,
    poster,
    requests,
    processed,
    logs,
    recorder,
    consumer,
    ...queue,
    append,
    /** Appends an event and lets the queue work on it for a second. */
    call: async (event?: OutgoingWebhooksEvent, eventSerial?: number): Promise<void> => {
      append(event, eventSerial);
      await queue.advance(1_000);
    },
    texts: () => poster.posted.map(({ content }) => content),
  };
}
