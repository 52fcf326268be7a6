import { describe, expect, it } from 'vitest';
import type { BotFacts } from '../../chaos/bot-verdict.ts';
import { judge } from '../../chaos/verdict.ts';
import type { Verdict } from '../../chaos/verdict.ts';
import { ANSWER, BOTS, BURIED, CALL, DELIVERY, GOOD, sent } from './good-run.ts';

/** What may become of questions to bots, and the list in which it must stand. */
const WRONG_BOTS: readonly [string, Partial<BotFacts>, keyof Verdict][] = [
  ['a question to a server without an answer', { messages: BOTS.messages.slice(1) }, 'lost'],
  ['a question to a program without an answer', { messages: [ANSWER] }, 'lost'],
  ['an answered question that is not marked as read', { readIds: new Set([72]) }, 'lost'],
  ['two answers to one question', { messages: [...BOTS.messages, ANSWER] }, 'doubledEffects'],
  [
    'a message of a bot that is no answer',
    { messages: [...BOTS.messages, { ...ANSWER, text: 'Failure! Bot is unavailable' }] },
    'unexpected',
  ],
  ['an answer to somebody else', { messages: [...BOTS.messages, { ...ANSWER, personId: 8 }] }, 'unexpected'],
  ['a call about what nobody has asked', { calls: [CALL, { ...CALL, token: '10000009' }] }, 'unexpected'],
  ['a call about a question to a program', { calls: [CALL, { ...CALL, token: '10000002' }] }, 'unexpected'],
  ['a call without a question', { calls: [CALL, { ...CALL, token: null }] }, 'unexpected'],
  ['a call that came again as the same attempt', { calls: [CALL, CALL] }, 'unexplainedCalls'],
  [
    'a call beyond the attempts of the ledger',
    { calls: [CALL, { ...CALL, attempt: 2 }] },
    'unexplainedCalls',
  ],
  [
    'a call that came again as another delivery',
    { calls: [CALL, { ...CALL, deliveryId: 'd2' }] },
    'ledgerFaults',
  ],
  ['a call that is not in the ledger', { calls: [{ ...CALL, deliveryId: 'd2' }] }, 'ledgerFaults'],
  ['an answer without a delivery', { calls: [], deliveries: [] }, 'ledgerFaults'],
  [
    'a delivery of a message that nobody wrote',
    { deliveries: [DELIVERY, { ...DELIVERY, deliveryId: 'd2', messageId: 99 }] },
    'ledgerFaults',
  ],
  ['a delivery that is left as pending', { deliveries: [{ ...DELIVERY, state: 'pending' }] }, 'ledgerFaults'],
  ['a delivery that failed', { deliveries: [{ ...DELIVERY, state: 'failed' }] }, 'ledgerFaults'],
  [
    'a reply of a server that never answered',
    { calls: [{ ...CALL, ending: 'answer_lost' }] },
    'ledgerFaults',
  ],
];

describe('the judge of questions to bots', () => {
  it.each(WRONG_BOTS)('finds %s', (_, change, list) => {
    const verdict = judge({ ...GOOD, bots: { ...BOTS, ...change } });
    expect(verdict.ok).toBe(false);
    expect(verdict[list]).toHaveLength(1);
  });

  it('accepts calls after one that was answered when the ledger has counted each', () => {
    const calls = [CALL, { ...CALL, attempt: 2 }];
    const verdict = judge({ ...GOOD, bots: { ...BOTS, calls, deliveries: [{ ...DELIVERY, attempts: 2 }] } });
    expect(verdict.ok).toBe(true);
    expect(verdict.repeatedCalls).toEqual([
      'outgoing_webhooks 10000001 (event-1): 1 answered, 2 answered; 2 attempts by the ledger',
    ]);
  });

  it.each(['unavailable', 'answer_lost'] as const)(
    'takes a call after one that was %s for another attempt, and not for a doubled call',
    (ending) => {
      const calls = [
        { ...CALL, ending },
        { ...CALL, attempt: 3 },
      ];
      const verdict = judge({
        ...GOOD,
        bots: { ...BOTS, calls, deliveries: [{ ...DELIVERY, attempts: 3 }] },
      });
      expect(verdict).toMatchObject({ ok: true, repeatedCalls: [] });
    },
  );

  it('finds two answers to a question without an acknowledgement', () => {
    const inputs = GOOD.inputs.map((input) => ({ ...input, certain: false }));
    const bots = { ...BOTS, messages: [...BOTS.messages, ANSWER] };
    expect(judge({ ...GOOD, inputs, bots }).doubledEffects).toHaveLength(1);
  });

  describe('about one that was in hand at three kills', () => {
    const crashed = {
      ...{ ...BURIED, disposition: 'crashed' },
      ...{ queue: 'outgoing_webhooks', key: '20', eventId: 'event-1' },
    };
    const facts = { ...GOOD, deadLetters: [BURIED, crashed], killedWorkers: 3 };

    it('is not lost in the dead letters, whether it was answered or not', () => {
      const unfinished: BotFacts = {
        ...BOTS,
        messages: BOTS.messages.slice(1),
        readIds: new Set([72]),
        deliveries: [{ ...DELIVERY, state: 'pending' }],
      };
      for (const bots of [BOTS, unfinished]) {
        const verdict = judge({ ...facts, bots });
        expect(verdict.ok).toBe(true);
        expect(verdict.bystanders).toEqual(['event-1']);
      }
    });

    it('excuses no mail that is left as sending', () => {
      const ledger = [...GOOD.ledger, { ...sent('<m4>'), status: 'sending' }];
      expect(judge({ ...facts, ledger }).ledgerFaults).toHaveLength(1);
    });

    it('may be answered once, and not twice', () => {
      const bots = { ...BOTS, messages: [...BOTS.messages, ANSWER] };
      expect(judge({ ...facts, bots }).doubledEffects).toHaveLength(1);
    });
  });
});
