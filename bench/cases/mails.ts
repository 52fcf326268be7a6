import type { BenchCase, BenchContext } from '../case.ts';
import { openInstallation, watch } from '../installation.ts';
import { perSecond } from '../plain-kafkajs.ts';
import { cpuSeconds } from '../process-cost.ts';

const COUNT = 8_000;
/** Ten times the original's 330 on such a machine. */
const AIM = 3_300;

/** Mail events that are built, claimed, sent through SMTP and written down. */
export const mailsCase: BenchCase = {
  name: 'mails',
  question: 'Mails per second of email_senders through real SMTP conversations, one process of the worker',
  async run(context) {
    const values: number[] = [];
    const cpu: number[] = [];
    for (let run = 0; run < context.runs; run += 1) {
      const found = await measure({ ...context, prefix: `${context.prefix}s${run}` });
      values.push(found.perSecond);
      cpu.push(found.cpuMicros);
    }
    return {
      samples: [
        { name: 'email_senders', unit: 'mails/s', values, aim: { sense: 'at least', value: AIM } },
        { name: 'processor time of the worker per mail', unit: 'µs', values: cpu },
      ],
      ratios: [],
      notes: [
        'All events are in Kafka before the worker starts; timed is from the first mail that the mail server has taken to the last. The mail server is another process on the same cores. Each mail is built from its template as text and HTML, claimed in the ledger of deliveries before its SMTP conversation and written down after it.',
        'Aim: ten times what a worker of the original does on such a machine (330 mails/s).',
      ],
    };
  },
};

const invitation = (index: number) => ({
  template_prefix: 'zerver/emails/invitation',
  to_emails: [`reader${index}@example.com`],
  context: {
    referrer_full_name: 'Kim Nakamura',
    referrer_email: 'kim@example.com',
    referrer_realm_name: 'Lighthouse Works',
    activate_url: 'https://chat.example.com/accounts/do_confirm/abc',
    corporate_enabled: false,
  },
});

/** What one run found. */
interface Found {
  readonly perSecond: number;
  /** Processor time of the worker per mail, its start not counted, µs. */
  readonly cpuMicros: number;
}

const measure = async (context: BenchContext): Promise<Found> => {
  const count = Math.round(COUNT * context.scale);
  const installation = await openInstallation(context);
  const { inbox } = installation;
  try {
    await installation.produce(
      'email_senders',
      Array.from({ length: count }, (_, index) => invitation(index)),
    );
    const worker = await installation.startWorker(['email_senders']);
    const cpuBefore = cpuSeconds(worker.pid);
    await watch(worker, async () => ((await inbox.counts()).accepted >= count ? true : null), {
      everyMs: 100,
    });
    const times = (await inbox.mails()).map(({ receivedAtMs }) => receivedAtMs).sort((a, b) => a - b);
    return {
      perSecond: perSecond(times.length - 1, (times.at(-1) ?? 0) - (times[0] ?? 0)),
      cpuMicros: ((cpuSeconds(worker.pid) - cpuBefore) / count) * 1e6,
    };
  } finally {
    await installation.close();
  }
};
