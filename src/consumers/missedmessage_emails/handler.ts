import type { Tx } from '../../db/client.ts';
import type { BatchContext, BatchEvent, BatchHandler } from '../../runtime/definition.ts';
import { dead, done, skip } from '../../runtime/outcome.ts';
import type { Outcome } from '../../runtime/outcome.ts';
import { windowFrom } from '../../runtime/window/window.ts';
import type { OpenWindow, WindowStore } from '../../runtime/window/window-store.ts';
import type { MissedmessageEmailsEvent } from '../../schemas/generated/missedmessage_emails.ts';
import { isMoreTelling } from './triggers.ts';
import {
  insertWaitingRows,
  pairKey,
  readDueTimes,
  readExistingMessages,
  readWaitingPersons,
} from './waiting-room.ts';
import type { WaitingPerson } from './waiting-room.ts';

type Event = BatchEvent<MissedmessageEmailsEvent>;

/** What the handler needs beside its transaction. */
export interface HandlerDeps {
  readonly queue: string;
  readonly windows: WindowStore<Tx>;
  /** Told after the commit which windows hold something new. */
  opened(partition: number, dueAtMs: number): void;
}

/** Most events of one batch. */
const BATCH_SIZE = 250;

/**
 * Turns a batch of events into waiting rows and opens or joins the window of each person, all in the batch's
 * transaction and with a fixed number of statements.
 * @source zulip zerver/worker/missedmessage_emails.py MissedMessageWorker.consume
 */
export function createHandler(deps: HandlerDeps): BatchHandler<MissedmessageEmailsEvent, Tx> {
  return {
    kind: 'batch',
    maxSize: BATCH_SIZE,
    lingerMs: 0,
    handle: (events, context) => handleBatch(deps, events, context),
  };
}

async function handleBatch(
  deps: HandlerDeps,
  events: readonly Event[],
  context: BatchContext<Tx>,
): Promise<readonly Outcome[]> {
  const { tx } = context;
  const persons = await readWaitingPersons(tx, distinct(events.map(({ event }) => event.user_profile_id)));
  const wanted = onePerPair(
    events.filter(({ event }) => persons.get(event.user_profile_id)?.isBot === false),
  );
  if (wanted.length === 0) return events.map((event) => outcomeOf(event, persons, new Set(), new Set()));
  const windows = await openWindows(deps, wanted, persons, context);
  const inserted = await insertWaitingRows(
    tx,
    wanted.map(({ event }) => ({
      userId: event.user_profile_id,
      messageId: event.message_id,
      trigger: event.trigger,
      groupId: event.mentioned_user_group_id,
      dueAtMs: windows.get(event.user_profile_id)?.rowsDueAtMs ?? context.clock.now(),
    })),
  );
  const refused = wanted.filter(({ event }) => !inserted.has(pairOf(event)));
  const existing =
    refused.length === 0
      ? new Set<number>()
      : await readExistingMessages(tx, distinct(refused.map(({ event }) => event.message_id)));
  const withRows = new Set(
    wanted.filter(({ event }) => inserted.has(pairOf(event))).map(({ event }) => event.user_profile_id),
  );
  context.afterCommit(() => {
    for (const userId of withRows) {
      const window = windows.get(userId)?.window;
      if (window !== undefined) deps.opened(window.partition, window.dueAtMs);
    }
  });
  return events.map((event) => outcomeOf(event, persons, inserted, existing));
}

interface PersonsWindow {
  readonly window: OpenWindow;
  /** Due time of the person's rows: that of the rows that wait already, else the window's. */
  readonly rowsDueAtMs: number;
}

/**
 * Locks or opens the windows first, so that no flush of these people runs meanwhile, then looks at the rows that wait.
 * Rows without a window (left by a Zulip server's own worker) keep their due time, and the new window takes it over.
 */
async function openWindows(
  deps: HandlerDeps,
  events: readonly Event[],
  persons: ReadonlyMap<number, WaitingPerson>,
  { clock, tx }: BatchContext<Tx>,
): Promise<ReadonlyMap<number, PersonsWindow>> {
  const userIds = distinct(events.map(({ event }) => event.user_profile_id));
  const nowMs = clock.now();
  // Of several events of a person the store takes the first.
  const openings = events.map(({ event, partition, traceparent }) => ({
    key: String(event.user_profile_id),
    partition,
    ...windowFrom(nowMs, persons.get(event.user_profile_id)?.batchingPeriodMs ?? 0),
    traceparent,
  }));
  const opened = await deps.windows.openOrJoin(tx, deps.queue, openings);
  const dueTimes = await readDueTimes(tx, userIds);
  const windows = new Map<number, PersonsWindow>();
  for (const window of opened) {
    const userId = Number(window.key);
    const rowsDueAtMs = dueTimes.get(userId) ?? window.dueAtMs;
    const isEarlier = rowsDueAtMs < window.dueAtMs && window.attempts === 0;
    if (isEarlier) await deps.windows.reschedule(tx, window, { dueAtMs: rowsDueAtMs, attempts: 0 });
    windows.set(userId, {
      window: isEarlier ? { ...window, dueAtMs: rowsDueAtMs } : window,
      rowsDueAtMs,
    });
  }
  return windows;
}

function outcomeOf(
  { event }: Event,
  persons: ReadonlyMap<number, WaitingPerson>,
  inserted: ReadonlySet<string>,
  existingMessages: ReadonlySet<number>,
): Outcome {
  const person = persons.get(event.user_profile_id);
  if (person === undefined) return dead('unknown_person', { detail: `no user ${event.user_profile_id}` });
  if (person.isBot) return skip('recipient_is_bot');
  if (inserted.has(pairOf(event))) return done;
  if (!existingMessages.has(event.message_id)) return skip('message_gone');
  return skip(event.mentioned_user_group_id === null ? 'already_known' : 'already_known_or_group_gone');
}

/** One event for each person and message: the most telling one. */
function onePerPair(events: readonly Event[]): readonly Event[] {
  const byPair = new Map<string, Event>();
  for (const event of events) {
    const known = byPair.get(pairOf(event.event));
    if (known === undefined || isMoreTelling(event.event.trigger, known.event.trigger)) {
      byPair.set(pairOf(event.event), event);
    }
  }
  return [...byPair.values()];
}

const pairOf = (event: MissedmessageEmailsEvent): string => pairKey(event.user_profile_id, event.message_id);

const distinct = (ids: readonly number[]): readonly number[] => [...new Set(ids)];
