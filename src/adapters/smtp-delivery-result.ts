import type { DeliveryResult } from '../shared/mail-delivery/mailer.ts';

/** What is known about a failed attempt: nodemailer's error and how far the conversation had come. */
export interface SmtpFailure {
  /** `session`: connecting, greeting, TLS, login. `envelope`: MAIL, RCPT, DATA. `content`: the message was on its way. */
  readonly phase: 'session' | 'envelope' | 'content';
  /** nodemailer's code, such as `ESOCKET`, `EENVELOPE`, `EAUTH`. */
  readonly code: string | null;
  /** Code of the system or of OpenSSL below it, such as `ECONNREFUSED`. */
  readonly systemCode: string | null;
  /** SMTP reply code, or null when there was no reply. */
  readonly replyCode: number | null;
  /** The reply, or the error's text when there was none. */
  readonly response: string;
  readonly error: Error;
}

/** OpenSSL's and Node's names for a certificate that is not trusted. */
const CERTIFICATE_FAULT = /CERT|UNABLE_TO_|SELF_SIGNED|ERR_TLS_|ERR_SSL_/;

/** RFC 3463: the mailbox (5.1.1), its name (5.1.3), its domain (5.1.2, 5.1.10) or the account (5.2.1) does not exist. */
const UNKNOWN_ADDRESS_STATUS = /\b5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b/;
const UNKNOWN_ADDRESS_TEXT =
  /(?:user|mailbox|recipient|address|account)\b.{0,40}\b(?:unknown|not found|does not exist|doesn't exist|unavailable|disabled)|(?:no such|unknown|invalid) (?:user|mailbox|recipient|address)/i;

/**
 * Decides what a failed attempt means. An enhanced status (RFC 3463, `4.x.x` or `5.x.x`) wins over the reply code,
 * because servers answer `550 4.7.1` for a passing refusal and the reverse.
 */
export function deliveryResult(failure: SmtpFailure): DeliveryResult {
  const response = failure.response.replaceAll(/\s+/g, ' ').trim().slice(0, 500);
  if (failure.phase === 'session') return sessionResult(failure, response);
  const { replyCode } = failure;
  if (replyCode === null) {
    return failure.phase === 'content'
      ? { kind: 'unknown', response }
      : { kind: 'transient', code: null, response, retryAfterMs: null };
  }
  if (isPermanent(replyCode, response)) {
    return { kind: 'permanent', code: replyCode, response, isAddressUnknown: isUnknownAddress(response) };
  }
  return { kind: 'transient', code: replyCode, response, retryAfterMs: wishedDelayMs(response) };
}

function sessionResult(failure: SmtpFailure, response: string): DeliveryResult {
  const { error, replyCode } = failure;
  const isRefusedForGood = replyCode !== null && replyCode >= 500;
  // A login refused with 4xx is the server's trouble, not ours.
  const isLogin = failure.code === 'EAUTH' && (replyCode === null || isRefusedForGood);
  const isTls =
    CERTIFICATE_FAULT.test(failure.systemCode ?? '') ||
    (failure.code === 'ETLS' &&
      (isRefusedForGood || /certificate|wrong version number/i.test(error.message)));
  return { kind: isLogin || isTls ? 'configuration' : 'outage', response, error };
}

function isPermanent(replyCode: number, response: string): boolean {
  const enhanced = /^\d{3}[ -]([245])\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[1];
  if (enhanced === '4') return false;
  if (enhanced === '5') return true;
  // 503 says that the session was in the wrong state, not that the mail was refused.
  return replyCode >= 500 && replyCode !== 503;
}

function isUnknownAddress(response: string): boolean {
  const enhanced = /\b5\.\d{1,3}\.\d{1,3}\b/.test(response);
  return enhanced ? UNKNOWN_ADDRESS_STATUS.test(response) : UNKNOWN_ADDRESS_TEXT.test(response);
}

/** "try again in 300 seconds", "greylisted for 5 minutes". */
function wishedDelayMs(response: string): number | null {
  const wish = /\b(?:in|after|for) (\d{1,5}) ?(s|sec|secs|seconds?|m|min|mins|minutes?)\b/i.exec(response);
  if (wish?.[1] === undefined) return null;
  return Number(wish[1]) * (wish[2]?.toLowerCase().startsWith('m') === true ? 60_000 : 1_000);
}
