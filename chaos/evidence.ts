import { simpleParser } from 'mailparser';
import { pino } from 'pino';
import { readWholeTopic } from '../dev/demo/dead-letters.ts';
import type { RemoteMail } from '../dev/remote-inbox.ts';
import { createKafkaBroker } from '../src/broker/kafka-broker.ts';
import { createDatabase } from '../src/db/client.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { HEADERS } from '../src/runtime/headers.ts';
import { readCalls } from './bot-server.ts';
import type { BotFacts, BotMessage, DeliveryRow } from './bot-verdict.ts';
import { readInputs } from './inputs.ts';
import type { Input } from './inputs.ts';
import type { ArrivedMail, LedgerRow } from './mail-verdict.ts';
import { FAILING_QUEUES, namesUnder } from './queues.ts';
import type { DeadLetter, Facts } from './verdict.ts';

/** Where the evidence lies. */
export interface Places {
  /** File of inputs. */
  readonly inputs: string;
  /** HTTP interface of the inbox. */
  readonly inboxUrl: string;
  /** File of the calls of the bots' server. */
  readonly calls: string;
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
  return { inputs, mails, deadLetters, killedWorkers, ...(await readTables(places, inputs)) };
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
        ...{ queue, key: key ?? '', eventId: headers[HEADERS.eventId] ?? '' },
        disposition: headers[HEADERS.disposition] ?? '',
        errorClass: headers[HEADERS.errorClass] ?? '',
      });
    }
  }
  await admin.disconnect();
  return letters;
};

type Query = <Row extends object>(sql: string, values?: unknown[]) => Promise<readonly Row[]>;

const readTables = async (
  { databaseUrl: url, calls }: Places,
  inputs: readonly Input[],
): Promise<Pick<Facts, 'ledger' | 'mailed' | 'bots' | 'waiting'>> => {
  const database = createDatabase({ url, applicationName: 'chaos-judge' });
  const rows: Query = async <Row extends object>(sql: string, values: unknown[] = []) =>
    (await database.pool.query<Row & Record<string, unknown>>(sql, values)).rows;
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
  const bots = { ...(await readBots(rows, inputs)), calls: readCalls(calls) };
  await database.close();
  return {
    ...{ ledger, bots },
    mailed: new Set(mailed.map(({ pair }) => pair)),
    waiting: waiting.filter(({ count }) => count > 0).map(({ what, count }) => `${count} ${what}`),
  };
};

const readBots = async (rows: Query, inputs: readonly Input[]): Promise<Omit<BotFacts, 'calls'>> => {
  const asked = inputs.filter((input) => input.kind === 'bot');
  const messages = await rows<BotMessage>(
    `select m.sender_id as "botId", case r.type when 1 then r.type_id end as "personId", m.content as text
     from zerver_message m join zerver_recipient r on r.id = m.recipient_id
     where m.sender_id = any($1::int[])`,
    [[...new Set(asked.map(({ botId }) => botId))]],
  );
  const read = await rows<{ id: number }>(
    `select u.message_id as id
     from unnest($1::int[], $2::int[]) as q (bot_id, message_id)
     join zerver_usermessage u on u.user_profile_id = q.bot_id and u.message_id = q.message_id
     where u.flags & 1 = 1`,
    [asked.map(({ botId }) => botId), asked.map(({ messageId }) => messageId)],
  );
  const deliveries = await rows<DeliveryRow>(
    `select message_id as "messageId", bot_id as "botId", delivery_id as "deliveryId", state, attempts,
            coalesce(last_error, '') as error
     from workers.outgoing_webhook_delivery`,
  );
  return { messages, readIds: new Set(read.map(({ id }) => id)), deliveries };
};
