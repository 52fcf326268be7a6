import type { Logger } from 'pino';
import { toError } from '../../runtime/classify-error.ts';
import { newReplyToken, newUnsubscribeKey } from '../../shared/mail-tokens.ts';
import { composeMail } from './compose-mail.ts';
import type { ComposedMail } from './compose-mail.ts';
import type { Dossier } from './dossier.ts';
import type { FlushDeps } from './ports.ts';

/** A conversation that is not mailed now. */
export interface FailedConversation {
  readonly messageIds: readonly number[];
  readonly error: Error;
}

/** What came of the conversations of one person. */
export interface WrittenMails {
  readonly mails: readonly ComposedMail[];
  readonly failed: readonly FailedConversation[];
  /** A key that the mails name and that is not stored yet; null when the person has one already. */
  readonly newUnsubscribeKey: { readonly key: string; readonly realmId: number } | null;
}

/** Composes the conversations one by one, so that one that cannot be written costs only itself. */
export function writeMails(
  deps: Pick<FlushDeps, 'compose' | 'randomBytes'>,
  logger: Logger,
  dossier: Dossier,
  nowMs: number,
): WrittenMails {
  const { person } = dossier;
  const unsubscribeKey = person.unsubscribeKey ?? newUnsubscribeKey(deps.randomBytes);
  const composeDeps = {
    ...deps.compose,
    onBadTime: (datetime: string, error: Error) => {
      logger.warn({ datetime, err: error }, 'failed to convert time element');
    },
  };
  const mails: ComposedMail[] = [];
  const failed: FailedConversation[] = [];
  for (const conversation of dossier.conversations) {
    try {
      const replyToken = deps.compose.emailGatewayPattern === null ? null : newReplyToken(deps.randomBytes);
      mails.push(composeMail(composeDeps, dossier, conversation, { replyToken, unsubscribeKey, nowMs }));
    } catch (error) {
      // The person's other conversations are mailed all the same; this one stays and is tried again.
      failed.push({ messageIds: conversation.messages.map(({ id }) => id), error: toError(error) });
    }
  }
  const isNew = person.unsubscribeKey === null && mails.length > 0;
  return {
    mails,
    failed,
    newUnsubscribeKey: isNew ? { key: unsubscribeKey, realmId: person.realm.id } : null,
  };
}
