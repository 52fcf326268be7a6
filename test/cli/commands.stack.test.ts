import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { openBroker } from '../../src/composition/services.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { install } from '../composition/installation.ts';
import type { InstallOptions, Installation } from '../composition/installation.ts';
import { freshDatabase, freshPrefix } from '../support/stack.ts';
import { spawnWorker } from '../../dev/worker-process.ts';
import { waitUntil } from '../support/wait-until.ts';
import { runCommandLine } from './command-line.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const installed = async (options: InstallOptions = {}): Promise<Installation> => {
  const installation = await install(options);
  cleanups.push(() => installation.close());
  return installation;
};

const adminOf = ({ config }: Installation) => {
  const broker = openBroker(config.kafka, { clock: systemClock, logger: pino({ level: 'silent' }) });
  const admin = broker.admin();
  cleanups.push(() => admin.disconnect());
  return admin;
};

interface Plan {
  readonly changes: readonly { readonly kind: string; readonly topic: string }[];
  readonly remarks: readonly { readonly kind: string; readonly topic: string }[];
}

describe('topics', () => {
  it('plan shows what is missing and changes nothing, apply creates it, plan is content then', async () => {
    const { env, config } = await installed({ topics: false });
    const before = await runCommandLine(['topics', 'plan', '--json'], { env });
    expect(before.exit).toBe('difference');
    const topics = (before.json() as Plan).changes.map(({ topic }) => topic);
    for (const topic of ['email_senders', 'email_senders.retry.1s', 'email_senders.dlq', 'notify_tornado']) {
      expect(topics).toContain(`${config.topics.prefix}.${topic}`);
    }
    expect((await runCommandLine(['topics', 'plan'], { env })).exit).toBe('difference');
    const applied = await runCommandLine(['topics', 'apply'], { env });
    expect(applied.exit).toBe('ok');
    expect(applied.out).toContain(`done: create     ${config.topics.prefix}.email_senders (2 partitions)`);
    const after = await runCommandLine(['topics', 'plan'], { env });
    expect(after.exit).toBe('ok');
    expect(after.out).toBe(`All ${topics.length} topics are as declared.`);
  });

  it('drift is shown and mended upwards only: partitions grow together, larger values stay', async () => {
    const installation = await installed();
    const { env, config } = installation;
    const admin = adminOf(installation);
    const main = `${config.topics.prefix}.email_senders`;
    await admin.growPartitions(main, 3);
    await admin.setTopicConfigs(main, { 'max.message.bytes': '5000000', 'cleanup.policy': 'compact' });
    await waitUntil(async () => (await admin.describeTopics([main], []))[0]?.partitions === 3, {
      timeoutMs: 10_000,
      what: 'the broker shows three partitions',
    });

    const plan = (await runCommandLine(['topics', 'plan', '--json'], { env })).json() as Plan;
    expect(plan.changes.filter(({ kind }) => kind === 'grow').map(({ topic }) => topic)).toEqual([
      `${main}.retry.1s`,
      `${main}.retry.2s`,
      `${main}.dlq`,
    ]);
    expect(plan.changes.filter(({ kind }) => kind === 'configure')).toMatchObject([
      { topic: main, changes: [{ name: 'cleanup.policy', from: 'compact', to: 'delete' }] },
    ]);
    expect(plan.remarks.map(({ kind, topic }) => [kind, topic])).toEqual([
      ['more_partitions', main],
      ['larger_config', main],
    ]);

    expect((await runCommandLine(['topics', 'apply'], { env })).exit).toBe('ok');
    const [grown] = await admin.describeTopics([`${main}.dlq`], []);
    expect(grown?.partitions).toBe(3);
    const [kept] = await admin.describeTopics([main], ['max.message.bytes', 'cleanup.policy']);
    expect(kept?.configs).toMatchObject({ 'max.message.bytes': '5000000', 'cleanup.policy': 'delete' });
  });

  it('a tier that is not declared any more is named, because its records would wait for ever', async () => {
    const { env, config } = await installed();
    const plan = await runCommandLine(['topics', 'plan', '--json'], {
      env: { ...env, RETRY_TIERS: 'email_senders=2s;missedmessage_emails=1s' },
    });
    expect((plan.json() as Plan).remarks).toMatchObject([
      { kind: 'undeclared', topic: `${config.topics.prefix}.email_senders.retry.1s` },
    ]);
  });
});

const LINE = (address: string): string =>
  JSON.stringify({
    template_prefix: 'zerver/emails/invitation',
    to_emails: [address],
    context: {
      referrer_full_name: 'Kim Nakamura',
      referrer_email: 'kim@example.com',
      referrer_realm_name: 'Lighthouse Works',
      activate_url: 'https://chat.example.com/accounts/do_confirm/abc',
      corporate_enabled: false,
    },
  });

describe('produce', () => {
  const stored = async (installation: Installation): Promise<number> => {
    const offsets = await adminOf(installation).topicOffsets(
      `${installation.config.topics.prefix}.email_senders`,
    );
    return offsets.reduce((sum, { highWatermark }) => sum + Number(highWatermark), 0);
  };

  it('sends nothing when one line is wrong, and names the line and the field', async () => {
    const installation = await installed();
    const stdin = [
      LINE('a@example.com'),
      '{"template_prefix":',
      '{"to_emails":["b@example.com"]}',
      '{"colour":1}',
    ].join('\n');
    const result = await runCommandLine(['produce', 'email_senders'], { env: installation.env, stdin });
    expect(result.exit).toBe('rejected');
    expect(result.out).toMatch(/^line 2: is not JSON: /m);
    expect(result.out).toMatch(/^line 3: email_senders: .*template_prefix/m);
    expect(result.out).toMatch(/^line 4: /m);
    expect(result.out).toContain('1 valid, 3 rejected, 0 sent');
    expect(result.out).toContain('Nothing was sent.');
    expect(await stored(installation)).toBe(0);
  });

  it('sends the valid lines with --skip-rejects, and still says that some were rejected', async () => {
    const installation = await installed();
    const stdin = [LINE('a@example.com'), 'nonsense', LINE('b@example.com')].join('\n');
    const result = await runCommandLine(['produce', 'email_senders', '-', '--skip-rejects', '--json'], {
      env: installation.env,
      stdin,
    });
    expect(result.json()).toMatchObject({ valid: 2, sent: 2, rejects: [{ line: 2 }] });
    expect(result.exit).toBe('rejected');
    expect(await stored(installation)).toBe(2);
  });

  it('sends every line in batches; with --dry-run none', async () => {
    const installation = await installed();
    const stdin = Array.from({ length: 25 }, (_, index) => LINE(`p${index}@example.com`)).join('\n');
    const { env } = installation;
    const dry = await runCommandLine(['produce', 'email_senders', '--dry-run'], { env, stdin });
    expect(dry.out).toContain('25 valid, 0 rejected, 0 sent');
    expect(await stored(installation)).toBe(0);
    const wet = await runCommandLine(['produce', 'email_senders', '--batch-size', '10'], { env, stdin });
    expect(wet).toMatchObject({ exit: 'ok' });
    expect(await stored(installation)).toBe(25);
  });

  it('gives a line the same event id in a repeated run, so that it is handled once', async () => {
    const installation = await installed();
    const runId = '0a6b1a52-9d0c-4c39-8a76-3d3c4f1b2c11';
    const args = ['produce', 'email_senders', '--run-id', runId, '--json'];
    const { env } = installation;
    for (let run = 0; run < 2; run += 1) {
      expect(await runCommandLine(args, { env, stdin: LINE('a@example.com') })).toMatchObject({ exit: 'ok' });
    }
    const worker = await spawnWorker({ env, args: ['email_senders'] });
    cleanups.push(() => worker.kill('SIGKILL'));
    await worker.ready();
    await runCommandLine(['produce', 'email_senders'], { env, stdin: LINE('last@example.com') });
    await installation.inbox.waitFor((mail) => mail.to.includes('last@example.com'));
    await worker.kill('SIGTERM');
    expect(installation.inbox.mails.filter(({ to }) => to.includes('a@example.com'))).toHaveLength(1);
  });
});

describe('lag', () => {
  it('shows what waits for each queue and partition, and that nobody works on it', async () => {
    const { env } = await installed();
    const stdin = Array.from({ length: 8 }, (_, index) => LINE(`p${index}@example.com`)).join('\n');
    await runCommandLine(['produce', 'email_senders'], { env, stdin });
    const result = await runCommandLine(['lag', 'email_senders', '--json'], { env });
    const { queues } = result.json() as {
      queues: readonly { lag: number; partitions: readonly { lag: number }[] }[];
    };
    expect(queues).toMatchObject([
      {
        queue: 'email_senders',
        lag: 8,
        oldestAgeMs: expect.any(Number) as number,
        tiers: { '1s': 0, '2s': 0 },
        deadLetters: 0,
        members: 0,
      },
    ]);
    expect(queues[0]?.partitions.map(({ lag }) => lag).reduce((a, b) => a + b)).toBe(8);
    const table = await runCommandLine(['lag', 'email_senders', '--partitions'], { env });
    expect(table.out).toContain('queue email_senders has 0 consumers, needs 1');
    expect(table.out).toMatch(/email_senders\s+│ all\s+│ 8/);
  });
});

describe('schemas register', () => {
  it('asks in a dry run, registers, and finds everything registered the second time', async () => {
    const { env } = await installed({ topics: false });
    const other = { ...env, TOPIC_PREFIX: freshPrefix() };
    const dry = await runCommandLine(['schemas', 'register', '--dry-run'], { env: other });
    expect(dry.out).toContain(`would register  ${other.TOPIC_PREFIX}.email_senders-value`);
    expect((await runCommandLine(['schemas', 'register'], { env: other })).out).toContain('registered      ');
    const again = await runCommandLine(['schemas', 'register'], { env: other });
    expect(again.out.split('\n').every((line) => line.startsWith('unchanged'))).toBe(true);
    expect(again.exit).toBe('ok');
  });
});

describe('db', () => {
  it('migrates an empty database, finds it complete, and seeds it once', async () => {
    const fresh = await freshDatabase({ empty: true });
    cleanups.push(() => fresh.drop());
    const env = { DATABASE_URL: fresh.url };
    expect((await runCommandLine(['db', 'check'], { env })).exit).toBe('difference');
    expect((await runCommandLine(['db', 'migrate'], { env })).exit).toBe('ok');
    expect((await runCommandLine(['db', 'check'], { env })).out).toBe(
      'The database has everything that this version needs.',
    );
    const seeding = ['db', 'seed', '--people', '12', '--messages', '50', '--json'];
    expect((await runCommandLine(seeding, { env })).json()).toMatchObject({ people: 12, messages: 50 });
    expect((await runCommandLine(seeding, { env })).exit).toBe('failed');
  });
});

describe('doctor', () => {
  it('finds a complete installation well', async () => {
    const { env } = await installed();
    const result = await runCommandLine(['doctor'], { env });
    expect(result.out.split('\n').map((line) => line.slice(0, 2))).toEqual(Array(8).fill('ok'));
    expect(result.exit).toBe('ok');
  });

  it('says what a half-made installation lacks, and the command that makes it', async () => {
    const { env } = await installed({ topics: false });
    const fresh = await freshDatabase({ empty: true });
    cleanups.push(() => fresh.drop());
    const other = { ...env, TOPIC_PREFIX: freshPrefix(), DATABASE_URL: fresh.url };
    const { out, exit } = await runCommandLine(['doctor'], { env: other });
    expect(out).toMatch(/^WRONG {4}topics .* are missing.*topics apply\.$/m);
    expect(out).toMatch(/^WRONG {4}subjects .* are not registered\. Run zulip-workers schemas register\.$/m);
    expect(out).toMatch(/^WRONG {4}tables .* Run zulip-workers db migrate\.$/m);
    expect(exit).toBe('difference');
  });
});
