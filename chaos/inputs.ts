import { appendFileSync, readFileSync } from 'node:fs';
import type { FailingQueue } from './queues.ts';

/** Every input says whether it is certain: an input without an acknowledgement may be there or not. */
interface Certainty {
  readonly certain: boolean;
}

/** A mail for each of these addresses, which stand in no other input. */
export interface MailInput extends Certainty {
  readonly kind: 'mail';
  readonly way: 'kafka' | 'outbox' | 'scheduled';
  readonly addresses: readonly string[];
}

/** A chat message that one person missed. */
export interface NoticeInput extends Certainty {
  readonly kind: 'notice';
  readonly way: 'kafka' | 'outbox';
  readonly personId: number;
  readonly address: string;
  readonly messageId: number;
  /** Text of the message, in no other message. */
  readonly token: string;
  /** False: the person has read it, or it was deleted, before its event was produced. */
  readonly isWanted: boolean;
}

/** A direct message of a person to a bot, which is to answer it. */
export interface BotInput extends Certainty {
  readonly kind: 'bot';
  readonly way: 'kafka' | 'outbox';
  readonly queue: 'outgoing_webhooks' | 'embedded_bots';
  readonly botId: number;
  readonly personId: number;
  /** The question. */
  readonly messageId: number;
  /** In the question and its answer, and in no other message. */
  readonly token: string;
  readonly eventId: string;
}

/** A record that no consumer can use. */
export interface PoisonInput extends Certainty {
  readonly kind: 'poison';
  readonly queue: FailingQueue;
  /** Key of the record, and of no other. */
  readonly key: string;
  readonly disposition: string;
  /** Null: any. */
  readonly errorClass: string | null;
}

/** One thing that the load has put in. */
export type Input = MailInput | NoticeInput | BotInput | PoisonInput;

/** Adds inputs to the file; on return they are in the operating system's hands. */
export const writeInputs = (path: string, inputs: readonly Input[]): void => {
  appendFileSync(path, inputs.map((input) => `${JSON.stringify(input)}\n`).join(''));
};

/** Reads the file of inputs. */
export const readInputs = (path: string): readonly Input[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Input);
