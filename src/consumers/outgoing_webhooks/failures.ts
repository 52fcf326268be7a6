import { fenced } from '../../shared/service-bots/owner-notice.ts';

/** What people are told when a call does not end in a reply. */
export interface Failure {
  readonly kind: 'failure';
  /** Said in the conversation after `Failure! `. */
  readonly said: string;
  /** Markdown for the bot's owner; null: there is nothing that the owner could do about it. */
  readonly ownerDetail: string | null;
  /** What the failure says of the service: it is at fault, it works, or it was not called. */
  readonly service: 'at_fault' | 'works' | 'not_called';
  /** For the ledger and the log: a short constant. */
  readonly code: string;
}

/** Longest part of a command that a failure repeats. */
const LONGEST_COMMAND = 200;

const PRIVATE_NETWORK = 'The URL of your bot is for a private or disallowed network.';

/** Why the last attempt failed, when another one was to follow. */
export interface LastFailure {
  /** Of the answer; null when there was none. */
  readonly status: number | null;
  readonly ownerDetail: string;
}

/** What the service sent back, for its owner; '' when that was nothing. */
export const payloadPart = (payload: string): string =>
  payload === '' ? '' : `\nThe response contains this payload:\n${fenced(payload)}`;

/** What an answer with this status means to the owner. */
export const statusDetail = (status: number): string =>
  status === 407 ? PRIVATE_NETWORK : `Your bot's server sent a response with status code *${status}*.`;

/** Nobody tries again. */
export function unavailable({ ownerDetail, status }: LastFailure): Failure {
  return {
    kind: 'failure',
    said: status === null ? 'Bot is unavailable' : `Third party responded with ${status}`,
    ownerDetail,
    service: 'at_fault',
    code: status === null ? 'unavailable' : 'error_status',
  };
}

/** The service answered that something is wrong. */
export const errorStatus = (status: number, payload: string): Failure =>
  unavailable({ status, ownerDetail: statusDetail(status) + payloadPart(payload) });

/** The address is not one that may be called. */
export const privateNetwork: Failure = {
  kind: 'failure',
  said: "The bot's URL is for a private or disallowed network",
  ownerDetail: PRIVATE_NETWORK,
  service: 'at_fault',
  code: 'private_network',
};

/** The request cannot be made as the bot is set up. */
export function unsendable(
  error: { readonly name: string; readonly reason: string },
  command: string,
): Failure {
  return {
    kind: 'failure',
    said: `Calling the bot for ${inlineCode(command)} ended in an exception of type *${error.name}*. See the Zulip server logs for more.`,
    ownerDetail: `The request ended in an exception of type *${error.name}*:\n${fenced(error.reason)}`,
    service: 'at_fault',
    code: 'unsendable',
  };
}

/** A 2xx answer that is not what it should be (`at_fault`), or whose reply may not be posted (`works`). */
export function refusedAnswer(
  refusal: { readonly text: string; readonly service: 'at_fault' | 'works' },
  payload: string,
): Failure {
  const quoted = refusal.text.replaceAll(/^/gm, '> ');
  return {
    kind: 'failure',
    said: refusal.text,
    ownerDetail: `Your bot's server attempted to send a message, which ended in this error:\n${quoted}\n${payloadPart(payload)}`,
    service: refusal.service,
    code: refusal.service === 'works' ? 'reply_refused' : 'bad_answer',
  };
}

/** The Slack format has no place for people. */
export const slackDirectMessage: Failure = {
  kind: 'failure',
  said: "Slack outgoing webhooks don't support direct messages.",
  ownerDetail: null,
  service: 'not_called',
  code: 'slack_direct_message',
};

/** The service is not called for a while; its owner knows. */
export const paused: Failure = {
  kind: 'failure',
  said: 'Bot is paused, because its server failed several times in a row. Please try again later.',
  ownerDetail: null,
  service: 'not_called',
  code: 'paused',
};

/** A text as code in a line: no back-tick in it can end it, and nobody mentioned in it is called. */
function inlineCode(text: string): string {
  const line = text.slice(0, LONGEST_COMMAND).toWellFormed().replaceAll(/\s+/g, ' ').trim();
  const longestRun = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = '`'.repeat(longestRun + 1);
  const blank = longestRun > 0 ? ' ' : '';
  return `${ticks}${blank}${line}${blank}${ticks}`;
}
