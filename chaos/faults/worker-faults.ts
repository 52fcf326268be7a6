import { setTimeout as delay } from 'node:timers/promises';
import type { FaultKind, PlannedFault } from '../schedule.ts';
import type { Scene } from '../scene.ts';
import { signal } from '../workers.ts';
import type { Worker } from '../workers.ts';
import type { Perform } from './perform.ts';

type WorkerFault = Extract<
  FaultKind,
  | 'worker_killed'
  | 'worker_killed_before_ledger'
  | 'worker_paused'
  | 'worker_restarted'
  | 'rolling_restart'
  | 'clock_stepped'
>;

/** How long a worker may take to have a mail accepted while its way to the database is closed. */
const MAIL_WITHIN_MS = 4_000;

/** Faults of the worker processes. */
export const WORKER_FAULTS: Record<WorkerFault, Perform> = {
  worker_killed: async ({ scene, fault, hit }) => {
    const worker = scene.fleet.pick(fault.pick);
    hit(`${named(worker)} is killed`);
    await end(scene, worker, 'SIGKILL');
  },

  worker_killed_before_ledger: async ({ scene, fault, hit }) => {
    const worker = scene.fleet.pick(fault.pick);
    const { process } = worker;
    const before = (await scene.inbox.counts()).accepted;
    worker.database.freeze();
    try {
      const deadline = performance.now() + MAIL_WITHIN_MS;
      let accepted = before;
      while (accepted === before && performance.now() < deadline) {
        await delay(10);
        accepted = (await scene.inbox.counts()).accepted;
      }
      // What it has handed over by now, it can tell nobody.
      await delay(fault.lengthMs);
      hit(`${named(worker)} is killed before it can write down what the mail server answered`);
      signal(process, 'SIGKILL');
    } finally {
      worker.database.cut();
      await worker.database.restore();
    }
    await scene.fleet.replaced(worker, process);
  },

  worker_paused: async ({ scene, fault, hit }) => {
    const { process, ...worker } = scene.fleet.pick(fault.pick);
    hit(`${worker.name} (${process.pid}) stands still for ${fault.lengthMs} ms`);
    signal(process, 'SIGSTOP');
    try {
      await delay(fault.lengthMs);
    } finally {
      signal(process, 'SIGCONT');
    }
  },

  worker_restarted: async ({ scene, fault, hit }) => {
    const worker = scene.fleet.pick(fault.pick);
    hit(`${named(worker)} is told to end`);
    await end(scene, worker, 'SIGTERM');
  },

  rolling_restart: async ({ scene, hit }) => {
    hit('all workers are started anew, one after another');
    for (const worker of scene.fleet.workers) await end(scene, worker, 'SIGTERM');
  },

  clock_stepped: async ({ scene, fault, hit }) => {
    const worker = scene.fleet.pick(fault.pick);
    const offsetMs = stepOf(fault);
    hit(`the clock of ${named(worker)} jumps by ${offsetMs} ms for ${fault.lengthMs} ms`);
    scene.fleet.stepClock(worker, offsetMs);
    try {
      await delay(fault.lengthMs);
    } finally {
      scene.fleet.stepClock(worker, 0);
    }
  },
};

const named = ({ name, process }: Worker): string => `${name} (${process.pid})`;

/** Up to 20 s forwards or back. */
const stepOf = ({ amount, number }: PlannedFault): number => amount * 1_000 * (number % 2 === 0 ? 1 : -1);

const end = async ({ fleet }: Scene, worker: Worker, how: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
  const earlier = worker.process;
  signal(earlier, how);
  await fleet.replaced(worker, earlier);
};
