import type { Logger } from 'pino';
import type { Tx } from '../../db/client.ts';
import type { FlushResult, PrepareFlush } from '../../runtime/window/window.ts';
import type { OpenWindow } from '../../runtime/window/window-store.ts';
import { deriveEventId } from '../../shared/event-id.ts';
import {
  insertReplyTokens,
  insertUnsubscribeKey,
  newReplyToken,
  newUnsubscribeKey,
} from '../../shared/mail-tokens.ts';
import { composeMail } from './compose-mail.ts';
import type { ComposedMail } from './compose-mail.ts';
import { readDossiers } from './dossier.ts';
import type { Dossier } from './dossier.ts';
import type { WaitingRow } from './person-data.ts';
import type { CausedEvent, FlushDeps } from './ports.ts';
import { claimWaitingRows, finishWaitingRows, peekWaitingRows } from './waiting-room.ts';

/** A mail that is written and the reply token that goes with it. */
interface WrittenMail {
  readonly mail: ComposedMail;
  readonly replyToken: string | null;
}

/** What came of the conversations of one person. */
interface Written {
  readonly mails: readonly WrittenMail[];
  /** Messages of conversations that could not be written, with the first reason. */
  readonly failed: { readonly messageIds: ReadonlySet<number>; readonly error: Error } | null;
}

const NOTHING_FAILED: ReadonlySet<number> = new Set();

/**
 * Makes the flush of windows. Reads what the mails of a whole page of people need beforehand, outside of any
 * transaction; a person whose rows have changed by the time of their own transaction is read again there.
 * @source zulip zerver/worker/missedmessage_emails.py MissedMessageWorker.maybe_send_batched_emails
 */
export function prepareFlush(deps: FlushDeps, logger: Logger): PrepareFlush<Tx> {
  return async (keys) => {
    const peeked = await peekWaitingRows(deps.db, keys.map(Number));
    const nowMs = deps.clock.now();
    const due = new Map([...peeked].map(([userId, { rows }]) => [userId, dueRows(rows, nowMs)]));
    const dossiers = await readDossiers(deps.db, due);
    return (tx, window) => {
      const userId = Number(window.key);
      const prepared = { dossier: dossiers.get(userId), rows: due.get(userId) ?? [] };
      return flushPerson(deps, logger, tx, window, prepared);
    };
  };
}

interface Prepared {
  readonly dossier: Dossier | undefined;
  readonly rows: readonly WaitingRow[];
}

/** One transaction of one person, step by step. */
async function flushPerson(
  deps: FlushDeps,
  logger: Logger,
  tx: Tx,
  window: OpenWindow,
  prepared: Prepared,
): Promise<FlushResult> {
  const userId = Number(window.key);
  const nowMs = deps.clock.now();
  const claimed = await claimWaitingRows(tx, userId);
  const rows = dueRows(claimed.rows, nowMs);
  const laterMs = claimed.rows.filter(({ dueAtMs }) => dueAtMs > nowMs).map(({ dueAtMs }) => dueAtMs);
  if (rows.length === 0 && claimed.unknownIds.length === 0) {
    return laterMs.length === 0 ? { kind: 'empty' } : { kind: 'rescheduled', dueAtMs: Math.min(...laterMs) };
  }
  logger.info({ user_id: userId, events: rows.length }, 'batch-processing missed-message events of a person');
  if (claimed.unknownIds.length > 0) {
    logger.warn(
      { user_id: userId, events: claimed.unknownIds.length },
      'waiting rows of an unknown trigger dropped',
    );
  }
  const dossier = sameRows(rows, prepared.rows) ? prepared.dossier : await readOne(tx, userId, rows);
  const written =
    dossier === undefined || dossier.conversations.length === 0
      ? { mails: [], failed: null }
      : await writeMails(deps, logger, tx, window, dossier);
  const failedIds = written.failed?.messageIds ?? NOTHING_FAILED;
  await finishWaitingRows(tx, {
    userId,
    rowIds: [
      ...rows.filter(({ messageId }) => !failedIds.has(messageId)).map(({ id }) => id),
      ...claimed.unknownIds,
    ],
    mailed: written.mails.flatMap(({ mail }) =>
      mail.messageIds.map((messageId) => ({ messageId, eventId: mail.eventId })),
    ),
    atMs: nowMs,
  });
  if (written.failed !== null) return { kind: 'incomplete', error: written.failed.error };
  if (laterMs.length > 0) return { kind: 'rescheduled', dueAtMs: Math.min(...laterMs) };
  return { kind: written.mails.length === 0 ? 'empty' : 'flushed' };
}

/** Rows whose time has come. */
export const dueRows = (rows: readonly WaitingRow[], nowMs: number): readonly WaitingRow[] =>
  rows.filter(({ dueAtMs }) => dueAtMs <= nowMs);

const sameRows = (a: readonly WaitingRow[], b: readonly WaitingRow[]): boolean =>
  a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);

async function readOne(tx: Tx, userId: number, rows: readonly WaitingRow[]): Promise<Dossier | undefined> {
  const dossiers = await readDossiers(tx, new Map([[userId, rows]]));
  return dossiers.get(userId);
}

/**
 * Composes the conversations one by one, so that one that cannot be written costs only itself, and stores all mails
 * at once. When storing fails for a reason of one mail (its message was deleted just now), each is stored alone.
 */
async function writeMails(
  deps: FlushDeps,
  logger: Logger,
  tx: Tx,
  window: OpenWindow,
  dossier: Dossier,
): Promise<Written> {
  const nowMs = deps.clock.now();
  const unsubscribeKey = dossier.person.unsubscribeKey ?? newUnsubscribeKey(deps.randomBytes);
  const composeDeps = {
    ...deps.compose,
    onBadTime: (datetime: string, error: Error) => {
      logger.warn({ datetime, err: error }, 'failed to convert time element');
    },
  };
  const mails: WrittenMail[] = [];
  const failures: Failure[] = [];
  for (const conversation of dossier.conversations) {
    try {
      const replyToken = deps.compose.emailGatewayPattern === null ? null : newReplyToken(deps.randomBytes);
      const tokens = { replyToken, unsubscribeKey, nowMs };
      mails.push({ mail: composeMail(composeDeps, dossier, conversation, tokens), replyToken });
    } catch (error) {
      // The person's other conversations are mailed all the same; this one stays and is tried again.
      failures.push({ messageIds: conversation.messages.map(({ id }) => id), error: asError(error) });
    }
  }
  if (dossier.person.unsubscribeKey === null && mails.length > 0) {
    await insertUnsubscribeKey(
      tx,
      { userId: dossier.person.id, realmId: dossier.person.realm.id },
      unsubscribeKey,
      nowMs,
    );
  }
  const stored = await storeMails(deps, tx, window, mails);
  failures.push(...stored.failures);
  for (const { error, messageIds } of failures) {
    logger.error(
      { user_id: dossier.person.id, events: messageIds.length, err: error },
      'failed to process missed-message events of a person',
    );
  }
  const [first] = failures;
  return {
    mails: stored.mails,
    failed:
      first === undefined
        ? null
        : { messageIds: new Set(failures.flatMap(({ messageIds }) => messageIds)), error: first.error },
  };
}

interface Failure {
  readonly messageIds: readonly number[];
  readonly error: Error;
}

interface Stored {
  readonly mails: readonly WrittenMail[];
  readonly failures: readonly Failure[];
}

/**
 * A single mail needs no savepoint: when it cannot be stored, nothing else of the person is lost by rolling back all.
 * Throws then, and when a shared service is down.
 */
async function storeMails(
  deps: FlushDeps,
  tx: Tx,
  window: OpenWindow,
  mails: readonly WrittenMail[],
): Promise<Stored> {
  if (mails.length < 2) {
    await storeTogether(deps, tx, window, mails);
    return { mails, failures: [] };
  }
  try {
    await tx.transaction((savepoint) => storeTogether(deps, savepoint, window, mails));
    return { mails, failures: [] };
  } catch (error) {
    if (deps.outageOf(error) !== null) throw error;
    // One mail's data must not cost the others.
    return storeEach(deps, tx, window, mails);
  }
}

async function storeEach(
  deps: FlushDeps,
  tx: Tx,
  window: OpenWindow,
  mails: readonly WrittenMail[],
): Promise<Stored> {
  const stored: WrittenMail[] = [];
  const failures: Failure[] = [];
  for (const mail of mails) {
    try {
      await tx.transaction((savepoint) => storeTogether(deps, savepoint, window, [mail]));
      stored.push(mail);
    } catch (error) {
      if (deps.outageOf(error) !== null) throw error;
      // Rolled back to its savepoint; the caller keeps its rows and reports it.
      failures.push({ messageIds: mail.mail.messageIds, error: asError(error) });
    }
  }
  return { mails: stored, failures };
}

async function storeTogether(
  deps: FlushDeps,
  tx: Tx,
  window: OpenWindow,
  mails: readonly WrittenMail[],
): Promise<void> {
  if (mails.length === 0) return;
  const userId = Number(window.key);
  const tokens = mails.flatMap(({ mail, replyToken }) =>
    replyToken === null ? [] : [{ userId, messageId: mail.firstMessageId, token: replyToken }],
  );
  await insertReplyTokens(tx, tokens, deps.clock.now());
  await deps.enqueue(
    tx,
    mails.flatMap(({ mail }) => causedEvents(window, mail)),
  );
}

function causedEvents({ key, traceparent }: OpenWindow, mail: ComposedMail): readonly CausedEvent[] {
  const sending: CausedEvent = {
    stream: 'email_senders',
    event: mail.event,
    options: { eventId: mail.eventId, key, traceparent },
  };
  if (!mail.wakesPerson) return [sending];
  const waking: CausedEvent = {
    stream: 'deferred_work',
    event: { type: 'soft_reactivate', user_profile_id: Number(key) },
    options: { eventId: deriveEventId(mail.eventId, 'soft_reactivate'), key, traceparent },
  };
  return [sending, waking];
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
