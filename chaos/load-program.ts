// The load as a process of its own: it plays the chat server and writes down what it has put in (`--inputs`). It prints
// the number of certain inputs so far, one line a second, and goes on at its pace until its standard input ends: at
// least `--events` inputs. Kafka and PostgreSQL are reached directly, not through the proxies; their addresses stand in
// the environment.
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { planLoad } from '../dev/demo/plan.ts';
import { seedRandom } from '../src/db/seed/random.ts';
import { writeInputs } from './inputs.ts';
import type { Input } from './inputs.ts';
import { openProducingSide } from './load/producing-side.ts';
import { sendMails } from './load/mails.ts';
import { sendNotices } from './load/notices.ts';
import { sendPoison } from './load/poison.ts';

const { values: options } = parseArgs({
  options: {
    inputs: { type: 'string' },
    events: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
  },
});

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};

const BEAT_MS = 250;
/** Of the inputs; the rest are mails. */
const NOTICES = 0.6;
/** Faults usually outlast the plan: the load goes on at its pace. */
const RESERVE = 3;

const main = async (): Promise<void> => {
  const path = options.inputs ?? '';
  const events = Number(options.events);
  const beats = Math.ceil((Number(options.seconds) * 1_000) / BEAT_MS);
  const random = seedRandom(Number(options.seed));
  const side = await openProducingSide({
    brokers: setting('KAFKA_BROKERS').split(','),
    databaseUrl: setting('DATABASE_URL'),
    registryUrl: setting('SCHEMA_REGISTRY_URL'),
    prefix: setting('TOPIC_PREFIX'),
  });
  const messages = planLoad(side.organization, { random, events: events * NOTICES * RESERVE });
  const mailsPerBeat = (events * (1 - NOTICES)) / beats;
  const noticesPerBeat = (events * NOTICES) / beats;
  let [certain, notices, mails, place] = [0, 0, 0, 0];
  const over = new AbortController();
  process.stdin
    .on('end', () => {
      over.abort();
    })
    .resume();
  const note = (inputs: readonly Input[]): void => {
    writeInputs(path, inputs);
    certain += inputs.filter((input) => input.certain).length;
  };
  const begin = performance.now();
  for (let beat = 1; !over.signal.aborted; beat += 1) {
    const posts = [];
    for (; notices < beat * noticesPerBeat; place += 1) {
      const message = messages[place];
      if (message === undefined) break;
      posts.push(message);
      notices += message.notices.length;
    }
    const count = Math.max(0, Math.floor(beat * mailsPerBeat) - mails);
    mails += count;
    note(await sendNotices(side, posts, beat % 2 === 0 ? 'outbox' : 'kafka'));
    note(
      await sendMails(side, {
        count,
        random,
        way: (['kafka', 'outbox', 'scheduled'] as const)[beat % 3] ?? 'kafka',
      }),
    );
    if (beat % 8 === 0) note(await sendPoison(side, random));
    if (beat % 4 === 0) console.log(certain);
    await delay(Math.max(0, begin + beat * BEAT_MS - performance.now()));
  }
  console.log(certain);
  await side.close();
};

await main();
process.exit(0);
