import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { seedRandom } from '../../src/db/seed/random.ts';
import type { ReceivedMail as InboxMail } from '../smtp-inbox.ts';
import { openChatServer, RUBBISH } from './actors.ts';
import { talkFaults } from './bots/judge-talk.ts';
import { readTalk } from './bots/read-talk.ts';
import { talkLines } from './bots/talk-lines.ts';
import { startTalk } from './bots/talk.ts';
import { waitForCalm } from './calm.ts';
import { countDeadLetters, deadLetterFaults, readWholeTopic } from './dead-letters.ts';
import { judge } from './judge.ts';
import type { ReceivedMail } from './judge.ts';
import { FleetMetrics } from './metrics-reader.ts';
import { prepareOrganization } from './organization.ts';
import { planLoad } from './plan.ts';
import { playLoad } from './play-load.ts';
import type { Load } from './play-load.ts';
import { addWorker } from './play.ts';
import type { Play } from './play.ts';
import { faultLines, reportLines } from './report.ts';
import type { DemoNumbers } from './report.ts';
import { DEMO_QUEUES, demoNames, openStage, runCommand } from './stage.ts';
import type { Stage } from './stage.ts';

// The demo in the order in which it happens: set the stage, play the load with its troubles, talk to bots, wait for
// calm, judge.

const { values: options } = parseArgs({
  options: {
    keep: { type: 'boolean', default: false },
    events: { type: 'string', default: '4000' },
    seconds: { type: 'string', default: '24' },
    seed: { type: 'string', default: '1' },
  },
});

const startedAt = performance.now();
const elapsedSeconds = (): number => (performance.now() - startedAt) / 1000;
const say = (line: string): void => {
  console.log(`${elapsedSeconds().toFixed(1).padStart(6)} s  ${line}`);
};

const main = async (): Promise<boolean> => {
  say('starting Kafka, a schema registry, PostgreSQL and a mailbox');
  const stage = await openStage(say);
  try {
    const play = await prepare(stage);
    say(`load: ${play.messages.length} chat messages over ${options.seconds} s`);
    const load = await playLoad(play);
    say('the load is over; while the last mails are due, people talk to bots');
    const talk = await startTalk(play);
    const left = await waitForCalm(play, load.events);
    const record = await readTalk(play.server.database.db, talk);
    const numbers = await count(play, load);
    for (const line of reportLines(numbers, play.metrics)) console.log(line);
    await showExamples(stage);
    for (const line of talkLines(record.messages)) console.log(line);
    const faults = [
      ...(left === null ? [] : [left]),
      ...faultLines(numbers),
      ...deadLetterFaults(numbers.deadLetters, {
        ...RUBBISH,
        refusedConversations: numbers.verdict.refusedConversations,
      }),
      ...talkFaults({ ...talk, record, calls: talk.server.calls }),
    ];
    if (options.keep) await keepOpen(play);
    await Promise.all([...play.workers.values()].map((worker) => worker.kill('SIGTERM')));
    await Promise.all([play.server.close(), talk.server.close()]);
    for (const line of faults) console.log(line);
    console.log(faults.length === 0 ? 'Nothing lost, nothing doubled.' : 'The demo failed.');
    return faults.length === 0;
  } finally {
    await stage.close();
  }
};

const prepare = async (stage: Stage): Promise<Play> => {
  const [seeded] = await Promise.all([
    runCommand(stage, ['db', 'migrate']).then(() => runCommand(stage, ['db', 'seed'])),
    runCommand(stage, ['topics', 'apply']),
    runCommand(stage, ['schemas', 'register']),
  ]);
  say(`tables, topics and schemas are there. ${seeded}`);
  const server = await openChatServer(stage);
  const organization = await prepareOrganization(server.database.pool);
  const random = seedRandom(Number(options.seed));
  const refused = random.sample(organization.people, 33).map(({ address }) => address);
  const play: Play = {
    stage,
    server,
    organization,
    messages: planLoad(organization, { random, events: Number(options.events) }),
    workers: new Map(),
    metrics: new FleetMetrics(),
    refusedForGood: new Set(refused.slice(0, 3)),
    refusedForAWhile: new Set(refused.slice(3)),
    loadMs: Number(options.seconds) * 1000,
    say,
  };
  await Promise.all([addWorker(play, 'worker-1'), addWorker(play, 'worker-2')]);
  return play;
};

const count = async (play: Play, load: Load): Promise<DemoNumbers> => {
  const { stage, server, organization, messages, refusedForGood } = play;
  const deadLetters = new Map<string, number>();
  for (const queue of DEMO_QUEUES) {
    const { dlq } = demoNames(stage.prefix, queue);
    const records = await readWholeTopic(server, dlq, `${stage.prefix}.judge.${queue}`);
    for (const [reason, times] of countDeadLetters(records)) deadLetters.set(`${queue}: ${reason}`, times);
  }
  const mails = await Promise.all(stage.inbox.mails.map(readMail));
  return {
    ...load,
    totalSeconds: elapsedSeconds(),
    verdict: judge({ organization, messages, refusedForGood, mails }),
    deadLetters,
  };
};

const readMail = async (mail: InboxMail): Promise<ReceivedMail> => ({
  to: mail.to.join(','),
  messageId: mail.header('message-id') ?? '',
  text: (await mail.parse()).text ?? '',
});

/** Two mails as people read them: the longest one, and one in another language. */
const showExamples = async (stage: Stage): Promise<void> => {
  const parsed = await Promise.all(stage.inbox.mails.map((mail) => mail.parse()));
  const byLength = parsed.toSorted((a, b) => (b.text?.length ?? 0) - (a.text?.length ?? 0));
  const foreign = parsed.find(({ text }) => text !== undefined && !/You are receiving|Reply|View/.test(text));
  for (const mail of [byLength[0], foreign ?? byLength[1]]) {
    if (mail === undefined) continue;
    const to = Array.isArray(mail.to) ? mail.to.map(({ text }) => text).join(', ') : (mail.to?.text ?? '');
    console.log(`\n  From: ${mail.from?.text ?? ''}\n  To: ${to}\n  Subject: ${mail.subject ?? ''}\n`);
    for (const line of (mail.text ?? '').trimEnd().split('\n')) console.log(`  ${line}`);
  }
  console.log('');
};

const keepOpen = async (play: Play): Promise<void> => {
  const { stage, workers } = play;
  console.log(`Kafka      ${stage.stack.brokers} (topic prefix ${stage.prefix})`);
  console.log(`registry   ${stage.stack.registryUrl}`);
  console.log(`database   ${stage.databaseUrl}`);
  console.log(`mailbox    smtp://${stage.inbox.host}:${stage.inbox.port}`);
  for (const [name, { metricsUrl }] of workers) console.log(`${name}   ${metricsUrl}/metrics`);
  console.log('Ctrl-C ends all of it.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
};

process.exitCode = (await main()) ? 0 : 1;
