import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { KafkaBroker } from '../../dev/stack/kafka.ts';
import { poll } from '../../dev/stack/poll.ts';
import { coordinatorOf, fullyReplicated, leaderOf } from '../leaders.ts';
import { FAILING_QUEUES, namesUnder } from '../queues.ts';
import type { FailingQueue } from '../queues.ts';
import type { FaultKind, PlannedFault } from '../schedule.ts';
import type { Scene } from '../scene.ts';
import type { Perform } from './perform.ts';

type BrokerFault = Extract<
  FaultKind,
  'leader_killed' | 'coordinator_killed' | 'broker_restarted' | 'broker_paused' | 'broker_disk_full'
>;

const run = promisify(execFile);
const GIVES_UP_MS = 60_000;
const STARTS = 5;
const START_PAUSE_MS = 1_000;

/** Faults of single brokers. Each ends when all copies are full again. */
export const BROKER_FAULTS: Record<BrokerFault, Perform> = {
  leader_killed: async ({ scene, fault, hit }) => {
    const { main } = namesUnder(scene.prefix, queueOf(fault));
    const partition = fault.amount % scene.partitions;
    const broker = await leaderOf(scene, main, partition);
    hit(`broker ${broker.nodeId}, leader of ${main}/${partition}, is killed for ${fault.lengthMs} ms`);
    await broker.kill();
    await comeBack(scene, broker, fault);
  },

  coordinator_killed: async ({ scene, fault, hit }) => {
    const { group } = namesUnder(scene.prefix, queueOf(fault));
    const broker = await coordinatorOf(scene, group);
    hit(`broker ${broker.nodeId}, coordinator of ${group}, is killed for ${fault.lengthMs} ms`);
    await broker.kill();
    await comeBack(scene, broker, fault);
  },

  broker_restarted: async ({ scene, fault, hit }) => {
    const broker = pickBroker(scene, fault);
    hit(`broker ${broker.nodeId} is stopped for ${fault.lengthMs} ms`);
    await broker.stop();
    await comeBack(scene, broker, fault);
  },

  broker_paused: async ({ scene, fault, hit }) => {
    const broker = pickBroker(scene, fault);
    hit(`broker ${broker.nodeId} stands still for ${fault.lengthMs} ms`);
    const { pid } = broker;
    if (pid === null) throw new Error(`broker ${broker.nodeId} has no process`);
    process.kill(pid, 'SIGSTOP');
    try {
      await delay(fault.lengthMs);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await fullyReplicated(scene);
  },

  // No file of the broker can grow any more: its next append fails with an input/output error, as on a full disk.
  broker_disk_full: async ({ scene, fault, hit }) => {
    const broker = pickBroker(scene, fault);
    hit(`broker ${broker.nodeId} can write nothing more`);
    await run('prlimit', ['--pid', String(broker.pid), '--fsize=1']);
    await poll(
      { timeoutMs: GIVES_UP_MS, what: `broker ${broker.nodeId} gives up` },
      () => !broker.isRunning(),
    );
    await comeBack(scene, broker, fault);
  },
};

const queueOf = ({ pick }: PlannedFault): FailingQueue =>
  FAILING_QUEUES[Math.floor(pick * FAILING_QUEUES.length)] ?? 'email_senders';

const pickBroker = ({ kafka }: Scene, { pick }: PlannedFault): KafkaBroker => {
  const broker = kafka.brokers[Math.floor(pick * kafka.brokers.length)];
  if (broker === undefined) throw new Error('the cluster has no brokers');
  return broker;
};

const comeBack = async (scene: Scene, broker: KafkaBroker, { lengthMs }: PlannedFault): Promise<void> => {
  await delay(lengthMs);
  await startAgain(broker);
  await fullyReplicated(scene);
};

/** As a service manager would: a broker that ends at its start is started once more. */
const startAgain = async (broker: KafkaBroker): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await broker.start();
      return;
    } catch (error) {
      if (attempt === STARTS) throw error;
      await delay(START_PAUSE_MS);
    }
  }
};
