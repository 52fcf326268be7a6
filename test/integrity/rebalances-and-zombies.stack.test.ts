import { afterEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../support/wait-until.ts';
import { watchCommits } from './support/commit-watch.ts';
import { Ground, numbers } from './support/ground.ts';

const grounds: Ground[] = [];

afterEach(async () => {
  for (const ground of grounds.splice(0)) await ground.close();
});

const opened = async (): Promise<Ground> => {
  const ground = await Ground.open();
  grounds.push(ground);
  return ground;
};

const membersOf = (ground: Ground, members: number): Promise<void> =>
  waitUntil(
    async () => {
      const group = await ground.broker.admin().describeGroup(ground.names.group);
      return group.state === 'Stable' && group.memberCount === members;
    },
    { timeoutMs: 30_000, what: `the group has ${members} members` },
  );

describe('a rebalance with work in flight', () => {
  it('loses nothing, doubles no effect, and starts again only what moved to the other member', async () => {
    const ground = await opened();
    const hold = await ground.hold();
    const first = await ground.start();
    // Few enough that records of both partitions are in flight.
    await ground.produce(numbers(24).map((number) => ({ number, ends: 'done', waits: true })));
    await ground.startedBy(first, 16);
    const second = await ground.start();
    await membersOf(ground, 2);
    await ground.startedBy(second, 2);
    await hold.release();
    await ground.settled();
    expect(await ground.effects()).toEqual(numbers(24));
    expect(await ground.deadLetters()).toEqual([]);
    const again = await ground.query<{ pids: number[] }>(
      'select array_agg(pid order by at_ms) as pids from integrity.started group by number having count(*) > 1',
    );
    expect(again.length).toBeGreaterThan(0);
    expect(new Set(again.map(({ pids }) => pids.join()))).toEqual(new Set([`${first.pid},${second.pid}`]));
  });

  it('members that come and go by SIGTERM under load lose nothing and start nothing twice that was finished', async () => {
    const ground = await opened();
    await ground.start();
    let produced = 0;
    const load = async (): Promise<void> => {
      await ground.produce(
        numbers(produced + 100, produced).map((number) => ({
          number,
          ends: number % 10 === 0 ? 'retry' : 'done',
        })),
      );
      produced += 100;
    };
    for (let round = 0; round < 3; round += 1) {
      await load();
      const guest = await ground.start();
      await load();
      await ground.startedBy(guest, 1);
      expect(await guest.kill('SIGTERM')).toMatchObject({ code: 0 });
    }
    await ground.settled();
    expect(await ground.effects()).toEqual(numbers(produced));
    expect(await ground.deadLetters()).toEqual([]);
  });
});

describe('a zombie', () => {
  it('that wakes up after its partitions have moved neither commits for them nor doubles an effect, and works again', async () => {
    const ground = await opened();
    const hold = await ground.hold();
    const zombie = await ground.start();
    await ground.produce(numbers(20).map((number) => ({ number, ends: 'done', waits: number < 6 })));
    await ground.startedBy(zombie, 20);
    // A process that is stopped inside a transaction keeps its claims: that is another test's matter.
    await waitUntil(async () => (await ground.effects()).length === 14, {
      timeoutMs: 10_000,
      what: 'the events that do not wait have their effect',
    });
    process.kill(zombie.pid, 'SIGSTOP');
    await hold.release();

    const successor = await ground.start();
    await ground.produce(numbers(40, 20).map((number) => ({ number, ends: 'done' })));
    await ground.settled();
    expect(await ground.effects()).toEqual(numbers(40));
    const watch = watchCommits(ground);
    process.kill(zombie.pid, 'SIGCONT');
    await membersOf(ground, 2);

    await ground.produce(numbers(80, 40).map((number) => ({ number, ends: 'done' })));
    await ground.settled();
    expect(await ground.effects()).toEqual(numbers(80));
    expect(await watch.end()).toEqual([]);
    const woken = await ground.query('select from integrity.started where pid = $1 and number >= 40', [
      zombie.pid,
    ]);
    expect(woken.length).toBeGreaterThan(0);
    expect(successor.isRunning()).toBe(true);
  });
});
