import type { BotCall } from './bot-server.ts';
import { answerAbout } from './bot-talk.ts';
import type { BotInput, Input } from './inputs.ts';

/** A message that a bot has written. */
export interface BotMessage {
  readonly botId: number;
  /** Who it was written to; null: not to one person. */
  readonly personId: number | null;
  readonly text: string;
}

/** A row of the ledger of calls. */
export interface DeliveryRow {
  readonly messageId: number;
  readonly botId: number;
  readonly deliveryId: string;
  readonly state: string;
  readonly attempts: number;
  /** Why it failed, or will be tried again. */
  readonly error: string;
}

/** All that the judge knows of the bots. */
export interface BotFacts {
  readonly messages: readonly BotMessage[];
  /** Questions that are marked as read by their bot. */
  readonly readIds: ReadonlySet<number>;
  /** As the server of the bots saw them, in order. */
  readonly calls: readonly BotCall[];
  readonly deliveries: readonly DeliveryRow[];
}

/** What was found. All but `repeatedCalls` must be empty. */
export interface BotVerdict {
  /** Certain questions without an answer, or not marked as read. */
  readonly lost: readonly string[];
  /** Questions with two answers. */
  readonly doubledEffects: readonly string[];
  /** Messages and calls that nobody asked for. */
  readonly unexpected: readonly string[];
  /** Calls after one that was answered: each another attempt of the ledger, which had not heard of the answer. */
  readonly repeatedCalls: readonly string[];
  /** The same without the ledger's word. */
  readonly unexplainedCalls: readonly string[];
  /** Where ledger and calls contradict each other. */
  readonly ledgerFaults: readonly string[];
}

/** Judges what has become of the questions to bots. `kept`: events that a dead letter holds. */
export const judgeBots = (
  inputs: readonly Input[],
  facts: BotFacts,
  kept: ReadonlySet<string>,
): BotVerdict => {
  const asked = inputs.filter((input): input is BotInput => input.kind === 'bot');
  const answers = judgeAnswers(asked, facts, kept);
  const calls = judgeCalls(asked, facts);
  const deliveries = judgeDeliveries(asked, facts, kept);
  return {
    ...{ ...answers, ...calls },
    unexpected: [...answers.unexpected, ...calls.unexpected],
    ledgerFaults: [...calls.ledgerFaults, ...deliveries],
  };
};

const told = ({ queue, token, eventId }: BotInput): string => `${queue} ${token} (${eventId})`;

/** Every question against the messages of its bot. */
const judgeAnswers = (
  asked: readonly BotInput[],
  { messages, readIds }: BotFacts,
  kept: ReadonlySet<string>,
): Pick<BotVerdict, 'lost' | 'doubledEffects' | 'unexpected'> => {
  const line = (botId: number, personId: number | null, text: string): string =>
    `${botId} to ${personId ?? 'several'}: ${text}`;
  const written = new Map<string, number>();
  for (const { botId, personId, text } of messages) {
    const key = line(botId, personId, text);
    written.set(key, (written.get(key) ?? 0) + 1);
  }
  const [lost, doubledEffects]: [string[], string[]] = [[], []];
  for (const input of asked) {
    const key = line(input.botId, input.personId, answerAbout(input.token));
    const count = written.get(key) ?? 0;
    written.delete(key);
    if (count > 1) doubledEffects.push(`${told(input)}: ${count} answers`);
    if (!input.certain || kept.has(input.eventId)) continue;
    if (count === 0) lost.push(`${told(input)}: no answer`);
    else if (!readIds.has(input.messageId)) lost.push(`${told(input)}: not marked as read`);
  }
  return { lost, doubledEffects, unexpected: [...written.keys()] };
};

/** The calls for every question: of one delivery, each another attempt that the ledger has counted. */
const judgeCalls = (
  asked: readonly BotInput[],
  { calls, deliveries }: BotFacts,
): Pick<BotVerdict, 'unexpected' | 'repeatedCalls' | 'unexplainedCalls' | 'ledgerFaults'> => {
  const questions = new Map(asked.map((input) => [input.token, input]));
  const rows = new Map(deliveries.map((row) => [row.deliveryId, row]));
  const [unexpected, repeatedCalls, unexplainedCalls, ledgerFaults]: [
    string[],
    string[],
    string[],
    string[],
  ] = [[], [], [], []];
  for (const [token, those] of Map.groupBy(calls, (call) => call.token)) {
    const input = questions.get(token ?? '');
    if (input?.queue !== 'outgoing_webhooks') {
      unexpected.push(`${those.length} calls about ${token ?? 'nothing'}`);
      continue;
    }
    const [{ deliveryId } = { deliveryId: '' }, ...others] = those;
    const row = rows.get(deliveryId);
    if (row?.messageId !== input.messageId || others.some((call) => call.deliveryId !== deliveryId)) {
      ledgerFaults.push(`${told(input)}: called as another delivery than the ledger's`);
      continue;
    }
    const attempts = those.map(({ attempt, ending }) => `${attempt} ${ending}`).join(', ');
    const words = `${told(input)}: ${attempts}; ${row.attempts} attempts by the ledger`;
    if (!areCounted(those, row.attempts)) unexplainedCalls.push(words);
    else if (isCalledAfterAnswer(those)) repeatedCalls.push(words);
  }
  return { unexpected, repeatedCalls, unexplainedCalls, ledgerFaults };
};

/** The ledger counts an attempt before its call, and none once it knows of an answer. */
const areCounted = (calls: readonly BotCall[], attempts: number): boolean =>
  new Set(calls.map(({ attempt }) => attempt)).size === calls.length &&
  calls.every(({ attempt }) => attempt >= 1 && attempt <= attempts);

const isCalledAfterAnswer = (calls: readonly BotCall[]): boolean =>
  calls.slice(0, -1).some(({ ending }) => ending === 'answered');

/** Every row of the ledger against questions and calls: each is replied to, after an answer of the server. */
const judgeDeliveries = (
  asked: readonly BotInput[],
  { calls, deliveries }: BotFacts,
  kept: ReadonlySet<string>,
): readonly string[] => {
  const questions = new Map(asked.map((input) => [input.messageId, input]));
  const delivered = new Set(deliveries.map(({ messageId }) => messageId));
  const answered = new Set(calls.filter(({ ending }) => ending === 'answered').map(({ token }) => token));
  const faults = asked
    .filter(({ queue, certain, eventId }) => queue === 'outgoing_webhooks' && certain && !kept.has(eventId))
    .filter(({ messageId }) => !delivered.has(messageId))
    .map((input) => `${told(input)}: not in the ledger`);
  for (const { messageId, botId, state, error } of deliveries) {
    const input = questions.get(messageId);
    if (input?.botId !== botId) faults.push(`a delivery of message ${messageId}, which nobody asked`);
    else if (state === 'pending' && kept.has(input.eventId)) continue;
    else if (state !== 'replied') faults.push(`${told(input)}: left as ${state} (${error})`);
    else if (!answered.has(input.token)) faults.push(`${told(input)}: replied to, and never answered`);
  }
  return faults;
};
