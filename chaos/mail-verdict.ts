import type { Input } from './inputs.ts';

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

/** All that the judge knows of mails. */
export interface MailFacts {
  readonly inputs: readonly Input[];
  readonly mails: readonly ArrivedMail[];
  readonly ledger: readonly LedgerRow[];
  /** What the database has noted as mailed: `person message`. */
  readonly mailed: ReadonlySet<string>;
}

/** What was found. All but `repeatedMails` must be empty. */
export interface MailVerdict {
  /** Certain inputs without their mail. */
  readonly lost: readonly string[];
  /** Inputs with two mails of different ids. */
  readonly doubledEffects: readonly string[];
  /** Mails that nobody has caused. */
  readonly unexpected: readonly string[];
  /** Mails that arrived more than once, found in the ledger as of unknown outcome. */
  readonly repeatedMails: readonly string[];
  /** The same without the ledger's word. */
  readonly unexplainedMails: readonly string[];
  /** Where ledger and inbox contradict each other. */
  readonly ledgerFaults: readonly string[];
}

/** What the ledger says about a mail that went out again because nobody knew how the last attempt had ended. */
const UNKNOWN_OUTCOME = /^attempt \d+ after an unknown outcome; /;

/** Judges what has become of mails and notices. `kept`: addresses and event ids that a dead letter holds. */
export const judgeMails = (facts: MailFacts, kept: ReadonlySet<string>): MailVerdict => ({
  ...judgeArrivals(facts, kept),
  ...judgeRepeats(facts, kept),
});

interface Wish {
  readonly certain: boolean;
  /** Mails of different ids in which it was found. */
  readonly foundIn: Set<string>;
}

/** Every address and every notice against the mails in which they were found. */
const judgeArrivals = (
  { inputs, mails, mailed }: MailFacts,
  kept: ReadonlySet<string>,
): Pick<MailVerdict, 'lost' | 'doubledEffects' | 'unexpected'> => {
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
  { inputs, mails, ledger }: MailFacts,
  kept: ReadonlySet<string>,
): Pick<MailVerdict, 'repeatedMails' | 'unexplainedMails' | 'ledgerFaults'> => {
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
  const questions = new Set(inputs.flatMap((input) => (input.kind === 'bot' ? [input.eventId] : [])));
  let neverSent = [...kept].filter((one) => !arrivedAt.has(one) && !questions.has(one)).length;
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
