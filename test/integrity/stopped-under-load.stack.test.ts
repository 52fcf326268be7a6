import { afterEach, describe, expect, it } from 'vitest';
import { Fleet, eachOnce, holdAfter, received } from './support/fleet.ts';
import { Ground, numbers } from './support/ground.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe('a rolling restart', () => {
  it('check 31: of three members under a load of 1000 events handles every event, and each effect happens once', async () => {
    const ground = await Ground.open({ partitions: 6 });
    cleanups.push(() => ground.close());
    let produced = 0;
    const load = async (): Promise<void> => {
      await ground.produce(
        numbers(produced + 100, produced).map((number) => ({
          number,
          ends: number % 20 === 0 ? 'retry' : 'done',
        })),
      );
      produced += 100;
    };
    const members = await Promise.all([ground.start(), ground.start(), ground.start()]);
    await load();
    for (const member of members) {
      await load();
      const ended = member.kill('SIGTERM');
      await load();
      expect(await ended).toMatchObject({ code: 0 });
      await ground.start();
      await load();
    }
    await ground.settled();
    expect(produced).toBe(1_000);
    expect(await ground.effects()).toEqual(numbers(1_000));
    expect(await ground.deadLetters()).toEqual([]);
  });
});

describe('SIGTERM under a load of mails', () => {
  it('sends every mail once: none is lost, none is doubled, and the next worker sends only the rest', async () => {
    const fleet = await Fleet.open();
    cleanups.push(() => fleet.close());
    const mails = await fleet.causeMails(1_000);
    for (let round = 0; round < 2; round += 1) {
      const { held, release } = holdAfter(fleet.inbox, 50);
      const worker = await fleet.start(['email_senders']);
      await held;
      const ended = worker.kill('SIGTERM');
      await worker.waitForLog(({ msg }) => msg === 'draining', { what: 'the worker drains' });
      release();
      expect(await ended).toMatchObject({ code: 0 });
    }
    expect(fleet.inbox.mails.length).toBeLessThan(mails.length);
    await fleet.start(['email_senders']);
    await fleet.settled('email_senders');
    expect(received(fleet.inbox)).toEqual(eachOnce(mails));
    expect(await fleet.deadLetters('email_senders')).toEqual([]);
  });
});
