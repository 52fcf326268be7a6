import { afterEach, describe, expect, it } from 'vitest';
import { spawnWorker } from '../../dev/worker-process.ts';
import type { WorkerProcess } from '../../dev/worker-process.ts';
import { waitUntil } from '../support/wait-until.ts';
import { install } from './installation.ts';
import type { InstallOptions, Installation } from './installation.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const installed = async (options: InstallOptions = {}): Promise<Installation> => {
  const installation = await install(options);
  cleanups.push(() => installation.close());
  return installation;
};

const started = async (
  installation: Installation,
  options: { args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<WorkerProcess> => {
  const worker = await spawnWorker({
    env: { ...installation.env, ...options.env },
    ...(options.args && { args: options.args }),
  });
  cleanups.push(() => worker.kill('SIGKILL'));
  await worker.ready();
  return worker;
};

/** Two people of the seeded organization and a direct message from one to the other. */
const missedMessage = async ({ query }: Installation) => {
  const [message] = await query<{ id: number; user_id: number; address: string }>(
    `select m.id, um.user_profile_id as user_id, u.delivery_email as address
       from zerver_message m
       join zerver_usermessage um on um.message_id = m.id and um.user_profile_id <> m.sender_id
       join zerver_userprofile u on u.id = um.user_profile_id
      where not m.is_channel_message and u.is_active and not u.is_bot and (um.flags & 1) = 0
        and u.enable_offline_email_notifications
      order by m.id limit 1`,
  );
  if (message === undefined) throw new Error('the seed holds no unread direct message');
  await query('update zerver_userprofile set email_notifications_batching_period_seconds = 1 where id = $1', [
    message.user_id,
  ]);
  return message;
};

/** Sends a mail event to a plain address. */
const sendMail = ({ producer }: Installation, address: string, eventId?: string) =>
  producer.send(
    'email_senders',
    {
      template_prefix: 'zerver/emails/invitation',
      to_emails: [address],
      context: {
        referrer_full_name: 'Kim Nakamura',
        referrer_email: 'kim@example.com',
        referrer_realm_name: 'Lighthouse Works',
        activate_url: 'https://chat.example.com/accounts/do_confirm/abc',
        corporate_enabled: false,
      },
    },
    eventId === undefined ? {} : { eventId },
  );

/** An inbox that holds its answer to a whole message back until told. */
const holdingInbox = () => {
  const { promise: released, resolve: release } = Promise.withResolvers<null>();
  const { promise: holding, resolve: hold } = Promise.withResolvers<null>();
  const data = (): Promise<null> => {
    hold(null);
    return released;
  };
  return {
    rules: { data },
    release: () => {
      release(null);
    },
    holding,
  };
};

describe('a worker process', () => {
  it('turns a missed message into a mail in the inbox, from Kafka to SMTP', async () => {
    const installation = await installed({ people: 12 });
    const worker = await started(installation);
    const message = await missedMessage(installation);
    await installation.producer.send('missedmessage_emails', {
      user_profile_id: message.user_id,
      message_id: message.id,
      trigger: 'direct_message',
      mentioned_user_group_id: null,
    });
    await installation.inbox.waitForCount(1);
    const [mail] = installation.inbox.mails;
    expect(mail?.to).toEqual([message.address]);
    expect(await worker.kill('SIGTERM')).toMatchObject({ code: 0 });
  });

  it('tells what it did in its metrics, the memory of the process among them', async () => {
    const installation = await installed();
    const worker = await started(installation, { args: ['email_senders'] });
    await sendMail(installation, 'ada@example.com');
    await installation.inbox.waitForCount(1);
    const expected = [
      'mail_deliveries_total{template="invitation",result="sent"} 1',
      'worker_events_total{queue="email_senders",type="email_senders.invitation",outcome="ok"} 1',
      'worker_assigned_partitions{queue="email_senders"} 2',
      'worker_group_members{queue="email_senders"} 1',
      'worker_dead_letter_depth{queue="email_senders"} 0',
    ];
    let text = '';
    // Gauges follow within a second or an interval of the lag monitor.
    await waitUntil(
      async () => {
        text = await (await fetch(`${worker.metricsUrl}/metrics`)).text();
        return expected.every((line) => text.includes(`${line}\n`));
      },
      { timeoutMs: 15_000, what: `the page has the lines ${expected.join(', ')}` },
    );
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  it('names the queues it has joined and the services it needs in /readyz', async () => {
    const installation = await installed();
    const worker = await started(installation, { args: ['email_senders'] });
    const answer = (await (await fetch(`${worker.metricsUrl}/readyz`)).json()) as {
      readonly parts: readonly { readonly name: string; readonly ok: boolean }[];
    };
    expect(answer.parts.map(({ name, ok }) => [name, ok])).toEqual([
      ['process', true],
      ['email_senders', true],
      ['database', true],
      ['registry', true],
    ]);
    expect((await fetch(`${worker.metricsUrl}/livez`)).status).toBe(200);
  });
});

describe('the end of a worker process', () => {
  it('check 28: SIGTERM lets a running handler finish and commit, and exits 0', async () => {
    const { rules, release, holding } = holdingInbox();
    const installation = await installed({ inbox: { rules } });
    const worker = await started(installation, { args: ['email_senders'] });
    await sendMail(installation, 'ada@example.com');
    await holding;
    const exited = worker.kill('SIGTERM');
    await worker.waitForLog(({ msg }) => msg === 'draining', { what: 'the worker drains' });
    expect(worker.isRunning()).toBe(true);
    release();
    expect(await exited).toMatchObject({ code: 0 });
    expect(installation.inbox.mails).toHaveLength(1);

    const next = await started(installation, { args: ['email_senders'] });
    await sendMail(installation, 'grace@example.com');
    await installation.inbox.waitForCount(2);
    expect(installation.inbox.mails.map(({ to }) => to)).toEqual([
      ['ada@example.com'],
      ['grace@example.com'],
    ]);
    expect(await next.kill('SIGTERM')).toMatchObject({ code: 0 });
  });

  it('check 29: SIGTERM aborts a handler that does not finish in time, exits 0, and another member does its work', async () => {
    const { rules, release, holding } = holdingInbox();
    const installation = await installed({ inbox: { rules } });
    const worker = await started(installation, {
      args: ['email_senders'],
      env: { SHUTDOWN_GRACE_SECONDS: '1' },
    });
    await sendMail(installation, 'ada@example.com');
    await holding;
    expect(await worker.kill('SIGTERM')).toMatchObject({ code: 0 });
    expect(installation.inbox.mails).toEqual([]);
    release();

    await started(installation, { args: ['email_senders'] });
    await installation.inbox.waitForCount(1, { timeoutMs: 50_000 });
    expect(installation.inbox.mails.map(({ to }) => to)).toEqual([['ada@example.com']]);
  });

  it('check 30: SIGUSR1 drains as well and exits 3, so that the supervisor starts it again', async () => {
    const installation = await installed();
    const worker = await started(installation, { args: ['email_senders'] });
    expect(await worker.kill('SIGUSR1')).toMatchObject({ code: 3 });
    expect(worker.logs.some(({ msg }) => msg === 'drained')).toBe(true);
  });

  it('is the same for a worker that the command line runs', async () => {
    const installation = await installed();
    const worker = await spawnWorker({
      env: installation.env,
      script: 'src/cli/zulip-workers.ts',
      args: ['run', 'email_senders'],
    });
    cleanups.push(() => worker.kill('SIGKILL'));
    await worker.ready();
    await sendMail(installation, 'ada@example.com');
    await installation.inbox.waitForCount(1);
    expect(await worker.kill('SIGTERM')).toMatchObject({ code: 0 });
  });

  it('a second signal ends the process at once with 1', async () => {
    const { rules, holding } = holdingInbox();
    const installation = await installed({ inbox: { rules } });
    const worker = await started(installation, { args: ['email_senders'] });
    await sendMail(installation, 'ada@example.com');
    await holding;
    void worker.kill('SIGTERM');
    await worker.waitForLog(({ msg }) => msg === 'draining', { what: 'the worker drains' });
    expect(await worker.kill('SIGINT')).toMatchObject({ code: 1 });
  });
});

describe('a worker process that cannot start', () => {
  const ending = async (
    env: Readonly<Record<string, string>>,
    args: readonly string[] = [],
  ): Promise<{ code: number | null; words: string }> => {
    const worker = await spawnWorker({ env, args });
    const { code } = await worker.exited;
    return {
      code,
      words: worker.logs
        .filter(({ level }) => level === 0)
        .map(({ msg }) => msg)
        .join('\n'),
    };
  };

  it('lists every setting that is missing and exits 4', async () => {
    const { code, words } = await ending({});
    expect(code).toBe(4);
    expect(words).toContain('KAFKA_BROKERS is not set');
    expect(words).toContain('DATABASE_URL is not set');
  });

  it('refuses a queue that cannot run yet by its name and exits 2', async () => {
    const installation = await installed({ topics: false });
    const { code, words } = await ending(installation.env, ['embed_links']);
    expect(code).toBe(2);
    expect(words).toContain('embed_links cannot run yet');
  });

  it('names the missing topics and what to do, and exits 5', async () => {
    const installation = await installed({ topics: false });
    const { code, words } = await ending(installation.env, ['email_senders']);
    expect(code).toBe(5);
    expect(words).toContain(`${installation.config.topics.prefix}.email_senders`);
    expect(words).toContain('Run zulip-workers topics apply.');
  });

  it('says that the database cannot be used and exits 5', async () => {
    const installation = await installed({ topics: false });
    const { code, words } = await ending({
      ...installation.env,
      DATABASE_URL: 'postgresql://zulip:s3cret@127.0.0.1:1/zulip',
    });
    expect(code).toBe(5);
    expect(words).toMatch(/^Error: The database cannot be used: .*ECONNREFUSED.* See DATABASE_URL/);
    expect(words).not.toContain('s3cret');
  });
});
