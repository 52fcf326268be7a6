import { describe, expect, it } from 'vitest';
import { judge } from '../../chaos/verdict.ts';
import type { Facts, Verdict } from '../../chaos/verdict.ts';
import { BURIED, GOOD, INNER, MAIL, NO_BOTS, NOTICE, PERSON, POISON, QUESTION, sent } from './good-run.ts';

const REPEATED = { ...GOOD, mails: [...GOOD.mails, ...GOOD.mails.slice(1)] };

/** Runs in which one thing went wrong, and the list in which it must stand. */
const WRONG: readonly [string, Partial<Facts>, keyof Verdict][] = [
  ['a mail that never came', { mails: GOOD.mails.slice(0, 1) }, 'lost'],
  ['a notice that is in no mail', { mails: GOOD.mails.slice(1) }, 'lost'],
  ['a notice that the database does not note as mailed', { mailed: new Set() }, 'lost'],
  [
    'a notice in two mails of different ids',
    {
      mails: [...GOOD.mails, { to: PERSON, messageId: '<n2>', tokens: ['ref-1-1'] }],
      ledger: [...GOOD.ledger, sent('<n2>')],
    },
    'doubledEffects',
  ],
  [
    'an address with two mails of different ids',
    {
      mails: [...GOOD.mails, { to: 'm1@load.example.com', messageId: '<m2>', tokens: [] }],
      ledger: [...GOOD.ledger, sent('<m2>')],
    },
    'doubledEffects',
  ],
  [
    'a mail that came twice while the ledger knows of no doubt',
    { mails: REPEATED.mails },
    'unexplainedMails',
  ],
  [
    'a mail that came more often than it was tried',
    {
      mails: [...REPEATED.mails, ...GOOD.mails.slice(1)],
      ledger: [
        sent('<n1>'),
        { ...sent('<m1>'), attempts: 2, response: 'attempt 2 after an unknown outcome; 250 ok' },
      ],
    },
    'unexplainedMails',
  ],
  [
    'a mail to an address that nobody wrote to',
    {
      mails: [...GOOD.mails, { to: 'm9@load.example.com', messageId: '<m9>', tokens: [] }],
      ledger: [...GOOD.ledger, sent('<m9>')],
    },
    'unexpected',
  ],
  [
    'a notice that was read before',
    { inputs: [{ ...NOTICE, isWanted: false }, MAIL, QUESTION, INNER, POISON] },
    'unexpected',
  ],
  [
    'a mail to a person about nothing',
    {
      mails: [...GOOD.mails, { to: PERSON, messageId: '<n3>', tokens: [] }],
      ledger: [...GOOD.ledger, sent('<n3>')],
    },
    'unexpected',
  ],
  ['a mail that is not in the ledger', { ledger: [sent('<n1>')] }, 'ledgerFaults'],
  [
    'a mail that the ledger calls failed',
    { ledger: [sent('<n1>'), { ...sent('<m1>'), status: 'failed' }] },
    'ledgerFaults',
  ],
  [
    'a mail that the ledger calls sent and nobody got',
    { ledger: [...GOOD.ledger, sent('<m3>')] },
    'ledgerFaults',
  ],
  ['poison that is in no dead letter', { deadLetters: [] }, 'poisonFaults'],
  [
    'poison buried for another reason',
    { deadLetters: [{ ...BURIED, disposition: 'exhausted' }] },
    'poisonFaults',
  ],
  ['a dead letter of a good event', { deadLetters: [BURIED, { ...BURIED, key: 'user:7' }] }, 'poisonFaults'],
  [
    'a good event that is a dead letter for two ends of a process',
    {
      deadLetters: [BURIED, { ...BURIED, key: 'm1@load.example.com', disposition: 'crashed' }],
      killedWorkers: 2,
    },
    'poisonFaults',
  ],
  ['an open window', { waiting: ['1 open windows'] }, 'waiting'],
];

describe('the judge of a chaos run', () => {
  it('finds nothing in a run in which everything went well', () => {
    const verdict = judge(GOOD);
    expect(verdict).toMatchObject({
      ok: true,
      lost: [],
      unexpected: [],
      repeatedMails: [],
      poisonFaults: [],
    });
    expect(verdict.counts).toMatchObject({
      inputs: 5,
      mailsExpected: 1,
      noticesExpected: 1,
      answersExpected: 2,
      calls: 1,
      mailsArrived: 2,
    });
  });

  it.each(WRONG)('finds %s', (_, change, list) => {
    const verdict = judge({ ...GOOD, ...change });
    expect(verdict.ok).toBe(false);
    expect(verdict[list]).toHaveLength(1);
  });

  it('accepts a mail that came twice when the ledger says that its outcome was unknown', () => {
    const doubtful = { ...sent('<m1>'), attempts: 2, response: 'attempt 2 after an unknown outcome; 250 ok' };
    const verdict = judge({ ...REPEATED, ledger: [sent('<n1>'), doubtful] });
    expect(verdict.ok).toBe(true);
    expect(verdict.repeatedMails).toEqual([
      '<m1> ×2: 2 attempts, attempt 2 after an unknown outcome; 250 ok',
    ]);
  });

  describe('a good event that was in hand at three kills', () => {
    const crashed = { ...BURIED, key: 'm1@load.example.com', disposition: 'crashed' };
    const facts = { ...GOOD, deadLetters: [BURIED, crashed], killedWorkers: 3 };

    it('is not lost in the dead letters, whether its mail had gone out or not', () => {
      const ledger = [sent('<n1>'), { ...sent('<m1>'), status: 'sending' }];
      for (const mails of [GOOD.mails, GOOD.mails.slice(0, 1)]) {
        const verdict = judge({ ...facts, ledger, mails });
        expect(verdict.ok).toBe(true);
        expect(verdict.bystanders).toEqual(['m1@load.example.com']);
      }
    });

    it('stands for three kills of its own', () => {
      const other = { ...crashed, key: 'm2@load.example.com' };
      const verdict = judge({ ...facts, deadLetters: [BURIED, crashed, other] });
      expect(verdict.poisonFaults).toHaveLength(1);
    });
  });

  it('asks nothing of an input without an acknowledgement, and accepts its effect', () => {
    const inputs = [
      { ...NOTICE, certain: false },
      { ...MAIL, certain: false },
      { ...QUESTION, certain: false },
      { ...INNER, certain: false },
      { ...POISON, certain: false },
    ];
    expect(judge({ ...GOOD, inputs }).ok).toBe(true);
    const nothing = {
      inputs,
      mails: [],
      ledger: [],
      deadLetters: [],
      mailed: new Set<string>(),
      bots: NO_BOTS,
      waiting: [],
      killedWorkers: 0,
    };
    expect(judge(nothing).ok).toBe(true);
  });

  it('counts poison that was buried twice, and does not blame it', () => {
    const verdict = judge({ ...GOOD, deadLetters: [BURIED, BURIED] });
    expect(verdict.ok).toBe(true);
    expect(verdict.counts.repeatedDeadLetters).toBe(1);
  });
});
