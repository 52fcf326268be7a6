import type { ChaosResult } from './run.ts';
import type { Verdict } from './verdict.ts';

const SHOWN = 10;

/** The lists of a verdict that must be empty, with what they say. */
const FAULT_LISTS = {
  lost: 'lost',
  doubledEffects: 'doubled effects in PostgreSQL',
  unexplainedMails: 'doubled mails that the ledger does not explain',
  unexplainedCalls: 'doubled calls of bots that the ledger does not explain',
  unexpected: 'mails, answers and calls that nobody caused',
  ledgerFaults: 'contradictions between a ledger and what arrived',
  poisonFaults: 'faults of the dead letters',
  waiting: 'still waiting in tables',
} as const satisfies Partial<Record<keyof Verdict, string>>;

/** The verdict as rows: what, and how many. */
export const verdictRows = ({
  verdict,
  faults,
  left,
  calmSeconds,
  endings,
}: ChaosResult): [string, string][] => {
  const { counts } = verdict;
  const lists = Object.keys(FAULT_LISTS) as (keyof typeof FAULT_LISTS)[];
  return [
    ['faults', String(faults.length)],
    [
      'faults that could not be done or mended',
      String(faults.filter(({ failure }) => failure !== null).length),
    ],
    ['inputs with an acknowledgement', String(counts.inputs)],
    ['inputs without one (may be there or not)', String(counts.uncertainInputs)],
    ['mails expected', String(counts.mailsExpected)],
    ['notices of missed messages expected', String(counts.noticesExpected)],
    ['answers of bots expected', String(counts.answersExpected)],
    ['poison records', String(counts.poison)],
    ['mails arrived', String(counts.mailsArrived)],
    ['calls of the server of bots', String(counts.calls)],
    [
      'dead letters, and those of them that are repeats',
      `${counts.deadLetters}, ${counts.repeatedDeadLetters}`,
    ],
    [
      'ends of worker processes',
      Object.entries(endings)
        .map(([how, count]) => `${how} ×${count}`)
        .join(', '),
    ],
    ['seconds until nothing waited', left === null ? String(calmSeconds) : `never: ${left}`],
    ['doubled mails, each in the ledger as of unknown outcome', String(verdict.repeatedMails.length)],
    ['calls after an answered one, each another attempt in the ledger', String(verdict.repeatedCalls.length)],
    [
      'good events in the dead letters, in hand at three kills of a process each',
      String(verdict.bystanders.length),
    ],
    ...lists.map((list): [string, string] => [FAULT_LISTS[list], String(verdict[list].length)]),
  ];
};

/** The end of a run for the terminal: the table, the first cases of each fault, and one closing line. */
export const verdictLines = (result: ChaosResult): readonly string[] => {
  const { verdict, faults } = result;
  const rows = verdictRows(result);
  const width = Math.max(...rows.map(([what]) => what.length));
  const lists = Object.keys(FAULT_LISTS) as (keyof typeof FAULT_LISTS)[];
  return [
    '',
    ...rows.map(([what, count]) => `${what.padEnd(width)}  ${count}`),
    ...lists.flatMap((list) => verdict[list].slice(0, SHOWN).map((one) => `${FAULT_LISTS[list]}: ${one}`)),
    ...faults.flatMap(({ number, kind, failure }) =>
      failure === null ? [] : [`#${number} ${kind}: ${failure}`],
    ),
    '',
    result.ok ? 'Nothing lost, nothing doubled.' : 'The run failed.',
  ];
};
