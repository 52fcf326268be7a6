import type { OutboundResult } from '../../shared/outbound-http.ts';
import {
  errorStatus,
  payloadPart,
  privateNetwork,
  refusedAnswer,
  statusDetail,
  unsendable,
} from './failures.ts';
import type { Failure, LastFailure } from './failures.ts';
import { parseAnswer } from './parse-answer.ts';
import { retryAfterMs } from './retry-after.ts';
import type { ServiceFormat } from './service-format.ts';

/** A reply to be posted. */
export interface Reply {
  readonly kind: 'reply';
  readonly content: string;
  readonly widgetContent: string | null;
  /** Of the answer, for the owner should the reply be refused. */
  readonly payload: string;
}

/** What is to be posted because of an answer. */
export type Posting = Reply | Failure;

/** What follows from an attempt. */
export type Conclusion =
  | { readonly kind: 'post'; readonly posting: Posting }
  | { readonly kind: 'no_reply' }
  | { readonly kind: 'try_again'; readonly afterMs: number | undefined; readonly failure: LastFailure };

/** How an attempt ended, for metrics and the log. */
export type CallOutcome =
  | 'reply'
  | 'no_reply'
  | 'bad_answer'
  | 'error_status'
  | 'busy'
  | 'timeout'
  | 'connection_failed'
  | 'private_network'
  | 'unsendable';

/** An attempt as it is understood. */
export interface Interpretation {
  readonly outcome: CallOutcome;
  /** Null when there was no answer. */
  readonly status: number | null;
  readonly conclusion: Conclusion;
}

/** What the request was about. */
export interface RequestFacts {
  readonly format: ServiceFormat;
  readonly command: string;
  /** Limit for connecting and for each gap of the answer, ms. */
  readonly timeoutMs: number;
  readonly nowMs: number;
}

/** Too many requests, bad gateway, unavailable, gateway time-out: they pass. */
const PASSING = new Set([429, 502, 503, 504]);

/** A little more than a notice shows, so that it can say that it was cut. */
const LONGEST_PAYLOAD = 2_100;

/**
 * Decides what follows from the result of a request. Pure; never throws.
 * @source zulip zerver/lib/outgoing_webhook.py do_rest_call. Different: 429, 502, 503 and 504 are tried again, private
 * networks are told apart from broken connections, and an answer that was cut off is refused by that name.
 */
export function interpretResult(result: OutboundResult, facts: RequestFacts): Interpretation {
  switch (result.kind) {
    case 'answered':
      return interpretAnswer(result, facts);
    case 'timeout':
      return unanswered('timeout', `Request timed out after ${facts.timeoutMs / 1_000} seconds.`);
    case 'connection_failed':
      return unanswered('connection_failed', 'A connection error occurred. Is my bot server down?');
    case 'private_network':
      return { outcome: 'private_network', status: null, conclusion: post(privateNetwork) };
    case 'refused':
      return { outcome: 'unsendable', status: null, conclusion: post(unsendable(result, facts.command)) };
  }
}

const post = (posting: Posting): Conclusion => ({ kind: 'post', posting });

const unanswered = (outcome: 'timeout' | 'connection_failed', ownerDetail: string): Interpretation => ({
  outcome,
  status: null,
  conclusion: { kind: 'try_again', afterMs: undefined, failure: { status: null, ownerDetail } },
});

type Answered = Extract<OutboundResult, { kind: 'answered' }>;

function interpretAnswer(answered: Answered, facts: RequestFacts): Interpretation {
  const { headers, status } = answered;
  const text = textOf(answered);
  const payload = text.slice(0, LONGEST_PAYLOAD).toWellFormed();
  if (PASSING.has(status)) {
    const failure = { status, ownerDetail: statusDetail(status) + payloadPart(payload) };
    const afterMs = retryAfterMs(headers['retry-after'], facts.nowMs);
    return { outcome: 'busy', status, conclusion: { kind: 'try_again', afterMs, failure } };
  }
  if (status < 200 || status > 299) {
    return { outcome: 'error_status', status, conclusion: post(errorStatus(status, payload)) };
  }
  const answer = answered.isCutOff ? tooLong(answered) : parseAnswer(facts.format, text);
  switch (answer.kind) {
    case 'no_reply':
      return { outcome: 'no_reply', status, conclusion: answer };
    case 'reply':
      return { outcome: 'reply', status, conclusion: post({ ...answer, payload }) };
    case 'refused': {
      const failure = refusedAnswer({ text: answer.text, service: 'at_fault' }, payload);
      return { outcome: 'bad_answer', status, conclusion: post(failure) };
    }
  }
}

const tooLong = ({ body }: Answered) =>
  ({ kind: 'refused', text: `Response is longer than ${body.length} bytes` }) as const;

/** In the charset that the header names, else UTF-8; what does not fit is replaced. */
function textOf({ body, headers }: Answered): string {
  const charset = /charset="?([^\s;"]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    // An encoding that nobody knows: most bodies are UTF-8 all the same.
    return new TextDecoder().decode(body);
  }
}
