import { simpleParser } from 'mailparser';
import { pino } from 'pino';
import { readWholeTopic } from '../dev/demo/dead-letters.ts';
import type { RemoteMail } from '../dev/remote-inbox.ts';
import { createKafkaBroker } from '../src/broker/kafka-broker.ts';
import { createDatabase } from '../src/db/client.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { HEADERS } from '../src/runtime/headers.ts';
import { readInputs } from './inputs.ts';
import { FAILING_QUEUES, namesUnder } from './queues.ts';
import type { ArrivedMail, DeadLetter, Facts, LedgerRow } from './verdict.ts';

/** Where the evidence lies. */
export interface Places {
  /** File of inputs. */
  readonly inputs: string;
  /** HTTP interface of the inbox. */
  readonly inboxUrl: string;
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly prefix: string;
  /** Worker processes that were killed. */
  readonly killedWorkers: number;
}

/** Reads all evidence. */
export const gatherFacts = async (places: Places): Promise<Facts> => {
  const inputs = readInputs(places.inputs);
  const people = new Set(inputs.flatMap((input) => (input.kind === 'notice' ? [input.address] : [])));
  const mails = await readMails(places.inboxUrl, people);
  const deadLetters = await readDeadLetters(places);
  const { killedWorkers } = places;
  return { inputs, mails, deadLetters, killedWorkers, ...(await readTables(places.databaseUrl)) };
};

const TOKEN = /ref-\d+-\d+(?=\.\))/g;
const AT_ONCE = 16;

/** Mails to people are opened and read; of all others the address is enough. */
const readMails = async (inboxUrl: string, people: ReadonlySet<string>): Promise<readonly ArrivedMail[]> => {
  const listed = (await (await fetch(`${inboxUrl}/mails`)).json()) as readonly RemoteMail[];
  const arrived: ArrivedMail[] = [];
  const queue = [...listed];
  const readOn = async (): Promise<void> => {
    for (let mail = queue.pop(); mail !== undefined; mail = queue.pop()) {
      const to = mail.to.join();
      const tokens = people.has(to) ? await tokensOf(`${inboxUrl}/mails/${mail.index}`) : [];
      // The ledger keeps it without the brackets.
      const messageId = mail.messageId?.replace(/^<|>$/g, '') ?? '';
      arrived.push({ to, messageId, tokens });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readOn));
  return arrived;
};

const tokensOf = async (url: string): Promise<readonly string[]> => {
  const response = await fetch(url);
  const { text } = await simpleParser(Buffer.from(await response.arrayBuffer()), {
    ...{ skipHtmlToText: true, skipTextToHtml: true },
  });
  return [...new Set(text?.match(TOKEN))];
};

const readDeadLetters = async ({ brokers, prefix }: Places): Promise<readonly DeadLetter[]> => {
  const logger = pino({ level: 'silent' });
  const broker = createKafkaBroker({ brokers, clientId: 'chaos-judge', clock: systemClock, logger });
  const admin = broker.admin();
  await admin.connect();
  const letters: DeadLetter[] = [];
  for (const queue of FAILING_QUEUES) {
    const { dlq } = namesUnder(prefix, queue);
    for (const { key, headers } of await readWholeTopic({ broker, admin }, dlq, `${prefix}.judge.${queue}`)) {
      letters.push({
        ...{ queue, key: key ?? '' },
        disposition: headers[HEADERS.disposition] ?? '',
        errorClass: headers[HEADERS.errorClass] ?? '',
      });
    }
  }
  await admin.disconnect();
  return letters;
};

const readTables = async (url: string): Promise<Pick<Facts, 'ledger' | 'mailed' | 'waiting'>> => {
  const database = createDatabase({ url, applicationName: 'chaos-judge' });
  const rows = async <Row extends object>(sql: string): Promise<readonly Row[]> =>
    (await database.pool.query<Row & Record<string, unknown>>(sql)).rows;
  const ledger = await rows<LedgerRow>(
    `select message_id_header as "messageId", status, attempts, coalesce(smtp_response, '') as response
     from workers.email_delivery`,
  );
  const mailed = await rows<{ pair: string }>(
    `select user_profile_id || ' ' || message_id as pair from workers.missed_message_sent`,
  );
  const waiting = await rows<{ what: string; count: number }>(
    `select 'open windows' as what, count(*)::int from workers.open_window
     union all select 'waiting notices', count(*)::int from zerver_scheduledmessagenotificationemail
     union all select 'scheduled mails', count(*)::int from zerver_scheduledemail
     union all select 'unpublished events', count(*)::int from workers.event_outbox where published_at is null`,
  );
  await database.close();
  return {
    ledger,
    mailed: new Set(mailed.map(({ pair }) => pair)),
    waiting: waiting.filter(({ count }) => count > 0).map(({ what, count }) => `${count} ${what}`),
  };
};
