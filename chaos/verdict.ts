import type { Input, PoisonInput } from './inputs.ts';

/** A mail as it lies in the inbox. */
export interface ArrivedMail {
  readonly to: string;
  readonly messageId: string;
  /** Texts of chat messages that it holds, each once. */
  readonly tokens: readonly string[];
}

/** A row of the ledger of mails. */
export interface LedgerRow {
  readonly messageId: string;
  readonly status: string;
  readonly attempts: number;
  readonly response: string;
}

/** A dead letter. */
export interface DeadLetter {
  readonly queue: string;
  readonly key: string;
  readonly disposition: string;
  readonly errorClass: string;
}

/** All that the judge knows. */
export interface Facts {
  readonly inputs: readonly Input[];
  readonly mails: readonly ArrivedMail[];
  readonly ledger: readonly LedgerRow[];
  readonly deadLetters: readonly DeadLetter[];
  /** What the database has noted as mailed: `person message`. */
  readonly mailed: ReadonlySet<string>;
  /** What still waits in tables, in words. */
  readonly waiting: readonly string[];
  /** Worker processes that were killed: the one thing that the judge is told of the faults. */
  readonly killedWorkers: number;
}

/** What was found. Each list names its cases; all but `repeatedMails` and `bystanders` must be empty. */
export interface Verdict {
  readonly ok: boolean;
  readonly counts: {
    readonly inputs: number;
    readonly uncertainInputs: number;
    readonly mailsExpected: number;
    readonly noticesExpected: number;
    readonly poison: number;
    readonly mailsArrived: number;
    readonly deadLetters: number;
    /** Dead letters of poison that was buried more than once. */
    readonly repeatedDeadLetters: number;
  };
  /** Certain inputs without their effect. */
  readonly lost: readonly string[];
  /** Inputs with two effects in PostgreSQL: two mails of different ids. */
  readonly doubledEffects: readonly string[];
  /** Mails that arrived more than once, found in the ledger as of unknown outcome. */
  readonly repeatedMails: readonly string[];
  /** Mails that arrived more than once without the ledger's word. */
  readonly unexplainedMails: readonly string[];
  /** What nobody has put in. */
  readonly unexpected: readonly string[];
  /** Where the ledger and the inbox contradict each other. */
  readonly ledgerFaults: readonly string[];
  readonly poisonFaults: readonly string[];
  /**
   * Good events that are dead letters because they were in hand at three ends of a process, which is what the runtime
   * promises (R-16). Each stands for three processes that were killed; beyond that they are `poisonFaults`.
   */
  readonly bystanders: readonly string[];
  readonly waiting: readonly string[];
}

/** Ends of a process after which the record in hand is a dead letter. */
const MOST_ENDS = 3;

/** What the ledger says about a mail that went out again because nobody knew how the last attempt had ended. */
const UNKNOWN_OUTCOME = /^attempt \d+ after an unknown outcome; /;

/** Judges a run by its inputs and its outcome, knowing nothing of the workers. */
export const judge = (facts: Facts): Verdict => {
  const poison = judgePoison(facts);
  // Their dead letters hold them; whether a mail had gone out before the last kill, nobody can know.
  const kept = new Set(poison.bystanders);
  const mails = judgeMails(facts, kept);
  const repeats = judgeRepeats(facts, kept);
  const lists = { ...mails, ...repeats, ...poison, waiting: facts.waiting };
  const { repeatedMails, bystanders, ...faults } = lists;
  const certain = facts.inputs.filter((input) => input.certain);
  return {
    ok: Object.values(faults).every((list) => list.length === 0),
    counts: {
      inputs: certain.length,
      uncertainInputs: facts.inputs.length - certain.length,
      mailsExpected: certain.reduce((sum, one) => sum + (one.kind === 'mail' ? one.addresses.length : 0), 0),
      noticesExpected: certain.filter((one) => one.kind === 'notice' && one.isWanted).length,
      poison: certain.filter(({ kind }) => kind === 'poison').length,
      mailsArrived: facts.mails.length,
      deadLetters: facts.deadLetters.length,
      repeatedDeadLetters: facts.deadLetters.length - new Set(facts.deadLetters.map(({ key }) => key)).size,
    },
    ...faults,
    repeatedMails,
    bystanders,
  };
};

interface Wish {
  readonly certain: boolean;
  /** Mails of different ids in which it was found. */
  readonly foundIn: Set<string>;
}

/** Every address and every notice against the mails in which they were found. */
const judgeMails = (
  { inputs, mails, mailed }: Facts,
  kept: ReadonlySet<string>,
): Pick<Verdict, 'lost' | 'doubledEffects' | 'unexpected'> => {
  const wishes = new Map<string, Wish>();
  const people = new Set<string>();
  const lost: string[] = [];
  for (const input of inputs) {
    if (input.kind === 'mail') {
      for (const address of input.addresses)
        wishes.set(address, { certain: input.certain, foundIn: new Set() });
    }
    if (input.kind !== 'notice') continue;
    people.add(input.address);
    if (!input.isWanted) continue;
    wishes.set(`${input.address} ${input.token}`, { certain: input.certain, foundIn: new Set() });
    const pair = `${input.personId} ${input.messageId}`;
    if (input.certain && !mailed.has(pair)) lost.push(`${input.address} ${input.token}: not noted as mailed`);
  }
  const unexpected: string[] = [];
  for (const { to, messageId, tokens } of mails) {
    const names = people.has(to) ? tokens.map((token) => `${to} ${token}`) : [to];
    if (names.length === 0) unexpected.push(`${to}: a mail about nothing (${messageId})`);
    for (const name of names) {
      const wish = wishes.get(name);
      if (wish === undefined) unexpected.push(`${name} (${messageId})`);
      else wish.foundIn.add(messageId);
    }
  }
  const doubledEffects: string[] = [];
  for (const [name, { certain, foundIn }] of wishes) {
    if (certain && foundIn.size === 0 && !kept.has(name)) lost.push(name);
    if (foundIn.size > 1) doubledEffects.push(`${name}: ${[...foundIn].join(' and ')}`);
  }
  return { lost, doubledEffects, unexpected };
};

/** Mails that came more than once, and the ledger's word on every mail. */
const judgeRepeats = (
  { mails, ledger }: Facts,
  kept: ReadonlySet<string>,
): Pick<Verdict, 'repeatedMails' | 'unexplainedMails' | 'ledgerFaults'> => {
  const keptIds = new Set(mails.filter(({ to }) => kept.has(to)).map(({ messageId }) => messageId));
  const copies = new Map<string, number>();
  for (const { messageId } of mails) copies.set(messageId, (copies.get(messageId) ?? 0) + 1);
  const rows = new Map(ledger.map((row) => [row.messageId, row]));
  const [repeatedMails, unexplainedMails, ledgerFaults]: [string[], string[], string[]] = [[], [], []];
  for (const [messageId, count] of copies) {
    const row = rows.get(messageId);
    if (row === undefined) ledgerFaults.push(`${messageId}: arrived, and is not in the ledger`);
    else if (row.status !== 'sent' && !keptIds.has(messageId))
      ledgerFaults.push(`${messageId}: arrived, and the ledger says ${row.status}`);
    if (count === 1) continue;
    const isExplained = row !== undefined && row.attempts >= count && UNKNOWN_OUTCOME.test(row.response);
    const told = `${messageId} ×${count}: ${row === undefined ? 'no row' : `${row.attempts} attempts, ${row.response}`}`;
    (isExplained ? repeatedMails : unexplainedMails).push(told);
  }
  const arrivedAt = new Set(mails.map(({ to }) => to));
  let neverSent = [...kept].filter((address) => !arrivedAt.has(address)).length;
  for (const { messageId, status, response } of ledger) {
    if (copies.has(messageId)) continue;
    if (status === 'sending' && neverSent > 0) {
      neverSent -= 1;
      continue;
    }
    if (status === 'sent') ledgerFaults.push(`${messageId}: sent by the ledger, and never arrived`);
    else ledgerFaults.push(`${messageId}: left as ${status} (${response})`);
  }
  return { repeatedMails, unexplainedMails, ledgerFaults };
};

/** Every poison against the dead letters, and every dead letter against the poison. */
const judgePoison = ({
  inputs,
  deadLetters,
  killedWorkers,
}: Facts): Pick<Verdict, 'poisonFaults' | 'bystanders'> => {
  const poison = new Map(
    inputs.filter((input): input is PoisonInput => input.kind === 'poison').map((one) => [one.key, one]),
  );
  const buried = new Set<string>();
  const poisonFaults: string[] = [];
  const bystanders: string[] = [];
  for (const { queue, key, disposition, errorClass } of deadLetters) {
    const told = `${queue} ${key}: ${disposition}, ${errorClass}`;
    const one = poison.get(key);
    if (one === undefined) {
      const mayBeBystander =
        disposition === 'crashed' && MOST_ENDS * (bystanders.length + 1) <= killedWorkers;
      if (mayBeBystander) bystanders.push(key);
      else poisonFaults.push(`${told}: a dead letter of no poison`);
    } else {
      buried.add(key);
      const isRight =
        one.queue === queue &&
        one.disposition === disposition &&
        (one.errorClass === null || one.errorClass === errorClass);
      if (!isRight) poisonFaults.push(`${told}: expected ${one.disposition}, ${one.errorClass ?? 'any'}`);
    }
  }
  for (const { key, queue, certain } of poison.values()) {
    if (certain && !buried.has(key)) poisonFaults.push(`${queue} ${key}: not in the dead letters`);
  }
  return { poisonFaults, bystanders };
};
