import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../../../support/wait-until.ts';
import { ChatDatabase } from './chat-world.ts';
import type { Channel, ChatWorld } from './chat-world.ts';

describe('the policy of the topic of a message', () => {
  const database = new ChatDatabase();
  let world: ChatWorld;
  let denmark: Channel;

  beforeEach(async () => {
    world = await database.create();
    denmark = await world.addChannel('Denmark');
  });
  afterAll(() => database.drop());

  const authorWith = async (name: string, columns: Record<string, unknown>, muted = false) => {
    const author = await world.addPerson(name, columns);
    await world.subscribe(author, denmark, { is_muted: muted });
    return author;
  };
  const UNMUTE = { automatically_unmute_topics_in_muted_streams_policy: 2 };
  const START = { automatically_follow_topics_policy: 3 };

  it('check 57: the first author follows, the second does not', async () => {
    const [first, second] = [await authorWith('First', START), await authorWith('Second', START)];
    await world.send(first, denmark);
    await world.send(second, denmark);
    expect(await world.topicPolicies(first)).toEqual([3]);
    expect(await world.topicPolicies(second)).toEqual([]);
  });

  it('check 57: a message from before the author came counts, in whatever letters its topic was', async () => {
    await world.send(await authorWith('First', START), denmark);
    const second = await authorWith('Second', START);
    await world.send(second, { ...denmark.conversation, topic: 'CASTLE' });
    expect(await world.topicPolicies(second)).toEqual([]);
  });

  it('check 57: where history is protected, what was not received does not count', async () => {
    denmark = await world.addChannel('Secret', { invite_only: true, history_public_to_subscribers: false });
    const first = await authorWith('First', START);
    await world.send(first, denmark);
    const second = await authorWith('Second', START);
    await world.send(second, denmark);
    expect(await world.topicPolicies(second)).toEqual([3]);
  });

  it('check 59: unmutes the topic in a muted channel, raises a muted one and tells the author’s clients', async () => {
    const author = await authorWith('Unmuter', UNMUTE, true);
    await world.setTopicPolicy(author, denmark, 1, 'Castle');
    await world.send(author, denmark);
    expect(await world.topicPolicies(author)).toEqual([2]);
    expect(world.clientEvents('muted_topics')).toEqual([
      { event: { type: 'muted_topics', muted_topics: [] }, users: [author.id] },
    ]);
    expect(world.clientEvents('user_topic')).toMatchObject([
      { event: { stream_id: denmark.id, topic_name: 'castle', visibility_policy: 2 }, users: [author.id] },
    ]);
    const types = world.eventsOf('notify_tornado').map(({ event }) => event['type']);
    expect(types).toEqual(['muted_topics', 'user_topic', 'message']);
  });

  it('check 59: is followed by authors who mention themselves in a channel that they have muted', async () => {
    const author = await authorWith(
      'Unmuter',
      { ...UNMUTE, automatically_follow_topics_where_mentioned: true },
      true,
    );
    await world.send(author, denmark, { facts: { mentionedUserIds: new Set([author.id]) } });
    expect(await world.topicPolicies(author)).toEqual([3]);
  });

  it('check 59: stays followed when the author follows it elsewhere at the same time', async () => {
    const author = await authorWith('Unmuter', UNMUTE, true);
    await world.setTopicPolicy(author, denmark, 1);
    const elsewhere = await world.handle.pool.connect();
    try {
      await elsewhere.query('begin');
      await elsewhere.query('update zerver_usertopic set visibility_policy = 3 where user_profile_id = $1', [
        author.id,
      ]);
      const sent = world.send(author, denmark);
      await waitUntil(
        async () =>
          (
            await world.sql(
              `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
            )
          ).length === 1,
        { timeoutMs: 10_000, what: 'the post waits for the row' },
      );
      await elsewhere.query('commit');
      await sent;
    } finally {
      elsewhere.release();
    }
    expect(await world.topicPolicies(author)).toEqual([3]);
  });
});
