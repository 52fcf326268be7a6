import type { Logger } from 'pino';
import type { Database, Tx } from '../../db/client.ts';
import type { Recorder } from '../../metrics/recorder.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { CheckedMessage } from './checked-message.ts';
import type { OwnerWarning } from './checking/owner-warning.ts';
import type { MessageDraft, MessagePoster, PostOptions, PostResult, Refused } from './message-draft.ts';
import type { MessageOutbox } from './sending/caused-events.ts';
import { readNotificationBotId, warningDraft } from './sending/owner-warnings.ts';
import type { PreparedWarning } from './sending/owner-warnings.ts';
import { sendChecked } from './sending/send-checked.ts';
import type { Sending } from './sending/send-checked.ts';
import type { SendReport } from './sending/send-messages.ts';
import { readSentKeys } from './sending/sent-keys.ts';
import { logRefusedUploads } from './sending/uploads.ts';

/** What the check stage answers for a draft. */
export interface Verdict {
  readonly result: CheckedMessage | Refused;
  readonly ownerWarning: OwnerWarning | null;
}

/** What posting by rows needs. */
export interface RowPosterDeps {
  readonly db: Database;
  transaction<T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** The check stage: reads only, outside the transaction. */
  check(draft: MessageDraft, signal: AbortSignal): Promise<Verdict>;
  readonly outbox: MessageOutbox<Tx>;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly logger: Logger;
}

const LONGEST_KEY = 200;

/**
 * Posts messages as rows of the chat server's tables, with the events that follow from them, in one transaction.
 *
 * Everything that may take long (rights, rendering) happens before the transaction. In it the idempotency keys are
 * claimed: of two calls with one key the second waits for the first and then answers `duplicate`. Deadlocks and
 * serialisation failures are thrown; nothing was committed then, and the caller's event is tried again.
 */
export function createRowPoster(deps: RowPosterDeps): MessagePoster<Tx> {
  return {
    async post(drafts, options) {
      assertKeys(drafts);
      const known = await readSentKeys(
        deps.db,
        drafts.map(({ idempotencyKey }) => idempotencyKey),
      );
      const plan = await checkAll(drafts, known, deps, options.signal);
      const posted = await commit(plan, deps, options);
      record(posted, deps);
      return posted.results;
    },
  };
}

function assertKeys(drafts: readonly MessageDraft[]): void {
  const keys = new Set(drafts.map(({ idempotencyKey }) => idempotencyKey));
  if (keys.size !== drafts.length) throw new TypeError('two drafts have the same idempotency key');
  for (const key of keys) {
    if (key === '' || key.length > LONGEST_KEY) {
      throw new TypeError(`an idempotency key has 1 to ${LONGEST_KEY} characters: ${key}`);
    }
  }
}

/** What is known of a draft before the transaction. */
type Prepared = Exclude<PostResult, { readonly kind: 'sent' }> | CheckedMessage;

interface Plan {
  /** In the order of the drafts. */
  readonly prepared: readonly Prepared[];
  readonly warnings: readonly PreparedWarning[];
}

/** One after another: a draft may name the channel that the one before it has created. */
async function checkAll(
  drafts: readonly MessageDraft[],
  known: ReadonlyMap<string, number>,
  deps: RowPosterDeps,
  signal: AbortSignal,
): Promise<Plan> {
  const prepared: Prepared[] = [];
  const warnings: PreparedWarning[] = [];
  for (const draft of drafts) {
    const messageId = known.get(draft.idempotencyKey);
    if (messageId !== undefined) {
      prepared.push({ kind: 'duplicate', messageId });
      continue;
    }
    const { result, ownerWarning } = await deps.check(draft, signal);
    prepared.push(result);
    if (ownerWarning === null) continue;
    const message = await checkWarning(draft, ownerWarning, deps, signal);
    if (message !== null) warnings.push({ warning: ownerWarning, message });
  }
  return { prepared, warnings };
}

/** The warning goes the way of every message; one that may not be posted is only logged. */
async function checkWarning(
  draft: MessageDraft,
  warning: OwnerWarning,
  deps: RowPosterDeps,
  signal: AbortSignal,
): Promise<CheckedMessage | null> {
  const botId = await readNotificationBotId(deps.db);
  if (botId === null) {
    deps.logger.warn({ bot_id: warning.botId }, 'no notification bot to warn the owner of a bot');
    return null;
  }
  const { result } = await deps.check(warningDraft(draft, warning, botId), signal);
  if (result.kind === 'checked') return result;
  deps.logger.warn({ bot_id: warning.botId, reason: result.text }, 'owner of a bot could not be warned');
  return null;
}

interface Posted {
  readonly results: readonly PostResult[];
  readonly report: SendReport | null;
}

/** Without anything to post and without `alongside` no transaction is opened. */
async function commit(
  plan: Plan,
  deps: RowPosterDeps,
  { signal, alongside }: PostOptions<Tx>,
): Promise<Posted> {
  const checked = plan.prepared.filter((it) => it.kind === 'checked');
  const isPosting = checked.length > 0 || plan.warnings.length > 0;
  if (!isPosting && alongside === undefined) {
    return { results: plan.prepared.map((it) => resultOf(it, NOTHING_SENT)), report: null };
  }
  return deps.transaction(async (tx) => {
    const sending = isPosting
      ? await sendChecked(tx, { checked, warnings: plan.warnings }, deps)
      : NOTHING_SENT;
    const results = plan.prepared.map((it) => resultOf(it, sending));
    await alongside?.(tx, results);
    return { results, report: sending.report };
  }, signal);
}

const NOTHING_SENT: Sending = { endings: new Map(), report: null };

function resultOf(prepared: Prepared, { endings }: Sending): PostResult {
  if (prepared.kind !== 'checked') return prepared;
  const ending = endings.get(prepared.draft.idempotencyKey);
  if (ending === undefined) throw new Error('a checked message has no ending');
  return ending;
}

/** After the commit: what was rolled back was not posted. */
function record({ results, report }: Posted, { recorder, logger }: RowPosterDeps): void {
  for (const result of results) {
    recorder.count('messages_posted_total', { outcome: result.kind });
    if (result.kind === 'refused') recorder.count('message_refusals_total', { code: result.code });
  }
  if (report === null) return;
  recorder.count('message_rows_written_total', {}, report.userMessageRows);
  recorder.count('message_thumbnails_postponed_total', {}, report.awaitedThumbnails);
  logRefusedUploads(logger, report.refusedUploads);
}
