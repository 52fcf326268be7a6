/** A channel of any size and messages to it, for the case `posting`. */
import type { DatabaseHandle } from '../src/db/client.ts';
import { systemClock } from '../src/runtime/clock.ts';
import type { Author, CheckedMessage, TargetChannel } from '../src/shared/messages/checked-message.ts';
import { noFacts } from '../src/shared/messages/rendering/context.ts';

/** A channel with so many new people, and its author among them. */
export const prepareChannel = async (
  database: DatabaseHandle,
  subscribers: number,
): Promise<{ readonly author: Author; readonly channel: TargetChannel }> => {
  const { pool } = database;
  const name = `Bench ${subscribers}`;
  const { rows } = await pool.query<{ id: number; recipient_id: number; realm_id: number }>(
    `with made as (
       insert into zerver_stream
       select copy.* from (select * from zerver_stream where not deactivated order by id limit 1) s,
         jsonb_populate_record(null::zerver_stream, to_jsonb(s) || jsonb_build_object(
           'id', nextval(pg_get_serial_sequence('zerver_stream', 'id')), 'name', $1::text, 'recipient_id', null,
           'first_message_id', null)) copy
       returning id, realm_id),
     recipient as (insert into zerver_recipient (type, type_id) select 2, id from made returning id, type_id)
     select made.id::int, recipient.id as recipient_id, made.realm_id from made, recipient`,
    [name],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no channel was made');
  await pool.query('update zerver_stream set recipient_id = $1 where id = $2', [row.recipient_id, row.id]);
  const authorId = await subscribePeople(database, {
    realmId: row.realm_id,
    recipientId: row.recipient_id,
    subscribers,
  });
  await pool.query('analyze');
  return {
    author: authorOf(authorId, row.realm_id),
    channel: {
      id: row.id,
      name,
      recipientId: row.recipient_id,
      isPrivate: false,
      isWebPublic: false,
      isHistoryPublic: true,
    },
  };
};

/** Makes people and subscribes them; answers the first, who is the author. */
const subscribePeople = async (
  { pool }: DatabaseHandle,
  to: { readonly realmId: number; readonly recipientId: number; readonly subscribers: number },
): Promise<number> => {
  const people = await pool.query<{ author_id: number }>(
    `with person as (
       insert into zerver_userprofile (realm_id, full_name, delivery_email, email, enable_stream_email_notifications)
       select $1, 'Person ' || n, $3 || n || '@example.com', $3 || n || '@example.com', true
       from generate_series(1, $4::int) n returning id),
     subscribed as (
       insert into zerver_subscription (user_profile_id, recipient_id) select id, $2 from person),
     phones as (
       insert into zerver_pushdevicetoken (user_id, kind, token) select id, 2, 't' from person where id % 3 = 0)
     select min(id) as author_id from person`,
    [to.realmId, to.recipientId, `p${to.subscribers}-`, to.subscribers],
  );
  return people.rows[0]?.author_id ?? 0;
};

const authorOf = (id: number, realmId: number): Author => ({
  id,
  realmId,
  email: 'author@example.com',
  deliveryEmail: 'author@example.com',
  fullName: 'Author',
  isBot: false,
  botType: null,
  botOwnerId: null,
  role: 400,
  recipientId: null,
  defaultLanguage: 'en',
  avatarSource: 'G',
  avatarVersion: 1,
  emailAddressVisibility: 1,
  isMirrorDummy: false,
  isActive: true,
  isCrossRealmBot: false,
  realmStringId: 'bench',
  automaticallyFollowTopicsPolicy: 3,
  automaticallyUnmuteTopicsInMutedStreamsPolicy: 2,
});

/** A message of ordinary length, as the check stage hands it on. */
export const messageTo = (
  author: Author,
  channel: TargetChannel,
  idempotencyKey: string,
): CheckedMessage => ({
  kind: 'checked',
  draft: {
    idempotencyKey,
    senderId: author.id,
    address: { kind: 'channel', channel: { by: 'id', id: channel.id }, topic: 'bench' },
    content: 'A message of ordinary length, as people write them all day.',
    clientName: 'Internal',
  },
  author,
  realm: {
    id: author.realmId,
    stringId: 'bench',
    url: 'https://chat.example.test',
    host: 'chat.example.test',
    presenceDisabled: false,
    canAccessAllUsersGroupId: 0,
  },
  conversation: { kind: 'channel', channel, topic: 'bench' },
  content: 'A message of ordinary length, as people write them all day.',
  html: '<p>A message of ordinary length, as people write them all day.</p>',
  facts: noFacts(),
  mentionedGroups: [],
  topicParticipantIds: null,
  widget: null,
  dateSentMs: systemClock.now(),
  topicLinks: [],
  renderWith: () => '',
});
