import { systemClock } from '../../src/runtime/clock.ts';
import type { QueueName } from '../../src/schemas/queues.ts';
import type { BenchCase } from '../case.ts';
import { openInstallation, watch } from '../installation.ts';
import type { Installation } from '../installation.ts';

/** Starts of each kind at `--runs 1`. */
const STARTS = 3;

interface Times {
  readonly ready: number[];
  readonly handled: number[];
}

/** How long a start takes until work is done. */
export const startCase: BenchCase = {
  name: 'start',
  question: 'Milliseconds from the start of a process of the compiled package to its first record handled',
  async run(context) {
    const all: Times = { ready: [], handled: [] };
    const one: Times = { ready: [], handled: [] };
    const installation = await openInstallation(context);
    try {
      for (let start = 0; start < STARTS * context.runs; start += 1) {
        for (const [times, queues] of [
          [all, []],
          [one, ['email_senders']],
        ] as const) {
          const { ready, handled } = await measure(installation, queues);
          times.ready.push(ready);
          times.handled.push(handled);
        }
      }
    } finally {
      await installation.close();
    }
    const aim = { sense: 'at most', value: 2_000 } as const;
    const rows = (name: string, { ready, handled }: Times) => [
      { name: `${name}: ready`, unit: 'ms', values: ready },
      { name: `${name}: first mail taken by the mail server`, unit: 'ms', values: handled, aim },
    ];
    return {
      samples: [...rows('every runnable queue', all), ...rows('email_senders alone', one)],
      ratios: [],
      notes: [
        'A mail event waits in Kafka. Timed is from the moment before the process is made to the mail in the mail server: reading modules, connecting, checking database and topics, joining the group, one record. The stack runs; the group is empty, since the process before has left in order.',
      ],
    };
  },
};

const measure = async (
  installation: Installation,
  queues: readonly QueueName[],
): Promise<{ readonly ready: number; readonly handled: number }> => {
  const { inbox } = installation;
  const before = (await inbox.counts()).accepted;
  await installation.produce('email_senders', [
    {
      template_prefix: 'zerver/emails/invitation',
      to_emails: ['reader@example.com'],
      context: {
        referrer_full_name: 'Kim Nakamura',
        referrer_email: 'kim@example.com',
        referrer_realm_name: 'Lighthouse Works',
        activate_url: 'https://chat.example.com/accounts/do_confirm/abc',
        corporate_enabled: false,
      },
    },
  ]);
  const begin = systemClock.now();
  const worker = await installation.launchWorker(queues);
  await worker.waitForLog(({ msg }) => msg === 'worker is ready', { what: 'the worker is ready' });
  const ready = systemClock.now() - begin;
  await watch(worker, async () => ((await inbox.counts()).accepted > before ? true : null));
  const mail = (await inbox.mails()).at(-1);
  if (mail === undefined) throw new Error('there is no mail');
  await worker.kill('SIGTERM');
  return { ready, handled: mail.receivedAtMs - begin };
};
