import type { Clock } from '../runtime/clock.ts';
import { startTimeLimit } from '../runtime/time-limit.ts';
import type { RefusalCode, Refused } from '../shared/messages/message-draft.ts';
import { PostingUnavailable } from '../shared/messages/posting-unavailable.ts';
import { RestPosterError } from './rest-poster-error.ts';

/** An account of the chat server that posts. */
export interface RestAccount {
  /** `https://chat.example.com`, of the account's realm. */
  readonly realmUrl: string;
  readonly deliveryEmail: string;
  readonly apiKey: string;
}

/** The part of the chat server's REST interface that posting needs. */
export interface RestMessagesApi {
  /**
   * Posts once. Rejects with a `PostingUnavailable` when trying again may help, with a `RestPosterError` when an
   * operator has to act, or with the reason of `signal`.
   */
  send(
    account: RestAccount,
    fields: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<{ readonly kind: 'sent'; readonly messageId: number } | Refused>;
}

/** What every answer of the interface looks like. */
interface Answer {
  readonly result?: unknown;
  readonly id?: unknown;
  readonly msg?: unknown;
  readonly code?: unknown;
  readonly 'retry-after'?: unknown;
}

/** The server's codes that callers tell apart; every other refusal is a `BAD_REQUEST`. */
const REFUSALS: ReadonlyMap<unknown, RefusalCode> = new Map([
  ['STREAM_DOES_NOT_EXIST', 'STREAM_DOES_NOT_EXIST'],
  ['STREAM_WILDCARD_MENTION_NOT_ALLOWED', 'STREAM_WILDCARD_MENTION_NOT_ALLOWED'],
  ['TOPIC_WILDCARD_MENTION_NOT_ALLOWED', 'TOPIC_WILDCARD_MENTION_NOT_ALLOWED'],
  ['USER_DEACTIVATED', 'author_inactive'],
  ['REALM_DEACTIVATED', 'realm_deactivated'],
]);

const jsonOf = (text: string): Answer | null => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    // A proxy's page, or an answer that broke off: the caller sees that it is not the interface's.
    return null;
  }
};

const retryAfterMs = (headers: Headers, answer: Answer | null): number | null => {
  const seconds = Number(headers.get('retry-after') ?? answer?.['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1_000) : null;
};

/** What an answer means; throws as `RestMessagesApi.send` says. */
const interpret = (
  status: number,
  headers: Headers,
  text: string,
): Awaited<ReturnType<RestMessagesApi['send']>> => {
  const answer = jsonOf(text);
  if (status === 429 || status >= 500) {
    throw new PostingUnavailable(`the chat server answered ${status}`, {
      status,
      retryAfterMs: retryAfterMs(headers, answer),
    });
  }
  if (status === 200 && answer?.result === 'success' && typeof answer.id === 'number') {
    return { kind: 'sent', messageId: answer.id };
  }
  const msg = answer?.result === 'error' && typeof answer.msg === 'string' ? answer.msg : null;
  const known = REFUSALS.get(answer?.code);
  if (msg !== null && known !== undefined) return { kind: 'refused', code: known, text: msg };
  if (status === 401 || status === 403) {
    throw new RestPosterError('unauthorized', `${status}${msg === null ? '' : `, ${msg}`}`);
  }
  if (msg !== null && status === 400) return { kind: 'refused', code: 'BAD_REQUEST', text: msg };
  throw new RestPosterError('unexpected_answer', `status ${status} is no answer of a Zulip server`);
};

/**
 * The interface over HTTP. A request that takes longer than `timeoutMs` is given up; the server may post its message
 * nevertheless.
 */
export const createRestMessagesApi = (options: {
  readonly clock: Clock;
  /** Longest wait for an answer, ms. */
  readonly timeoutMs: number;
}): RestMessagesApi => {
  const { clock, timeoutMs } = options;
  return {
    send: async ({ realmUrl, deliveryEmail, apiKey }, fields, signal) => {
      const limit = startTimeLimit(clock, timeoutMs, () => new Error(`no answer within ${timeoutMs} ms`));
      try {
        const response = await fetch(`${realmUrl}/api/v1/messages`, {
          method: 'POST',
          headers: {
            authorization: `Basic ${Buffer.from(`${deliveryEmail}:${apiKey}`).toString('base64')}`,
            'user-agent': 'zulip-workers',
          },
          body: new URLSearchParams(fields),
          // A redirect would carry the message, and perhaps the key, to a place that nobody has named.
          redirect: 'manual',
          signal: AbortSignal.any([signal, limit.signal]),
        });
        return interpret(response.status, response.headers, await response.text());
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof PostingUnavailable || error instanceof RestPosterError) throw error;
        const what = limit.signal.aborted
          ? `no answer within ${timeoutMs} ms`
          : 'the chat server cannot be reached';
        throw new PostingUnavailable(what, { cause: error });
      } finally {
        limit.cancel();
      }
    },
  };
};
