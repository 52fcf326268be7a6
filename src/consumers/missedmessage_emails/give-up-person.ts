import type { Logger } from 'pino';
import type { Tx } from '../../db/client.ts';
import type { GiveUp } from '../../runtime/window/window.ts';
import { deriveEventId } from '../../shared/event-id.ts';
import { dueRows } from './flush-person.ts';
import type { FlushDeps } from './ports.ts';
import { claimWaitingRows, finishWaitingRows } from './waiting-room.ts';

/**
 * After the last attempt each due row of the person becomes a dead letter: the event that it came from, with the first
 * error of that attempt. So nothing is lost, and the rows do not come up again. A replayed letter waits as a row of its own,
 * whose letter would have another id.
 */
export function giveUpPerson(deps: Pick<FlushDeps, 'bury' | 'clock'>, logger: Logger): GiveUp<Tx> {
  return async (tx, window, error) => {
    const userId = Number(window.key);
    const nowMs = deps.clock.now();
    const claimed = await claimWaitingRows(tx, userId);
    const rows = dueRows(claimed.rows, nowMs);
    logger.error(
      { user_id: userId, message_ids: rows.map(({ messageId }) => messageId), err: error },
      'missed-message events of a person are given up',
    );
    await deps.bury(
      tx,
      rows.map(({ id, messageId, trigger, groupId }) => ({
        event: {
          user_profile_id: userId,
          message_id: messageId,
          trigger,
          mentioned_user_group_id: groupId,
        },
        eventId: deriveEventId(`waiting row ${id}`, 'given_up'),
        key: window.key,
        producedAtMs: window.openedAtMs,
        traceparent: window.traceparent,
        attempt: window.attempts,
        error,
      })),
    );
    const rowIds = [...rows.map(({ id }) => id), ...claimed.unknownIds];
    await finishWaitingRows(tx, { userId, rowIds, mails: [], atMs: nowMs });
    return rows.length;
  };
}
