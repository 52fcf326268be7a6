import type { ServerResponse } from 'node:http';
import { createRestPoster } from '../../src/adapters/rest-poster.ts';
import type { RestPosterDeps } from '../../src/adapters/rest-poster.ts';
import type { Tx } from '../../src/db/client.ts';
import { seed } from '../../src/db/seed.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { MessageDraft, MessagePoster, PostOptions } from '../../src/shared/messages/message-draft.ts';
import { openFixture } from '../db/fixture.ts';
import { openLocalServer } from './local-server.ts';
import type { Hit } from './local-server.ts';

/** A request as the chat server reads it. */
export interface Posted {
  readonly path: string;
  readonly login: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** How the chat server treats a request. */
export type Treatment = (response: ServerResponse, post: () => Promise<number>) => void;

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
};

/** Posts the message and says so. */
export const accept: Treatment = (response, post) => {
  void post().then((id) => {
    answer(response, 200, { result: 'success', msg: '', id });
  });
};

/** Posts the message, and the answer is lost. */
export const acceptAndHangUp: Treatment = (response, post) => {
  void post().then(() => response.destroy());
};

/** Refuses, with further fields. */
export const refuse =
  (status: number, body: object, headers: Record<string, string> = {}): Treatment =>
  (response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answer(response, status, { result: 'error', ...body });
  };

/** A seeded organization with its chat server, whose treatments are taken one after the other; then it accepts. */
export interface RestWorld {
  readonly poster: MessagePoster<Tx>;
  readonly posted: readonly Posted[];
  readonly treatments: Treatment[];
  readonly bot: { readonly id: number; readonly login: string };
  readonly personIds: readonly number[];
  readonly channel: { readonly id: number; readonly name: string };
  /** A draft of the bot into the channel. */
  draft(key: string, over?: Partial<MessageDraft>): MessageDraft;
  post(
    drafts: readonly MessageDraft[],
    options?: Partial<PostOptions<Tx>>,
  ): ReturnType<MessagePoster<Tx>['post']>;
  query<Row>(sql: string, values?: unknown[]): Promise<readonly Row[]>;
  /** Another poster on the same database and server, as after a restart. */
  restarted(over?: Partial<RestPosterDeps>): MessagePoster<Tx>;
  /** As it was at the beginning, but for messages. */
  reset(): Promise<void>;
  end(): Promise<void>;
}

const INSERT = `
  insert into zerver_message (sender_id, recipient_id, realm_id, subject, content, date_sent, sending_client_id,
                              is_channel_message)
  select u.id, $2, u.realm_id, $3, $4, now(), (select min(id) from zerver_client), $5
    from zerver_userprofile u where u.id = $1 returning id`;

/** Makes a world. */
export const openRestWorld = async (): Promise<RestWorld> => {
  const fixture = await openFixture();
  const { database } = fixture;
  await seed(database, { people: 12, messages: 60, clock: systemClock });
  const query = async <Row>(sql: string, values: unknown[] = []): Promise<readonly Row[]> =>
    (await database.pool.query(sql, values)).rows as Row[];
  const [bot] = await query<{ id: number; login: string }>(
    `select u.id, delivery_email || ':' || api_key as login from zerver_userprofile u
       join zerver_realm r on r.id = u.realm_id where r.string_id = 'lighthouse' and bot_type = 3`,
  );
  const people = await query<{ id: number }>(
    `select u.id from zerver_userprofile u join zerver_realm r on r.id = u.realm_id
      where r.string_id = 'lighthouse' and not is_bot and is_active order by u.id`,
  );
  const [channel] = await query<{ id: number; name: string; recipient_id: number }>(
    'select id::int, name, recipient_id from zerver_stream order by id limit 1',
  );
  if (bot === undefined || channel === undefined) throw new Error('the seed has no such bot or channel');
  const posted: Posted[] = [];
  const treatments: Treatment[] = [];

  const recipientOf = async ({ type, to }: Readonly<Record<string, string>>): Promise<number> => {
    if (type === 'channel') return channel.recipient_id;
    const [id] = JSON.parse(to ?? '[]') as number[];
    const [row] = await query<{ id: number }>(
      'select id from zerver_recipient where type = 1 and type_id = $1',
      [id],
    );
    return row?.id ?? 0;
  };
  const store = async (fields: Readonly<Record<string, string>>): Promise<number> => {
    const isChannel = fields['type'] === 'channel';
    const values = [bot.id, await recipientOf(fields), isChannel ? fields['topic'] : '\u0007'];
    const [row] = await query<{ id: number }>(INSERT, [...values, fields['content']?.trimEnd(), isChannel]);
    return row?.id ?? 0;
  };
  const readHit = ({ method, url, headers, body }: Hit): Posted => ({
    path: `${method} ${url}`,
    login: Buffer.from(headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString(),
    fields: Object.fromEntries(new URLSearchParams(body)),
  });
  const server = await openLocalServer((_request, response, hits) => {
    const hit = hits.at(-1);
    if (hit === undefined) return;
    const request = readHit(hit);
    posted.push(request);
    (treatments.shift() ?? accept)(response, () => store(request.fields));
  });

  const restarted = (over: Partial<RestPosterDeps> = {}): MessagePoster<Tx> =>
    createRestPoster({
      db: database.db,
      transaction: (run, signal) => database.transaction(run, signal),
      clock: systemClock,
      realmUrl: (stringId) => `http://127.0.0.1:${server.port}${stringId === 'lighthouse' ? '' : '/wrong'}`,
      ...over,
    });
  const poster = restarted();
  return {
    poster,
    posted,
    treatments,
    bot,
    personIds: people.map(({ id }) => id),
    channel,
    draft: (idempotencyKey, over) => ({
      idempotencyKey,
      senderId: bot.id,
      address: { kind: 'channel', channel: { by: 'id', id: channel.id }, topic: 'lamps' },
      content: 'hello',
      clientName: 'Internal',
      ...over,
    }),
    post: (drafts, options = {}) => poster.post(drafts, { signal: new AbortController().signal, ...options }),
    query,
    restarted,
    reset: async () => {
      posted.length = 0;
      treatments.length = 0;
      await query('delete from workers.rest_attempt');
      await query('delete from workers.sent_message');
      await query('delete from workers.email_suppression');
      await query('update zerver_userprofile set is_active = true where id = $1', [bot.id]);
      await query('update zerver_realm set deactivated = false');
    },
    end: async () => {
      await server.close();
      await fixture.end();
    },
  };
};
