import { deriveEventId } from '../../shared/event-id.ts';
import type { Calling, KnownService } from './calling.ts';
import { conclude } from './conclude.ts';
import { paused, slackDirectMessage, unavailable } from './failures.ts';
import { genericBody } from './generic-request.ts';
import type { RequestSubject } from './generic-request.ts';
import { interpretResult } from './interpret-result.ts';
import type { CallOutcome, Interpretation } from './interpret-result.ts';
import type { Admission, WebhookDeps } from './ports.ts';
import { requestHeaders } from './request-headers.ts';
import { slackBody } from './slack-request.ts';

/** How far a service's part in an event has come. */
export type ServiceEnding =
  | { readonly kind: 'finished' }
  /** To be called again, not before `afterMs` when the service named a time. */
  | { readonly kind: 'try_again'; readonly afterMs: number | undefined };

type Call = Extract<Admission, { kind: 'call' }>;

const FINISHED: ServiceEnding = { kind: 'finished' };

/** Longest time of one call, redirects included, ms: leaves the event's limit some for the database. */
const LONGEST_CALL_MS = 22_000;

/**
 * Carries one service's part in an event on: asks the ledger, calls, and posts what follows. A service whose part is
 * finished is left alone. `spent` is told how long the call took, ms.
 */
export async function callService<Tx>(
  deps: WebhookDeps<Tx>,
  calling: Calling,
  service: KnownService,
  spent: (durationMs: number) => void,
): Promise<ServiceEnding> {
  const { event, bot, meta } = calling;
  const key = { messageId: event.message.id, botId: bot.id, serviceId: service.id };
  const admission = await deps.ledger.admit(key, deriveEventId(meta.eventId, `delivery:${service.id}`));
  switch (admission.kind) {
    case 'finished':
      return FINISHED;
    case 'answered':
      await conclude(deps, calling, admission.delivery, admission.posting);
      return FINISHED;
    case 'paused':
      await conclude(deps, calling, admission.delivery, paused);
      return FINISHED;
    case 'call':
      return attempt(deps, calling, service, { call: admission, spent });
  }
}

async function attempt<Tx>(
  deps: WebhookDeps<Tx>,
  calling: Calling,
  service: KnownService,
  { call, spent }: { readonly call: Call; readonly spent: (durationMs: number) => void },
): Promise<ServiceEnding> {
  const { ledger } = deps;
  const { delivery } = call;
  const body = await bodyFor(deps, calling, service);
  if (body === null) {
    await conclude(deps, calling, delivery, slackDirectMessage);
    return FINISHED;
  }
  const { conclusion, status } = await request(deps, calling, service, { call, body, spent });
  switch (conclusion.kind) {
    case 'no_reply':
      await ledger.finishSilently(delivery, status);
      return FINISHED;
    case 'post':
      await ledger.keepPosting(delivery, status, conclusion.posting);
      await conclude(deps, calling, delivery, conclusion.posting);
      return FINISHED;
    case 'try_again': {
      await ledger.keepFailure(delivery, conclusion.failure);
      if (!call.isTrial) return { kind: 'try_again', afterMs: conclusion.afterMs };
      // A paused service has one try; the event's further ones would come in its next pause.
      await conclude(deps, calling, delivery, unavailable(conclusion.failure));
      return FINISHED;
    }
  }
}

/** Null: the format has no request for such a message. */
async function bodyFor<Tx>(
  deps: WebhookDeps<Tx>,
  { bot, event, realm }: Calling,
  service: KnownService,
): Promise<string | null> {
  const isDirect = event.message.type === 'private';
  if (service.format === 'slack' && isDirect) return null;
  const subject: RequestSubject = {
    event,
    bot,
    service,
    realm,
    // Who writes to the bot directly is known to it.
    isSenderVisible: isDirect || (await deps.isSenderVisible(bot.id, event.message.sender_id)),
    avatars: deps.settings.avatars,
  };
  return service.format === 'slack' ? slackBody(subject) : genericBody(subject);
}

async function request<Tx>(
  deps: WebhookDeps<Tx>,
  calling: Calling,
  service: KnownService,
  { body, call, spent }: { readonly body: string; readonly call: Call; readonly spent: (ms: number) => void },
): Promise<Interpretation> {
  const { clock, http, recorder, settings } = deps;
  const { timeoutMs, userAgent } = settings;
  const { format, token } = service;
  const startedAtMs = clock.now();
  const result = await http.send({
    url: service.baseUrl,
    method: 'POST',
    headers: requestHeaders({
      ...{ format, body, token, userAgent },
      deliveryId: call.delivery.deliveryId,
      attempt: call.attempt,
      nowMs: startedAtMs,
    }),
    body,
    timeoutMs,
    totalMs: Math.min(2 * timeoutMs, LONGEST_CALL_MS),
    signal: calling.signal,
  });
  const nowMs = clock.now();
  spent(nowMs - startedAtMs);
  const command = calling.event.message.content;
  const interpretation = interpretResult(result, { format, command, timeoutMs, nowMs });
  const { outcome, status } = interpretation;
  recorder.count('webhook_calls_total', { outcome, status_class: statusClass(status) });
  recorder.observe('webhook_call_duration_seconds', {}, (nowMs - startedAtMs) / 1_000);
  logCall(calling, call, interpretation, nowMs - startedAtMs);
  return interpretation;
}

const statusClass = (status: number | null): string =>
  status === null ? 'none' : `${Math.floor(status / 100)}xx`;

const MESSAGES = {
  reply: 'an outgoing webhook replied',
  no_reply: 'an outgoing webhook has nothing to say',
  bad_answer: 'an outgoing webhook sent a bad answer',
  error_status: 'an outgoing webhook sent an error status',
  busy: 'an outgoing webhook is busy. Retrying',
  timeout: 'an outgoing webhook timed out. Retrying',
  connection_failed: 'the connection to an outgoing webhook failed. Retrying',
  private_network: 'an outgoing webhook is in a private or disallowed network',
  unsendable: 'an outgoing webhook cannot be called as it is set up',
} as const satisfies Record<CallOutcome, string>;

/** For a person to look at: the owner of the bot has set it up wrongly, or its server is broken. */
const WARNED: ReadonlySet<CallOutcome> = new Set(['error_status', 'private_network', 'unsendable']);

/** No address, command or body: they belong to the people of the conversation. */
function logCall(
  calling: Calling,
  call: Call,
  { outcome, status }: Interpretation,
  durationMs: number,
): void {
  const { bot, event, logger } = calling;
  const { deliveryId, serviceId } = call.delivery;
  logger[WARNED.has(outcome) ? 'warn' : 'info'](
    {
      realm_id: bot.realmId,
      bot_id: bot.id,
      service_id: serviceId,
      message_id: event.message.id,
      delivery_id: deliveryId,
      call_attempt: call.attempt,
      call_outcome: outcome,
      status,
      call_ms: durationMs,
    },
    MESSAGES[outcome],
  );
}
