/** What people are told when a program fails. */
import type { MessageDraft } from '../../shared/messages/message-draft.ts';
import { conversationOf, messageLink } from '../../shared/service-bots/called-message.ts';
import type { CalledMessage } from '../../shared/service-bots/called-message.ts';
import { fenced, ownerNotice } from '../../shared/service-bots/owner-notice.ts';
import type { ServiceBot } from '../../shared/service-bots/service-bot.ts';
import { CLIENT_NAME } from './bot-run.ts';

/** A failure that people are to know of. */
export interface ProgramFailure {
  readonly bot: ServiceBot;
  readonly message: CalledMessage;
  /** Of the organization, without a slash at the end. */
  readonly realmUrl: string;
  /** Names the failure among all; the same failure told twice is one message. */
  readonly idempotencyPrefix: string;
  readonly traceparent: string | null;
  /** Null: not known. */
  readonly programName: string | null;
  readonly error: Error;
}

/** Time between two notices to the owner of one bot: a bot that always fails is told of now and then, not each time. */
const NOTICE_PERIOD_MS = 300_000;

/** Which owners were told lately, by bot; all events of a bot come to one process. */
export class OwnerNotices {
  readonly #told = new Map<number, { readonly atMs: number; readonly untold: number }>();

  /** How many failures the owner has not been told of, this one included; null: not now. */
  take(botId: number, nowMs: number): number | null {
    for (const [id, { atMs, untold }] of this.#told) {
      if (untold === 0 && atMs <= nowMs - NOTICE_PERIOD_MS) this.#told.delete(id);
    }
    const last = this.#told.get(botId);
    if (last !== undefined && last.atMs > nowMs - NOTICE_PERIOD_MS) {
      this.#told.set(botId, { ...last, untold: last.untold + 1 });
      return null;
    }
    this.#told.set(botId, { atMs: nowMs, untold: 0 });
    return (last?.untold ?? 0) + 1;
  }
}

function detailOf({ error, programName }: ProgramFailure, failures: number): string {
  const program = programName === null ? 'Its program' : `Its program \`${programName}\``;
  const others = failures === 1 ? '' : ` It has failed ${failures - 1} more times since you were last told.`;
  return `${program} failed.${others}\n${fenced(`${error.name}: ${error.message}`)}`;
}

/**
 * The message into the conversation, and the one to the owner unless `failures` is null or nobody owns the bot. Neither
 * can call a bot again, because bots call no bots.
 */
export function failureDrafts(failure: ProgramFailure, failures: number | null): readonly MessageDraft[] {
  const { bot, idempotencyPrefix, message, realmUrl, traceparent } = failure;
  const common = { senderId: bot.id, clientName: CLIENT_NAME, traceparent };
  const apology: MessageDraft = {
    ...common,
    idempotencyKey: `${idempotencyPrefix}:failure`,
    address: conversationOf(message),
    content: `Something went wrong, and I have no answer.${bot.ownerId === null ? '' : ' My owner can find out why.'}`,
  };
  if (failures === null || bot.ownerId === null) return [apology];
  const notice: MessageDraft = {
    ...common,
    idempotencyKey: `${idempotencyPrefix}:owner`,
    address: { kind: 'direct', people: { by: 'ids', ids: [bot.ownerId] } },
    content: ownerNotice({
      messageLink: messageLink(realmUrl, message),
      botFullName: bot.fullName,
      deed: 'could not be answered',
      detail: detailOf(failure, failures),
    }),
  };
  return [apology, notice];
}
