import { afterEach, describe, expect, it } from 'vitest';
import { Fleet, eachOnce, holdAfter, metricReads, received } from './support/fleet.ts';

const fleets: Fleet[] = [];

afterEach(async () => {
  for (const fleet of fleets.splice(0)) await fleet.close();
});

const opened = async (): Promise<Fleet> => {
  const fleet = await Fleet.open();
  fleets.push(fleet);
  return fleet;
};

const paused = (value: 0 | 1): string => `worker_paused{queue="email_senders",reason="smtp"} ${value}`;

describe('a mail server that is down', () => {
  it('pauses the queue; when it is back, every mail arrives once, at no attempt', async () => {
    const fleet = await opened();
    const worker = await fleet.start(['email_senders']);
    await fleet.inbox.stop();
    const mails = await fleet.causeMails(60);
    await metricReads(worker, paused(1));
    await fleet.inbox.start();
    await fleet.settled('email_senders');
    await metricReads(worker, paused(0));
    expect(received(fleet.inbox)).toEqual(eachOnce(mails));
    expect(await fleet.deadLetters('email_senders')).toEqual([]);
    expect(await fleet.retried('email_senders')).toBe(0);
  });

  it('in the middle of a load loses no mail, and one that it may have had comes again under the same Message-ID', async () => {
    const fleet = await opened();
    await fleet.start(['email_senders']);
    const mails = await fleet.causeMails(300);
    for (const stopAt of [50, 150]) {
      await fleet.inbox.waitForCount(stopAt, { timeoutMs: 30_000 });
      await fleet.inbox.stop();
      await fleet.inbox.start();
    }
    await fleet.settled('email_senders');
    expect([...new Set(received(fleet.inbox))]).toEqual(eachOnce(mails));
    expect(await fleet.deadLetters('email_senders')).toEqual([]);
  });
});

describe('a worker killed with a mail under way', () => {
  it('sends it again under the same Message-ID, and the ledger says why', async () => {
    const fleet = await opened();
    const { query } = fleet.installation;
    const hold = holdAfter(fleet.inbox, 20);
    const victim = await fleet.start(['email_senders']);
    const mails = await fleet.causeMails(60);
    await hold.held;
    await victim.kill('SIGKILL');
    // The server takes what it has read, although nobody hears its answer.
    hold.release();
    const left = await query<{ event_id: string }>(
      `update workers.email_delivery set updated_at = updated_at - interval '1 minute'
       where status = 'sending' returning event_id`,
    );
    expect(left.length).toBeGreaterThan(0);

    await fleet.start(['email_senders']);
    await fleet.settled('email_senders');
    expect([...new Set(received(fleet.inbox))]).toEqual(eachOnce(mails));
    const doubled = received(fleet.inbox).length - mails.length;
    expect(doubled).toBeGreaterThan(0);
    expect(doubled).toBeLessThanOrEqual(left.length);
    const rows = await query<{ event_id: string; smtp_response: string }>(
      `select event_id, smtp_response from workers.email_delivery where attempts > 1`,
    );
    expect(new Set(rows.map(({ event_id }) => event_id))).toEqual(
      new Set(left.map(({ event_id }) => event_id)),
    );
    expect(rows.every(({ smtp_response }) => smtp_response.includes('after an unknown outcome'))).toBe(true);
    expect(await fleet.deadLetters('email_senders')).toEqual([]);
  });
});
