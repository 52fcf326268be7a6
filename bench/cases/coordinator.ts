import { Kafka, logLevel } from 'kafkajs';
import { OFFSETS_TOPIC, partitionOfGroup } from '../../dev/group-coordinator.ts';
import { startCluster } from '../../dev/stack/stack.ts';
import { BrokerError } from '../../src/broker/broker.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { judgeEffects, openMemberDatabase } from '../member-database.ts';
import { Members } from '../members.ts';
import { longestSilence, repeats } from '../silence.ts';
import { sendSteadily } from '../steady-load.ts';
import type { UserEvent } from '../steady-load.ts';

const BROKERS = 3;
const PARTITIONS = 6;
const PER_SECOND = 200;
const KEYS = 1_000;
const SESSION_MS = 6_000;
const WARM_UP_MS = 3_000;
/** Load goes on for the session timeout and this long after the kill, ms. */
const AFTER_MS = 10_000;
/** Between two attempts to send what was not stored, ms. */
const SEND_AGAIN_MS = 100;

interface Found {
  readonly lost: number;
  readonly doubled: number;
  readonly repeated: number;
  readonly silenceMs: number;
}

/** What the death of the group's coordinator costs. */
export const coordinatorCase: BenchCase = {
  name: 'coordinator',
  question: `The broker that coordinates the group dies, ${BROKERS} brokers, session timeout ${SESSION_MS / 1_000} s`,
  async run(context) {
    const found: Found[] = [];
    for (let run = 0; run < Math.min(context.runs, 2); run += 1) {
      found.push(await measure({ ...context, prefix: `${context.prefix}k${run}` }));
    }
    const none = { sense: 'at most', value: 0 } as const;
    return {
      samples: [
        {
          name: 'events without an effect',
          unit: 'events',
          values: found.map(({ lost }) => lost),
          aim: none,
        },
        { name: 'effects too many', unit: 'events', values: found.map(({ doubled }) => doubled), aim: none },
        { name: 'repeated handler calls', unit: 'calls', values: found.map(({ repeated }) => repeated) },
        {
          name: 'longest silence of a partition',
          unit: 'ms',
          values: found.map(({ silenceMs }) => silenceMs),
          aim: { sense: 'at most', value: SESSION_MS + 5_000 },
        },
      ],
      ratios: [],
      notes: [
        `kill -9 of the broker; it stays away. Two members, ${PARTITIONS} partitions with three replicas, ${PER_SECOND} events per second, each sent again under its event id until it is stored. The dead broker led a third of the partitions, too.`,
      ],
    };
  },
};

const measure = async (context: BenchContext): Promise<Found> => {
  const cluster = await startCluster({ brokers: BROKERS });
  const { url, database } = await openMemberDatabase(context.stack, context.prefix);
  const { brokers } = cluster;
  const members = await Members.open({ brokers, prefix: context.prefix, partitions: PARTITIONS });
  try {
    const task = {
      databaseUrl: url,
      effect: 'single',
      concurrency: 64,
      sessionTimeoutMs: SESSION_MS,
    } as const;
    await members.start(task);
    await members.start(task);
    const over = new AbortController();
    const load = sendSteadily({
      send: (events) => sendUntilStored(members, events),
      perSecond: PER_SECOND,
      everyMs: 50,
      until: over.signal,
      userOf: (id) => id % KEYS,
    });
    await systemClock.sleep(WARM_UP_MS);
    const victim = await coordinatorOf(brokers, members.names.group);
    const fromMs = Date.now();
    await cluster.kafka.brokers.find(({ nodeId }) => nodeId === victim)?.kill();
    await systemClock.sleep(SESSION_MS + AFTER_MS);
    const toMs = Date.now();
    over.abort();
    const count = (await load).size;
    await members.ended(count);
    const notes = members.notes().flat();
    return {
      ...(await judgeEffects(database, count)),
      repeated: repeats(notes),
      silenceMs: longestSilence(notes, { fromMs, toMs, partitions: PARTITIONS }),
    };
  } finally {
    await members.close();
    await database.close();
    await cluster.stop();
  }
};

/** As the port advises: what may not be stored is sent again under the same event ids. */
const sendUntilStored = async (members: Members, events: readonly UserEvent[]): Promise<void> => {
  for (;;) {
    try {
      await members.send(events);
      return;
    } catch (error) {
      if (!(error instanceof BrokerError) || error.code !== 'unavailable') throw error;
      await systemClock.sleep(SEND_AGAIN_MS);
    }
  }
};

/** Node id of the broker that coordinates the group. */
const coordinatorOf = async (brokers: string, group: string): Promise<number> => {
  const kafka = new Kafka({ clientId: 'judge', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const place = await partitionOfGroup(admin, group);
    const { topics } = await admin.fetchTopicMetadata({ topics: [OFFSETS_TOPIC] });
    const leader = topics[0]?.partitions.find(({ partitionId }) => partitionId === place)?.leader;
    if (leader === undefined) throw new Error(`no leader of partition ${place} of ${OFFSETS_TOPIC}`);
    return leader;
  } finally {
    await admin.disconnect();
  }
};
