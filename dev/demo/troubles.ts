import { addWorker, showProgress } from './play.ts';
import type { Play } from './play.ts';

/** Something that goes wrong at a share of the load's time. */
export interface Trouble {
  readonly at: number;
  happen(): void;
  /** Resolves when what it began has ended; rejects when it failed. */
  done(): Promise<void>;
}

/** Whom the mail server refuses: some people for good (550), others for a while (451). */
export const setRefusals = (play: Play, awhile: boolean): void => {
  play.stage.inbox.setRules({
    recipient: (_step, address) => {
      if (play.refusedForGood.has(address)) return { code: 550, message: '5.1.1 no such user here' };
      if (awhile && play.refusedForAWhile.has(address))
        return { code: 451, message: '4.7.1 greylisted, try again' };
      return null;
    },
  });
};

/** The demo's troubles in their order. The worker dies while no mail is under way, so that a doubled mail is a fault. */
export const planTroubles = (play: Play): Trouble[] => [
  trouble(play, 0.1, 'three unreadable records and an event about nobody are sent', () =>
    play.server.postRubbish(),
  ),
  trouble(play, 0.3, 'the mail server goes down', () => play.stage.inbox.stop()),
  trouble(play, 0.38, 'worker-1 is killed with SIGKILL, worker-3 starts', async () => {
    // What it counted since the last look is lost with it, so look once more.
    await showProgress(play, null);
    await play.workers.get('worker-1')?.kill('SIGKILL');
    play.workers.delete('worker-1');
    await addWorker(play, 'worker-3');
  }),
  trouble(play, 0.5, 'the mail server is back', () => play.stage.inbox.start()),
  trouble(play, 0.6, 'the mail server accepts those whom it refused for a while', () => {
    setRefusals(play, false);
    return Promise.resolve();
  }),
];

const trouble = (play: Play, at: number, line: string, action: () => Promise<unknown>): Trouble => {
  let running: Promise<unknown> = Promise.resolve();
  return {
    at,
    happen: () => {
      play.say(`-- ${line}`);
      running = action();
      // Reported by `done`; without this a failure in between would end the process.
      running.catch(() => undefined);
    },
    done: async () => {
      await running;
    },
  };
};
