import type { BotFacts } from '../../chaos/bot-verdict.ts';
import type { BotInput, MailInput, NoticeInput, PoisonInput } from '../../chaos/inputs.ts';
import type { Facts } from '../../chaos/verdict.ts';

/** A run with one input of each kind, in which everything went well. */

export const PERSON = 'ada@example.com';
export const NOTICE: NoticeInput = {
  kind: 'notice',
  way: 'outbox',
  certain: true,
  personId: 7,
  address: PERSON,
  messageId: 70,
  token: 'ref-1-1',
  isWanted: true,
};
export const MAIL: MailInput = {
  kind: 'mail',
  way: 'kafka',
  certain: true,
  addresses: ['m1@load.example.com'],
};
export const POISON: PoisonInput = {
  kind: 'poison',
  certain: true,
  queue: 'email_senders',
  key: 'poison-1',
  disposition: 'malformed',
  errorClass: null,
};
export const QUESTION: BotInput = {
  kind: 'bot',
  way: 'outbox',
  certain: true,
  queue: 'outgoing_webhooks',
  botId: 20,
  personId: 7,
  messageId: 71,
  token: '10000001',
  eventId: 'event-1',
};
/** To a bot that no server is asked about. */
export const INNER: BotInput = {
  ...{ ...QUESTION, queue: 'embedded_bots', botId: 21, messageId: 72 },
  ...{ token: '10000002', eventId: 'event-2' },
};
export const BURIED = {
  queue: 'email_senders',
  key: 'poison-1',
  eventId: 'event-9',
  disposition: 'malformed',
  errorClass: 'SchemaError',
};

export const sent = (messageId: string) => ({ messageId, status: 'sent', attempts: 1, response: '250 ok' });

export const ANSWER = { botId: 20, personId: 7, text: '10000001 meter = 10000001.0 meter' };
export const CALL = { token: '10000001', deliveryId: 'd1', attempt: 1, ending: 'answered' as const };
export const DELIVERY = {
  ...{ messageId: 71, botId: 20, deliveryId: 'd1', state: 'replied', attempts: 1, error: '' },
};
export const BOTS: BotFacts = {
  messages: [ANSWER, { botId: 21, personId: 7, text: '10000002 meter = 10000002.0 meter' }],
  readIds: new Set([71, 72]),
  calls: [CALL],
  deliveries: [DELIVERY],
};
export const NO_BOTS: BotFacts = { messages: [], readIds: new Set(), calls: [], deliveries: [] };

/** All of it. */
export const GOOD: Facts = {
  inputs: [NOTICE, MAIL, QUESTION, INNER, POISON],
  mails: [
    { to: PERSON, messageId: '<n1>', tokens: ['ref-1-1'] },
    { to: 'm1@load.example.com', messageId: '<m1>', tokens: [] },
  ],
  ledger: [sent('<n1>'), sent('<m1>')],
  deadLetters: [BURIED],
  mailed: new Set(['7 70']),
  bots: BOTS,
  waiting: [],
  killedWorkers: 0,
};
