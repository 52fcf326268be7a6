import type { Note } from './notes.ts';

/** Handler calls beyond the first of each event and attempt. */
export const repeats = (notes: readonly Note[]): number => {
  const starts = notes.filter(({ kind }) => kind === 'start');
  return starts.length - new Set(starts.map(({ id, attempt }) => `${id}/${attempt}`)).size;
};

/** The longest time between two ends of handlers in one of the partitions, ms; the borders count as ends. */
export const longestSilence = (
  notes: readonly Note[],
  within: { readonly fromMs: number; readonly toMs: number; readonly partitions: number },
): number => {
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
