import { Kafka, logLevel } from 'kafkajs';
import { OFFSETS_TOPIC, partitionOfGroup } from '../../dev/group-coordinator.ts';
import { startCluster } from '../../dev/stack/stack.ts';
import { BrokerError } from '../../src/broker/broker.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { disturbanceSamples, judgeDisturbance } from '../disturbance.ts';
import type { Disturbance } from '../disturbance.ts';
import { withMembers } from '../members.ts';
import type { Members } from '../members.ts';
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

/** What the death of the group's coordinator costs. */
export const coordinatorCase: BenchCase = {
  name: 'coordinator',
  question: `The broker that coordinates the group dies, ${BROKERS} brokers, session timeout ${SESSION_MS / 1_000} s`,
  async run(context) {
    const found: Disturbance[] = [];
    for (let run = 0; run < Math.min(context.runs, 2); run += 1) {
      found.push(await measure({ ...context, prefix: `${context.prefix}k${run}` }));
    }
    return {
      samples: disturbanceSamples(found, { silenceMs: SESSION_MS + 5_000 }),
      ratios: [],
      notes: [
        `kill -9 of the broker; it stays away. Two members, ${PARTITIONS} partitions with three replicas, ${PER_SECOND} events per second, each sent again under its event id until it is stored. The dead broker led a third of the partitions, too.`,
      ],
    };
  },
};

const measure = async (context: BenchContext): Promise<Disturbance> => {
  const cluster = await startCluster({ brokers: BROKERS });
  const { brokers } = cluster;
  try {
    return await withMembers(context, { partitions: PARTITIONS, brokers }, async (opened) => {
      const { members } = opened;
      const task = {
        databaseUrl: opened.databaseUrl,
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
      return judgeDisturbance(opened, count, { fromMs, toMs, partitions: PARTITIONS });
    });
  } finally {
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
