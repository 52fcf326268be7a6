import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '../../src/db/migrate.ts';
import type { BenchCase, BenchContext, CaseResult } from '../case.ts';
import { openParallelConsumer } from '../parallel-consumer.ts';
import type { ParallelConsumer, PeerResult } from '../parallel-consumer.ts';
import { consumePlainly, perSecond, Stopwatch } from '../plain-kafkajs.ts';
import { fillTopic } from '../queue-under-test.ts';
import { runSide } from '../run-side.ts';
import { pairwise } from '../samples.ts';

const HANDLER_MS = 10;
const KEYS = 1_000;
const WIDTH = 256;
const COUNT = 60_000;
const SERIAL_COUNT = 300;

/** What each side promises for its number. */
const GUARANTEES = {
  ours: 'Order per key; at least once, and after a crash only what was running is run again: offsets are committed with a map of what is finished beyond them. A failed event would wait in a retry topic and end in a dead-letter topic.',
  parallelConsumer:
    'Order per key; at least once, with a map of finished offsets too, committed every 5 s by default. A failed record is tried again for ever; no dead letters.',
  serial:
    'Order per partition; at least once, from the last commit on. A failed record holds its partition back.',
};

/** One partition, a handler that waits 10 ms: how much do keys help? */
export const keysCase: BenchCase = {
  name: 'keys',
  question: `Events per second of one partition with a ${HANDLER_MS} ms handler, ${KEYS} keys, at most ${WIDTH} at once`,
  async run(context) {
    const peer = await openPeer(context);
    const runs: Run[] = [];
    try {
      const databaseUrl = await context.stack.createDatabase(context.prefix);
      await migrate({ url: databaseUrl });
      for (let run = 0; run < context.runs; run += 1) {
        runs.push(await measure({ ...context, prefix: `${context.prefix}r${run}` }, databaseUrl, peer));
      }
    } finally {
      if ('consume' in peer) await peer.close();
    }
    return resultOf(runs, peer);
  },
};

/** The Java side, or the sentence that says why it is not there. */
type Peer = ParallelConsumer | { readonly missing: string };

const openPeer = async ({ stack, progress }: BenchContext): Promise<Peer> => {
  try {
    return await openParallelConsumer(stack.brokers);
  } catch (error) {
    const missing = `Parallel Consumer is left out: ${(error as Error).message}.`;
    progress(missing);
    return { missing };
  }
};

/** Events per second of the sides, one after the other over the same records. */
interface Run {
  readonly ours: number;
  readonly oursHandlerMs: number;
  readonly peer: PeerResult | null;
  readonly peers: number;
  readonly serial: number;
}

const measure = async (context: BenchContext, databaseUrl: string, peer: Peer): Promise<Run> => {
  const { brokers } = context.stack;
  const count = Math.round(COUNT * context.scale);
  const prefixes = ['warm', ''].map((name) => `${context.prefix}${name}`);
  for (const prefix of prefixes) {
    await fillTopic(brokers, topicOf(prefix), { partitions: 1, count, keys: KEYS });
  }
  const shared = { count, width: WIDTH, handlerMs: HANDLER_MS };
  const ours = await runSide('keys ours', { ...shared, brokers, databaseUrl, prefixes });
  let result: PeerResult | null = null;
  for (const prefix of 'consume' in peer ? prefixes : []) {
    const topic = topicOf(prefix);
    if ('consume' in peer) result = await peer.consume({ ...shared, topic, group: `${topic}.peer` });
  }
  return {
    ours: ours.perSecond,
    oursHandlerMs: ours.meanHandlerMs,
    peer: result,
    peers: result === null ? Number.NaN : perSecond(count, result.elapsedMs),
    serial: await oneAfterTheOther(brokers, topicOf(context.prefix), Math.min(count, SERIAL_COUNT)),
  };
};

const topicOf = (prefix: string): string => `${prefix}.keys`;

const resultOf = (runs: readonly Run[], peer: Peer): CaseResult => {
  const unit = 'events/s';
  const ours = runs.map((run) => run.ours);
  const peers = runs.map((run) => run.peers);
  const serial = runs.map((run) => run.serial);
  const hasPeer = 'consume' in peer;
  const name = hasPeer ? `Parallel Consumer ${peer.version}, width ${WIDTH}` : '';
  const handlerMs = runs.flatMap((run) => (run.peer === null ? [] : [run.peer.meanHandlerMs]));
  return {
    samples: [
      { name: `ours, width ${WIDTH}`, unit, values: ours, guarantees: GUARANTEES.ours },
      ...(hasPeer ? [{ name, unit, values: peers, guarantees: GUARANTEES.parallelConsumer }] : []),
      {
        name: 'kafkajs eachMessage (one partition is serial)',
        ...{ unit, values: serial, guarantees: GUARANTEES.serial },
      },
      { name: 'ours: mean time in the handler', unit: 'ms', values: runs.map((run) => run.oursHandlerMs) },
      ...(hasPeer
        ? [{ name: 'Parallel Consumer: mean time in the handler', unit: 'ms', values: handlerMs }]
        : []),
    ],
    ratios: [
      { text: 'ours against serial', values: pairwise(ours, serial), aim: { sense: 'at least', value: 200 } },
      ...(hasPeer
        ? [
            {
              text: 'ours against Parallel Consumer',
              values: pairwise(ours, peers),
              aim: { sense: 'more than', value: 1 } as const,
            },
          ]
        : []),
    ],
    notes: [
      'That the events of a key run in order and one at a time is checked while they run, on both sides: a fault ends the benchmark. Each side runs in a process of its own and has handled as many events before, so that its compiler knows the work. Ours decodes every event; Parallel Consumer hands the bytes over and uses a thread per running record on all cores.',
      ...(hasPeer ? [] : [peer.missing]),
    ],
  };
};

const oneAfterTheOther = async (brokers: string, topic: string, count: number): Promise<number> => {
  const watch = new Stopwatch(count);
  const consumer = await consumePlainly({
    ...{ brokers, topic, groupId: `${topic}.plain`, partitionsConsumedConcurrently: 1 },
    eachMessage: async () => {
      await delay(HANDLER_MS);
      watch.tick();
    },
  });
  const ms = await watch.done;
  await consumer.stop();
  return perSecond(count, ms);
};
