import type { StoredMessage } from './read-talk.ts';

/** More would mean that something answers without end; the judge says so. */
const MOST_LINES = 60;
const LONGEST_TEXT = 160;

/** The conversation as it stands in the database, place by place and in order, with seconds since the first message. */
export const talkLines = (messages: readonly StoredMessage[]): string[] => {
  const beganAtMs = messages[0]?.sentAtMs ?? 0;
  const width = Math.max(0, ...messages.map(({ author }) => author.length));
  const lines = [...Map.groupBy(messages, ({ place }) => place)].flatMap(([place, written]) => [
    '',
    `  ${place}`,
    ...written.map(({ author, sentAtMs, text }) => {
      const seconds = ((sentAtMs - beganAtMs) / 1000).toFixed(1).padStart(5);
      return `  ${seconds} s  ${author.padEnd(width)}  ${inOneLine(text)}`;
    }),
  ]);
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '  …'] : lines;
};

const inOneLine = (text: string): string => {
  const line = text.replaceAll(/\s*\n\s*/g, ' / ');
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT).toWellFormed()}…` : line;
};
