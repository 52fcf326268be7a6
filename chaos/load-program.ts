// The load as a process of its own: it plays the chat server and writes down what it has put in (`--inputs`). It prints
// the number of certain inputs so far, one line a second, and goes on at its pace until its standard input ends: at
// least `--events` inputs. Kafka and PostgreSQL are reached directly, not through the proxies; their addresses stand in
// the environment.
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { planLoad } from '../dev/demo/plan.ts';
import type { PlannedMessage } from '../dev/demo/plan.ts';
import { seedRandom } from '../src/db/seed/random.ts';
import type { SeedRandom } from '../src/db/seed/random.ts';
import { writeInputs } from './inputs.ts';
import type { Input } from './inputs.ts';
import { askBots } from './load/bots.ts';
import { openProducingSide } from './load/producing-side.ts';
import type { ProducingSide } from './load/producing-side.ts';
import { sendMails } from './load/mails.ts';
import { sendNotices } from './load/notices.ts';
import { sendPoison } from './load/poison.ts';

const { values: options } = parseArgs({
  options: {
    inputs: { type: 'string' },
    bots: { type: 'string' },
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
/** Parts of the inputs. */
const [NOTICES, MAILS, QUESTIONS] = [0.51, 0.34, 0.15];
const MAIL_WAYS = ['kafka', 'outbox', 'scheduled'] as const;
/** Beats from one poison to the next, and from one line of output to the next. */
const [POISON_EVERY, TOLD_EVERY] = [8, 4];
/** Faults usually outlast the plan: the load goes on at its pace. */
const RESERVE = 3;

interface Plan {
  readonly events: number;
  /** In which `events` inputs are reached. */
  readonly beats: number;
  readonly random: SeedRandom;
}

/** Plays beat after beat; each answers what it has put in, piece by piece. */
const createBeats = (side: ProducingSide, { events, beats, random }: Plan) => {
  const messages = planLoad(side.organization, { random, events: events * NOTICES * RESERVE });
  const due = (share: number, beat: number, before: number): number =>
    Math.max(0, Math.floor((beat * events * share) / beats) - before);
  let [notices, mails, questions, place] = [0, 0, 0, 0];
  const nextPosts = (beat: number): PlannedMessage[] => {
    const posts = [];
    for (; notices < (beat * events * NOTICES) / beats; place += 1) {
      const message = messages[place];
      if (message === undefined) break;
      posts.push(message);
      notices += message.notices.length;
    }
    return posts;
  };
  return async function* play(beat: number): AsyncGenerator<readonly Input[]> {
    const way = beat % 2 === 0 ? 'outbox' : 'kafka';
    yield await sendNotices(side, nextPosts(beat), way);
    const count = due(MAILS, beat, mails);
    mails += count;
    yield await sendMails(side, { count, random, way: MAIL_WAYS[beat % MAIL_WAYS.length] ?? 'kafka' });
    const asked = questions;
    questions += due(QUESTIONS, beat, asked);
    yield await askBots(side, { count: questions - asked, asked, way, random });
    if (beat % POISON_EVERY === 0) yield await sendPoison(side, random);
  };
};

const main = async (): Promise<void> => {
  const path = options.inputs ?? '';
  const random = seedRandom(Number(options.seed));
  const beats = Math.ceil((Number(options.seconds) * 1_000) / BEAT_MS);
  const side = await openProducingSide({
    brokers: setting('KAFKA_BROKERS').split(','),
    databaseUrl: setting('DATABASE_URL'),
    registryUrl: setting('SCHEMA_REGISTRY_URL'),
    prefix: setting('TOPIC_PREFIX'),
    botServerUrl: options.bots ?? '',
  });
  const play = createBeats(side, { events: Number(options.events), beats, random });
  const over = new AbortController();
  process.stdin
    .on('end', () => {
      over.abort();
    })
    .resume();
  let certain = 0;
  const begin = performance.now();
  for (let beat = 1; !over.signal.aborted; beat += 1) {
    for await (const inputs of play(beat)) {
      writeInputs(path, inputs);
      certain += inputs.filter((input) => input.certain).length;
    }
    if (beat % TOLD_EVERY === 0) console.log(certain);
    await delay(Math.max(0, begin + beat * BEAT_MS - performance.now()));
  }
  console.log(certain);
  await side.close();
};

await main();
process.exit(0);
