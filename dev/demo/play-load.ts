import { setTimeout as delay } from 'node:timers/promises';
import { showProgress } from './play.ts';
import type { Play } from './play.ts';
import { planTroubles, setRefusals } from './troubles.ts';
import type { Trouble } from './troubles.ts';

const BURST_MS = 250;
const BURSTS_PER_LINE = 8;

/** What was produced. */
export interface Load {
  readonly events: number;
  readonly viaOutbox: number;
  readonly seconds: number;
}

/** Writes the planned messages in bursts, alternately through the outbox and straight to Kafka, with all troubles. */
export const playLoad = async (play: Play): Promise<Load> => {
  const { server, organization, messages, loadMs } = play;
  const bursts = Math.ceil(loadMs / BURST_MS);
  const perBurst = Math.ceil(messages.length / bursts);
  const begin = performance.now();
  const waiting = planTroubles(play);
  const happened: Trouble[] = [];
  let events = 0;
  let viaOutbox = 0;
  setRefusals(play, true);
  for (let burst = 0; burst < bursts; burst += 1) {
    while (waiting[0] !== undefined && waiting[0].at * bursts <= burst) {
      const [trouble] = waiting.splice(0, 1);
      trouble?.happen();
      if (trouble !== undefined) happened.push(trouble);
    }
    const way = burst % 2 === 0 ? 'outbox' : 'kafka';
    const made = await server.post(
      organization,
      messages.slice(burst * perBurst, (burst + 1) * perBurst),
      way,
    );
    events += made;
    if (way === 'outbox') viaOutbox += made;
    if (burst % BURSTS_PER_LINE === 0) await showProgress(play, events);
    await delay(Math.max(0, begin + (burst + 1) * BURST_MS - performance.now()));
  }
  await Promise.all(happened.map((trouble) => trouble.done()));
  return { events, viaOutbox, seconds: (performance.now() - begin) / 1000 };
};
