import type { Logger } from 'pino';
import type { Tx } from '../../db/client.ts';
import type { FlushResult, PrepareFlush } from '../../runtime/window/window.ts';
import type { OpenWindow } from '../../runtime/window/window-store.ts';
import { readDossiers } from './dossier.ts';
import type { Dossier } from './dossier.ts';
import type { WaitingRow } from './person-data.ts';
import type { FlushDeps } from './ports.ts';
import { storeMails } from './store-mails.ts';
import { claimWaitingRows, peekWaitingRows } from './waiting-room.ts';
import { writeMails } from './write-mails.ts';
import type { FailedConversation, WrittenMails } from './write-mails.ts';

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
      return flushPerson(deps, logger, tx, { window, prepared });
    };
  };
}

interface Prepared {
  readonly dossier: Dossier | undefined;
  readonly rows: readonly WaitingRow[];
}

const NO_MAILS: WrittenMails = { mails: [], failed: [], newUnsubscribeKey: null };

/** One transaction of one person, step by step. */
async function flushPerson(
  deps: FlushDeps,
  logger: Logger,
  tx: Tx,
  { window, prepared }: { readonly window: OpenWindow; readonly prepared: Prepared },
): Promise<FlushResult> {
  const userId = Number(window.key);
  const nowMs = deps.clock.now();
  const claimed = await claimWaitingRows(tx, userId);
  const rows = dueRows(claimed.rows, nowMs);
  const laterMs = claimed.rows.filter(({ dueAtMs }) => dueAtMs > nowMs).map(({ dueAtMs }) => dueAtMs);
  const later: FlushResult | null =
    laterMs.length === 0 ? null : { kind: 'rescheduled', dueAtMs: Math.min(...laterMs) };
  if (rows.length === 0 && claimed.unknownIds.length === 0) return later ?? { kind: 'empty' };
  logRows(logger, userId, rows, claimed.unknownIds);
  const dossier = sameRows(rows, prepared.rows) ? prepared.dossier : await readOne(tx, userId, rows);
  const written = dossier === undefined ? NO_MAILS : writeMails(deps, logger, dossier, nowMs);
  const { mails, newUnsubscribeKey } = written;
  const mailedIds = messageIdsOf(mails);
  const failedIds = messageIdsOf(written.failed);
  const unsent = await storeMails(deps, tx, {
    window,
    nowMs,
    mails,
    mailedRows: rows.filter(({ messageId }) => mailedIds.has(messageId)),
    droppedIds: [
      ...rows
        .filter(({ messageId }) => !mailedIds.has(messageId) && !failedIds.has(messageId))
        .map(({ id }) => id),
      ...claimed.unknownIds,
    ],
    newUnsubscribeKey,
  });
  const failed = [...written.failed, ...unsent];
  logFailures(logger, userId, failed);
  if (failed[0] !== undefined) return { kind: 'incomplete', error: failed[0].error };
  return later ?? { kind: mails.length === 0 ? 'empty' : 'flushed' };
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

const messageIdsOf = (of: readonly { readonly messageIds: readonly number[] }[]): ReadonlySet<number> =>
  new Set(of.flatMap(({ messageIds }) => messageIds));

function logRows(
  logger: Logger,
  userId: number,
  rows: readonly WaitingRow[],
  unknownIds: readonly number[],
): void {
  logger.info({ user_id: userId, events: rows.length }, 'batch-processing missed-message events of a person');
  if (unknownIds.length === 0) return;
  logger.warn({ user_id: userId, events: unknownIds.length }, 'waiting rows of an unknown trigger dropped');
}

function logFailures(logger: Logger, userId: number, failed: readonly FailedConversation[]): void {
  for (const { error, messageIds } of failed) {
    logger.error(
      { user_id: userId, events: messageIds.length, err: error },
      'failed to process missed-message events of a person',
    );
  }
}
