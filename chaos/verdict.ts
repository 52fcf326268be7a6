import { judgeBots } from './bot-verdict.ts';
import type { BotFacts, BotVerdict } from './bot-verdict.ts';
import type { PoisonInput } from './inputs.ts';
import { judgeMails } from './mail-verdict.ts';
import type { MailFacts, MailVerdict } from './mail-verdict.ts';

/** A dead letter. */
export interface DeadLetter {
  readonly queue: string;
  readonly key: string;
  readonly eventId: string;
  readonly disposition: string;
  readonly errorClass: string;
}

/** All that the judge knows. */
export interface Facts extends MailFacts {
  readonly deadLetters: readonly DeadLetter[];
  readonly bots: BotFacts;
  /** What still waits in tables, in words. */
  readonly waiting: readonly string[];
  /** Worker processes that were killed: the one thing that the judge is told of the faults. */
  readonly killedWorkers: number;
}

/** What was found. Each list names its cases; all but `repeatedMails`, `repeatedCalls` and `bystanders` must be empty. */
export interface Verdict {
  readonly ok: boolean;
  readonly counts: {
    readonly inputs: number;
    readonly uncertainInputs: number;
    readonly mailsExpected: number;
    readonly noticesExpected: number;
    readonly answersExpected: number;
    readonly poison: number;
    readonly mailsArrived: number;
    /** To the server of the bots. */
    readonly calls: number;
    readonly deadLetters: number;
    /** Dead letters of poison that was buried more than once. */
    readonly repeatedDeadLetters: number;
  };
  /** Certain inputs without their effect. */
  readonly lost: readonly string[];
  /** Inputs with two effects in PostgreSQL: two mails of different ids, or two answers. */
  readonly doubledEffects: readonly string[];
  /** Mails that arrived more than once, found in the ledger as of unknown outcome. */
  readonly repeatedMails: readonly string[];
  /** Mails that arrived more than once without the ledger's word. */
  readonly unexplainedMails: readonly string[];
  /** Calls of a bot's server that had answered, each another attempt of the ledger. */
  readonly repeatedCalls: readonly string[];
  /** The same without the ledger's word. */
  readonly unexplainedCalls: readonly string[];
  /** What nobody has put in. */
  readonly unexpected: readonly string[];
  /** Where a ledger contradicts the inbox, or the calls that were made. */
  readonly ledgerFaults: readonly string[];
  readonly poisonFaults: readonly string[];
  /**
   * Good events that are dead letters because they were in hand at three ends of a process, which is what the runtime
   * promises. Each stands for three processes that were killed; beyond that they are `poisonFaults`.
   */
  readonly bystanders: readonly string[];
  readonly waiting: readonly string[];
}

/** Ends of a process after which the record in hand is a dead letter. */
const MOST_ENDS = 3;

/** Judges a run by its inputs and its outcome, knowing nothing of the workers. */
export const judge = (facts: Facts): Verdict => {
  const poison = judgePoison(facts);
  // Their dead letters hold them; whether a mail had gone out before the last kill, nobody can know.
  const kept = new Set(poison.bystanders);
  const mails = judgeMails(facts, kept);
  const bots = judgeBots(facts.inputs, facts.bots, kept);
  const lists = { ...bots, ...joined(bots, mails), ...poison, waiting: facts.waiting };
  const { repeatedMails, repeatedCalls, bystanders, ...faults } = lists;
  const certain = facts.inputs.filter((input) => input.certain);
  return {
    ok: Object.values(faults).every((list) => list.length === 0),
    counts: {
      inputs: certain.length,
      uncertainInputs: facts.inputs.length - certain.length,
      mailsExpected: certain.reduce((sum, one) => sum + (one.kind === 'mail' ? one.addresses.length : 0), 0),
      noticesExpected: certain.filter((one) => one.kind === 'notice' && one.isWanted).length,
      answersExpected: certain.filter(({ kind }) => kind === 'bot').length,
      poison: certain.filter(({ kind }) => kind === 'poison').length,
      mailsArrived: facts.mails.length,
      calls: facts.bots.calls.length,
      deadLetters: facts.deadLetters.length,
      repeatedDeadLetters: facts.deadLetters.length - new Set(facts.deadLetters.map(({ key }) => key)).size,
    },
    ...faults,
    repeatedMails,
    repeatedCalls,
    bystanders,
  };
};

/** The lists about mails, with those cases of the bots that belong to the same list. */
const joined = (bots: BotVerdict, mails: MailVerdict): MailVerdict => ({
  ...mails,
  lost: [...mails.lost, ...bots.lost],
  doubledEffects: [...mails.doubledEffects, ...bots.doubledEffects],
  unexpected: [...mails.unexpected, ...bots.unexpected],
  ledgerFaults: [...mails.ledgerFaults, ...bots.ledgerFaults],
});

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
  for (const { queue, key, eventId, disposition, errorClass } of deadLetters) {
    const told = `${queue} ${key}: ${disposition}, ${errorClass}`;
    const one = poison.get(key);
    if (one === undefined) {
      const mayBeBystander =
        disposition === 'crashed' && MOST_ENDS * (bystanders.length + 1) <= killedWorkers;
      if (mayBeBystander) bystanders.push(isOfBots(queue) ? eventId : key);
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

/** The key of these events is the bot, which stands in many of them. */
const isOfBots = (queue: string): boolean => queue === 'outgoing_webhooks' || queue === 'embedded_bots';
