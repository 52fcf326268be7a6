/** A small organization on a real database, whose messages are posted and edited by the whole message path. */
import { silentRecorder } from '../../../../src/metrics/recorder.ts';
import type { Tx } from '../../../../src/db/client.ts';
import type { NotifyTornadoEvent } from '../../../../src/schemas/generated/notify_tornado.ts';
import { createTranslator } from '../../../../src/shared/i18n/translator.ts';
import { createMessageChecker } from '../../../../src/shared/messages/checking/create-message-checker.ts';
import { createMessageEditor } from '../../../../src/shared/messages/editing/edit-message.ts';
import type {
  EditDeps,
  EditResult,
  MessageEdit,
} from '../../../../src/shared/messages/editing/edit-message.ts';
import type { Address } from '../../../../src/shared/messages/message-draft.ts';
import { createMessageRenderer } from '../../../../src/shared/messages/rendering/render-message.ts';
import { createRowPoster } from '../../../../src/shared/messages/row-poster.ts';
import type { CausedEvent } from '../../../../src/shared/messages/sending/caused-events.ts';
import { collectLogs } from '../../../support/collect-logs.ts';
import type { Channel, CheckWorld } from '../checking/check-world.ts';
import { CHECK_SETTINGS } from '../check-settings.ts';

/** A message as it is stored. */
export interface MessageRow extends Record<string, unknown> {
  readonly content: string;
  readonly rendered_content: string;
  readonly edit_history: string | null;
}

export class EditWorld {
  readonly chat: CheckWorld;
  readonly logs = collectLogs();
  /** Events of posts and edits, in order. */
  readonly caused: CausedEvent[] = [];
  readonly #deps: EditDeps & Parameters<typeof createRowPoster>[0];
  #serial = 0;

  constructor(chat: CheckWorld) {
    this.chat = chat;
    const { clock, handle } = chat;
    const shared = {
      db: handle.db,
      transaction: <T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T> =>
        handle.transaction(run, signal),
      outbox: {
        enqueueAll: (_tx: Tx, events: readonly CausedEvent[]) => Promise.resolve(this.caused.push(...events)),
        sendClientEvent: () => Promise.resolve(''),
      },
      clock,
      recorder: silentRecorder,
      logger: this.logs.logger,
    };
    const { check } = createMessageChecker({
      ...shared,
      render: createMessageRenderer({ now: () => 0 }),
      translator: createTranslator(),
      settings: CHECK_SETTINGS,
    });
    this.#deps = { ...shared, check };
  }

  /** Posts a text; answers the id. Nothing of what it causes is kept. */
  async post(senderId: number, to: Channel | readonly number[], content: string): Promise<number> {
    const address: Address =
      'id' in to
        ? { kind: 'channel', channel: { by: 'id', id: to.id }, topic: 'castle' }
        : { kind: 'direct', people: { by: 'ids', ids: to } };
    const draft = { idempotencyKey: this.#nextKey(), senderId, address, content, clientName: 'Internal' };
    const [result] = await createRowPoster(this.#deps).post([draft], {
      signal: new AbortController().signal,
    });
    if (result?.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(result)}`);
    this.caused.length = 0;
    return result.messageId;
  }

  edit(
    authorId: number,
    messageId: number,
    content: string,
    options: { readonly key?: string; readonly check?: EditDeps['check'] } = {},
  ): Promise<EditResult> {
    const edit: MessageEdit = {
      idempotencyKey: options.key ?? this.#nextKey(),
      authorId,
      messageId,
      content,
      traceparent: null,
    };
    const { check } = options;
    const deps = check === undefined ? this.#deps : { ...this.#deps, check };
    return createMessageEditor(deps)(edit, new AbortController().signal);
  }

  /** The check stage, before whose answer something happens for the first time that it is asked. */
  checkAfter(happens: () => Promise<unknown>): EditDeps['check'] {
    let isFirst = true;
    return async (draft, signal) => {
      const answer = await this.#deps.check(draft, signal);
      if (isFirst) await happens();
      isFirst = false;
      return answer;
    };
  }

  async message(id: number): Promise<MessageRow> {
    const [row] = await this.chat.sql<MessageRow>('select * from zerver_message where id = $1', [id]);
    return row!;
  }

  /** Flags of the rows of a message by user id. */
  async flags(messageId: number): Promise<Readonly<Record<number, number>>> {
    const rows = await this.chat.sql<{ id: number; flags: number }>(
      'select user_profile_id as id, flags::int from zerver_usermessage where message_id = $1',
      [messageId],
    );
    return Object.fromEntries(rows.map(({ id, flags }) => [id, flags]));
  }

  /** The client events of a type. */
  clientEvents(type: string): readonly Pick<NotifyTornadoEvent, 'event' | 'users'>[] {
    return this.caused.flatMap((it) =>
      it.stream === 'notify_tornado' && it.event.event['type'] === type
        ? [it.event as NotifyTornadoEvent]
        : [],
    );
  }

  #nextKey(): string {
    this.#serial += 1;
    return `edit-world:${this.chat.realm.id}:${this.#serial}`;
  }
}
