import type { BotCall } from './bot-server.ts';
import type { BotCast } from './prepare-bots.ts';
import { directPlace } from './read-talk.ts';
import type { StoredMessage, TalkRecord } from './read-talk.ts';
import { BOT_NAMES, BOTS, STATUS } from './scenes.ts';
import type { BotName } from './scenes.ts';
import type { PlayedScene } from './talk.ts';

/** All that the judge knows. */
export interface TalkFacts {
  readonly scenes: readonly PlayedScene[];
  readonly cast: Pick<BotCast, 'person' | 'ownerName'>;
  readonly record: TalkRecord;
  readonly calls: readonly BotCall[];
}

/**
 * What is wrong with a conversation, in words; empty when every question is answered exactly once, is marked as read by
 * its bot, was sent to the bot's server as often as that asked for, and the owners know what they should.
 */
export const talkFaults = (facts: TalkFacts): string[] => [
  ...writtenFaults(facts),
  ...unreadFaults(facts),
  ...callFaults(facts),
];

const writtenFaults = ({ scenes, cast, record }: TalkFacts): string[] => {
  const { messages } = record;
  const questionIds = new Set(scenes.map(({ questionId }) => questionId));
  const placeOf = new Map(messages.map(({ id, place }) => [id, place]));
  const missing = scenes.filter(({ questionId }) => !placeOf.has(questionId));
  const expected = scenes.flatMap(({ bot, notice, questionId, reply }) => {
    const answer = {
      author: bot,
      place: placeOf.get(questionId) ?? '?',
      text: reply.replace('{person}', cast.person.email),
    };
    const told = { author: bot, place: directPlace(bot, cast.ownerName), text: notice ?? '' };
    return [answer, ...(notice === null ? [] : [told])];
  });
  const written = messages.filter(({ id }) => !questionIds.has(id));
  return [
    ...missing.map(({ bot, question }) => `the question "${question}" to ${bot} is not there`),
    ...countFaults(countOf(expected), countOf(written)),
  ];
};

type Line = Pick<StoredMessage, 'author' | 'place' | 'text'>;

const countOf = (lines: readonly Line[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { author, place, text } of lines) {
    const line = `"${text.replaceAll('\n', ' / ')}" by ${author} in ${place}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return counts;
};

const countFaults = (expected: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): string[] =>
  [...new Set([...expected.keys(), ...found.keys()])].flatMap((line) => {
    const wanted = expected.get(line) ?? 0;
    const count = found.get(line) ?? 0;
    return count === wanted ? [] : [`${line}: written ${count} times instead of ${wanted}`];
  });

const unreadFaults = ({ scenes, record }: TalkFacts): string[] =>
  scenes
    .filter(({ questionId }) => !record.readIds.has(questionId))
    .map(({ bot, question }) => `${bot} has not marked "${question}" as read`);

const callFaults = ({ calls, scenes }: TalkFacts): string[] => {
  const unsigned = calls.filter(({ isSigned }) => !isSigned);
  return [
    ...unsigned.map(({ bot, deliveryId }) => `${bot} was called without a valid signature (${deliveryId})`),
    ...BOT_NAMES.flatMap((bot) =>
      deliveryFaults(
        bot,
        scenes.filter((scene) => scene.bot === bot),
        calls.filter((call) => call.bot === bot),
      ),
    ),
  ];
};

/** Each question is one delivery; its calls are numbered, and none follows the one that finished it. */
const deliveryFaults = (
  bot: BotName,
  scenes: readonly PlayedScene[],
  calls: readonly BotCall[],
): string[] => {
  const wanted =
    BOTS[bot].kind === 'webhook'
      ? scenes.map(({ answers }) => answers.map((answer, place) => `${place + 1}:${STATUS[answer]}`))
      : [];
  const deliveries = Map.groupBy(calls, ({ deliveryId }) => deliveryId);
  const found = [...deliveries.values()].map((attempts) =>
    attempts.map(({ attempt, status }) => `${attempt}:${status}`),
  );
  const asked = describe(wanted);
  const made = describe(found);
  return asked === made ? [] : [`${bot} was called (${made}) instead of (${asked})`];
};

/** `1:503 2:503 3:200, 1:200`: deliveries of numbered calls with the status of each. */
const describe = (deliveries: readonly (readonly string[])[]): string =>
  deliveries.map((attempts) => attempts.join(' ')).join(', ') || 'not at all';
