import type { Database, Tx } from '../db/client.ts';
import type { Clock } from '../runtime/clock.ts';
import type { MessageDraft, MessagePoster, PostResult, Refused } from '../shared/messages/message-draft.ts';
import { PostingUnavailable } from '../shared/messages/posting-unavailable.ts';
import { createRestAttempts } from './rest-attempts.ts';
import type { RestAttempts } from './rest-attempts.ts';
import { findPosted, readPeople, readRestAuthor } from './rest-lookup.ts';
import type { RestAuthor } from './rest-lookup.ts';
import { createRestMessagesApi } from './rest-messages-api.ts';
import type { RestMessagesApi } from './rest-messages-api.ts';
import { RestPosterError } from './rest-poster-error.ts';
import { assertSupported, messageFields } from './rest-request.ts';

/** What `createRestPoster` needs. */
export interface RestPosterDeps {
  readonly db: Database;
  /** Commits what `run` did, or rolls back and rethrows. */
  transaction<T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T>;
  readonly clock: Clock;
  /** `https://chat.example.com` of a realm by its `string_id`. */
  readonly realmUrl: (stringId: string) => string;
  /** Longest wait for the server's answer, ms. Default 10,000. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** A try whose end nobody wrote down is not followed by another before this many times its time limit. */
const BUSY_LIMITS = 3;

interface Context {
  readonly db: Database;
  readonly api: RestMessagesApi;
  readonly attempts: RestAttempts;
  readonly realmUrl: RestPosterDeps['realmUrl'];
  readonly busyMs: number;
}

const refused = (code: Refused['code'], text: string): Refused => ({ kind: 'refused', code, text });

/** Ids of the people of a direct message, empty for a channel; refused when an address is nobody's. */
const peopleOf = async (
  { db }: Context,
  { address }: MessageDraft,
  author: RestAuthor,
): Promise<readonly number[] | Refused> => {
  if (address.kind === 'channel') return [];
  if (address.people.by === 'ids') return address.people.ids;
  const found = await readPeople(db, author.realmId, address.people.emails);
  return 'ids' in found ? found.ids : refused('BAD_REQUEST', `Invalid email '${found.unknown}'`);
};

/** Sends a draft whose key is ours, and writes down what became of it. */
const send = async (
  context: Context,
  { draft, author, peopleIds }: { draft: MessageDraft; author: RestAuthor; peopleIds: readonly number[] },
  signal: AbortSignal,
): Promise<PostResult> => {
  const { api, attempts, realmUrl } = context;
  const key = draft.idempotencyKey;
  const account = { ...author, realmUrl: realmUrl(author.realmStringId) };
  try {
    const result = await api.send(account, messageFields(draft, peopleIds), signal);
    if (result.kind === 'sent') await attempts.finish(key, result.messageId);
    else await attempts.forget(key);
    return result;
  } catch (error) {
    // The server has answered, so it works on nothing any more. After silence it may: the key stays busy for a while.
    const isAnswered =
      error instanceof RestPosterError || (error instanceof PostingUnavailable && error.cause === undefined);
    if (isAnswered) await attempts.release(key);
    throw error;
  }
};

const postOne = async (context: Context, draft: MessageDraft, signal: AbortSignal): Promise<PostResult> => {
  const { db, attempts, busyMs } = context;
  const key = draft.idempotencyKey;
  const author = await readRestAuthor(db, draft.senderId);
  if (author === null) throw new RestPosterError('unknown_author', `there is no user ${draft.senderId}`);
  assertSupported(draft, author.deliveryEmail);
  const claim = await attempts.claim(key);
  if (claim.kind === 'sent') return { kind: 'duplicate', messageId: claim.messageId };
  if (claim.kind === 'busy') {
    throw new PostingUnavailable('the message is being sent by another process', { retryAfterMs: busyMs });
  }
  const peopleIds = await peopleOf(context, draft, author);
  if ('kind' in peopleIds) {
    await attempts.forget(key);
    return peopleIds;
  }
  if (claim.kind === 'in_doubt') {
    const messageId = await findPosted(db, draft, author, peopleIds);
    if (messageId !== null) {
      await attempts.finish(key, messageId);
      return { kind: 'duplicate', messageId };
    }
  }
  const refusal = refusalByState(author);
  if (refusal !== null) {
    await attempts.forget(key);
    return refusal;
  }
  return send(context, { draft, author, peopleIds }, signal);
};

const refusalByState = ({ isActive, isRealmDeactivated }: RestAuthor): Refused | null => {
  if (isRealmDeactivated) return refused('realm_deactivated', 'This organization has been deactivated');
  return isActive ? null : refused('author_inactive', 'Account is deactivated');
};

/**
 * Posts through the chat server: `POST /api/v1/messages` at the realm's address with the author's own key. The server
 * checks, renders and notifies; nothing is written to its tables from here.
 *
 * What it cannot do: cross-realm bots as authors, the mail dialect, `limitUnreadUserIds`, `disableExternalNotifications`
 * and `readByUserIds` of others throw a `RestPosterError` that names them. `skipAccessCheck` and `createMissing` are not
 * granted: where the server refuses for want of them, its refusal is the result. Drafts are posted one by one, not in
 * one transaction: what was posted before an error stays, and is `duplicate` when the same drafts are posted again.
 * The server allows an account some 200 requests a minute; beyond that a `PostingUnavailable` says how long to wait.
 *
 * The interface knows no idempotency key, so `workers.rest_attempt` remembers each key from before its first request
 * until its message is in `workers.sent_message`. A key that is still there when it comes again was in a crash, a lost
 * connection or a silence: its message is looked for before it is sent again. Two equal texts of one author in one
 * conversation, both in doubt at the same time, can be taken for each other, and one of them is then not posted.
 *
 * `alongside` runs in a transaction of its own after everything is posted.
 */
export const createRestPoster = (deps: RestPosterDeps): MessagePoster<Tx> => {
  const timeoutMs = deps.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const busyMs = timeoutMs * BUSY_LIMITS;
  const context: Context = {
    db: deps.db,
    api: createRestMessagesApi({ clock: deps.clock, timeoutMs }),
    attempts: createRestAttempts(deps.db, busyMs),
    realmUrl: deps.realmUrl,
    busyMs,
  };
  return {
    post: async (drafts, { signal, alongside }) => {
      const results: PostResult[] = [];
      for (const draft of drafts) {
        signal.throwIfAborted();
        results.push(await postOne(context, draft, signal));
      }
      if (alongside !== undefined) await deps.transaction((tx) => alongside(tx, results), signal);
      return results;
    },
  };
};
