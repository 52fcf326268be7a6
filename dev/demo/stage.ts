import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { shortTiers } from '../short-tiers.ts';
import { repositoryRoot } from '../stack/paths.ts';
import { startStack } from '../stack/stack.ts';
import type { Stack } from '../stack/stack.ts';
import { SmtpInbox } from '../smtp-inbox.ts';
import { BOT_SERVER_ADDRESS } from './bots/bot-server.ts';

/** Everything the demo plays on. */
export interface Stage {
  readonly stack: Stack;
  readonly inbox: SmtpInbox;
  readonly databaseUrl: string;
  readonly prefix: string;
  /** Environment of the workers and of every command. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Queues that the demo runs, with waiting times that fit into its minute. */
const TIERS = shortTiers({
  missedmessage_emails: ['1s', '2s', '4s'],
  email_senders: ['1s', '3s', '6s'],
  deferred_email_senders: ['1s', '3s', '6s'],
  outgoing_webhooks: ['1s', '2s', '4s'],
  embedded_bots: ['1s', '2s', '4s'],
});

/** Every queue of the demo, and the topics and group of one as the demo's workers call them. */
export const { queues: DEMO_QUEUES, namesUnder: demoNames } = TIERS;

/** Host of the demo's chat server: reserved for examples, so that no mail could ever leave. */
const EXTERNAL_HOST = 'chat.example.test';

/** Starts real parts; names of its own, so that two demos share a stack that the environment names. */
export const openStage = async (log: (line: string) => void): Promise<Stage> => {
  const stack = await startStack({ onProgress: log, durablePostgres: true });
  const inbox = stack.inbox ?? (await SmtpInbox.open());
  const prefix = `demo${randomBytes(3).toString('hex')}`;
  const databaseUrl = await stack.createDatabase(prefix);
  return {
    stack,
    inbox,
    databaseUrl,
    prefix,
    env: {
      ...stack.env,
      DATABASE_URL: databaseUrl,
      TOPIC_PREFIX: prefix,
      TOPIC_PARTITIONS: '6',
      RETRY_TIERS: TIERS.setting,
      WORKER_QUEUES: DEMO_QUEUES.join(','),
      KAFKA_SESSION_TIMEOUT_MS: '6000',
      METRICS_LAG_INTERVAL_SECONDS: '1',
      EXTERNAL_HOST,
      ZULIP_ADMINISTRATOR: `admin@${EXTERNAL_HOST}`,
      EMAIL_GATEWAY_PATTERN: `%s@${EXTERNAL_HOST}`,
      OUTBOUND_ALLOW_ADDRESSES: BOT_SERVER_ADDRESS,
      EMAIL_HOST: inbox.host,
      EMAIL_PORT: String(inbox.port),
    },
    close: async () => {
      await inbox.close();
      await stack.stop();
    },
  };
};

/** Runs one command of the CLI and resolves with its last line; rejects with its output when it fails. */
export const runCommand = async (stage: Pick<Stage, 'env'>, args: readonly string[]): Promise<string> => {
  const script = join(repositoryRoot, 'src/cli/zulip-workers.ts');
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...stage.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(
      `zulip-workers ${args.join(' ')} ended with ${String(code)}:\n${lines.slice(-15).join('\n')}`,
    );
  }
  return lines.at(-1) ?? '';
};
