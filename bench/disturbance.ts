import type { CaseResult } from './case.ts';
import { judgeEffects } from './member-database.ts';
import type { OpenedMembers } from './members.ts';
import type { Note } from './notes.ts';
import type { Aim } from './samples.ts';

/** What something that went wrong under load has cost. */
export interface Disturbance {
  readonly lost: number;
  readonly doubled: number;
  readonly repeated: number;
  readonly silenceMs: number;
}

/** Judges a load of `count` events once all have ended; silence is looked for between the two times. */
export const judgeDisturbance = async (
  { members, database }: OpenedMembers,
  count: number,
  within: Period,
): Promise<Disturbance> => {
  await members.ended(count);
  const notes = members.notes().flat();
  return {
    ...(await judgeEffects(database, count)),
    repeated: repeats(notes),
    silenceMs: longestSilence(notes, within),
  };
};

const NONE: Aim = { sense: 'at most', value: 0 };

/** The samples of the runs: nothing lost, nothing doubled, and as given. Without `repeated` repeats have no aim. */
export const disturbanceSamples = (
  found: readonly Disturbance[],
  most: { readonly repeated?: number; readonly silenceMs: number },
): CaseResult['samples'] => [
  { name: 'events without an effect', unit: 'events', values: found.map(({ lost }) => lost), aim: NONE },
  { name: 'effects too many', unit: 'events', values: found.map(({ doubled }) => doubled), aim: NONE },
  {
    name: 'repeated handler calls',
    unit: 'calls',
    values: found.map(({ repeated }) => repeated),
    ...(most.repeated === undefined ? {} : { aim: { sense: 'at most', value: most.repeated } }),
  },
  {
    name: 'longest silence of a partition',
    unit: 'ms',
    values: found.map(({ silenceMs }) => silenceMs),
    aim: { sense: 'at most', value: most.silenceMs },
  },
];

/** Part of a load, ms since the epoch, and the partitions that it goes to. */
interface Period {
  readonly fromMs: number;
  readonly toMs: number;
  readonly partitions: number;
}

/** Handler calls beyond the first of each event and attempt. */
const repeats = (notes: readonly Note[]): number => {
  const starts = notes.filter(({ kind }) => kind === 'start');
  return starts.length - new Set(starts.map(({ id, attempt }) => `${id}/${attempt}`)).size;
};

/** The longest time between two ends of handlers in one of the partitions, ms; the borders count as ends. */
const longestSilence = (notes: readonly Note[], within: Period): number => {
  const { fromMs, toMs, partitions } = within;
  const silences = Array.from({ length: partitions }, (_, partition) => {
    const ends = notes
      .filter((note) => note.kind === 'end' && note.partition === partition)
      .map(({ atMs }) => atMs)
      .filter((atMs) => atMs > fromMs && atMs < toMs)
      .sort((a, b) => a - b);
    return Math.max(...[...ends, toMs].map((atMs, index) => atMs - (ends[index - 1] ?? fromMs)));
  });
  return Math.max(...silences);
};
