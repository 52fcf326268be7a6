import { describe, expect, it } from 'vitest';
import { openBotServer } from '../../dev/demo/bots/bot-server.ts';
import type { BotCall } from '../../dev/demo/bots/bot-server.ts';
import { talkFaults } from '../../dev/demo/bots/judge-talk.ts';
import type { TalkFacts } from '../../dev/demo/bots/judge-talk.ts';
import type { StoredMessage } from '../../dev/demo/bots/read-talk.ts';
import { SCENES } from '../../dev/demo/bots/scenes.ts';
import type { PlayedScene } from '../../dev/demo/bots/talk.ts';
import { talkLines } from '../../dev/demo/bots/talk-lines.ts';
import { requestHeaders } from '../../src/consumers/outgoing_webhooks/request-headers.ts';

const CHANNEL = '#lobby > meet the bots';

const printer: PlayedScene = {
  bot: 'Printer Bot',
  place: 'channel',
  question: 'order paper',
  reply: 'Ordered.',
  answers: ['is_unavailable', 'is_unavailable', 'replies'],
  notice: null,
  questionId: 1,
};
const intranet: PlayedScene = {
  bot: 'Intranet Bot',
  place: 'channel',
  question: 'show the wiki',
  reply: 'Failure!',
  answers: ['redirects_inwards'],
  notice: 'A message failed.',
  questionId: 2,
};
const files: PlayedScene = {
  bot: 'File Bot',
  place: 'direct',
  question: 'pwd',
  reply: '{person}:\n/',
  answers: [],
  notice: null,
  questionId: 3,
};

const message = (id: number, author: string, place: string, text: string): StoredMessage => ({
  ...{ id, author, place, text },
  sentAtMs: id * 1000,
});

const MESSAGES: readonly StoredMessage[] = [
  message(1, 'Ada', CHANNEL, '@**Printer Bot** order paper'),
  message(2, 'Ada', CHANNEL, '@**Intranet Bot** show the wiki'),
  message(3, 'Ada', 'Ada and File Bot', 'pwd'),
  message(4, 'File Bot', 'Ada and File Bot', 'ada@example.com:\n/'),
  message(5, 'Intranet Bot', CHANNEL, 'Failure!'),
  message(6, 'Intranet Bot', 'Grace and Intranet Bot', 'A message failed.'),
  message(7, 'Printer Bot', CHANNEL, 'Ordered.'),
];

const call = (bot: BotCall['bot'], attempt: number, status: number, deliveryId: string): BotCall => ({
  ...{ bot, attempt, status, deliveryId },
  isSigned: true,
});

const CALLS: readonly BotCall[] = [
  call('Printer Bot', 1, 503, 'd1'),
  call('Intranet Bot', 1, 302, 'd2'),
  call('Printer Bot', 2, 503, 'd1'),
  call('Printer Bot', 3, 200, 'd1'),
];

interface Changes {
  readonly messages?: readonly StoredMessage[];
  readonly calls?: readonly BotCall[];
  readonly readIds?: readonly number[];
}

const factsOf = ({ messages = MESSAGES, calls = CALLS, readIds = [1, 2, 3] }: Changes): TalkFacts => ({
  scenes: [printer, intranet, files],
  cast: { person: { id: 1, name: 'Ada', email: 'ada@example.com' }, ownerName: 'Grace' },
  record: { messages, readIds: new Set(readIds) },
  calls,
});

const without = (id: number): readonly StoredMessage[] => MESSAGES.filter((it) => it.id !== id);

describe('the judge of the talk with bots', () => {
  it('is content when each question is answered once, read, and sent to the server as planned', () => {
    expect(talkFaults(factsOf({}))).toEqual([]);
  });

  const wrongRuns: readonly { name: string; changes: Changes; fault: string }[] = [
    {
      name: 'a reply that is missing',
      changes: { messages: without(7) },
      fault: `"Ordered." by Printer Bot in ${CHANNEL}: written 0 times instead of 1`,
    },
    {
      name: 'a reply that was written twice',
      changes: { messages: [...MESSAGES, message(8, 'Printer Bot', CHANNEL, 'Ordered.')] },
      fault: `"Ordered." by Printer Bot in ${CHANNEL}: written 2 times instead of 1`,
    },
    {
      name: 'a notice to the owner that is missing',
      changes: { messages: without(6) },
      fault: '"A message failed." by Intranet Bot in Grace and Intranet Bot: written 0 times instead of 1',
    },
    {
      name: 'a notice that nothing called for',
      changes: {
        messages: [...MESSAGES, message(8, 'Printer Bot', 'Grace and Printer Bot', 'It failed.')],
      },
      fault: '"It failed." by Printer Bot in Grace and Printer Bot: written 1 times instead of 0',
    },
    {
      name: 'a question that was not stored',
      changes: { messages: without(3) },
      fault: 'the question "pwd" to File Bot is not there',
    },
    {
      name: 'a question that its bot has not marked as read',
      changes: { readIds: [1, 3] },
      fault: 'Intranet Bot has not marked "show the wiki" as read',
    },
    {
      name: 'a call after the delivery was finished',
      changes: { calls: [...CALLS, call('Printer Bot', 4, 500, 'd1')] },
      fault: 'Printer Bot was called (1:503 2:503 3:200 4:500) instead of (1:503 2:503 3:200)',
    },
    {
      name: 'attempts that do not carry one delivery id',
      changes: { calls: CALLS.map((it) => (it.attempt === 3 ? { ...it, deliveryId: 'd3' } : it)) },
      fault: 'Printer Bot was called (1:503 2:503, 3:200) instead of (1:503 2:503 3:200)',
    },
    {
      name: 'a server that was never called',
      changes: { calls: CALLS.filter(({ bot }) => bot !== 'Intranet Bot') },
      fault: 'Intranet Bot was called (not at all) instead of (1:302)',
    },
    {
      name: 'a call without a valid signature',
      changes: { calls: CALLS.map((it) => (it.deliveryId === 'd2' ? { ...it, isSigned: false } : it)) },
      fault: 'Intranet Bot was called without a valid signature (d2)',
    },
  ];

  it.each(wrongRuns)('names $name', ({ changes, fault }) => {
    expect(talkFaults(factsOf(changes))).toContain(fault);
  });

  it('tells an answer in the wrong conversation from the right one', () => {
    const moved = MESSAGES.map((it) => (it.id === 4 ? { ...it, place: CHANNEL } : it));
    expect(talkFaults(factsOf({ messages: moved }))).toHaveLength(2);
  });
});

describe('the server of the demo’s bots', () => {
  const post = (url: string, token: string, body: string) =>
    fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: requestHeaders({
        ...{ format: 'generic', body, token, userAgent: 'test', deliveryId: 'd1', attempt: 1 },
        nowMs: 1_700_000_000_000,
      }),
    });

  it('answers as the scenes say, in their order, and calls nobody planned with an error', async () => {
    const server = await openBotServer([printer]);
    try {
      const url = server.urlOf('Printer Bot');
      const answers = [];
      for (let count = 0; count < 4; count += 1) answers.push(await post(url, server.token, '{}'));
      expect(answers.map(({ status }) => status)).toEqual([503, 503, 200, 500]);
      expect(await answers[2]?.json()).toEqual({ content: 'Ordered.' });
      expect(server.calls.every(({ isSigned }) => isSigned)).toBe(true);
    } finally {
      await server.close();
    }
  });

  it('sees a signature that was made with another secret', async () => {
    const server = await openBotServer([intranet]);
    try {
      const answer = await post(server.urlOf('Intranet Bot'), 'another secret', '{}');
      expect(answer.headers.get('location')).toMatch(/^http:\/\/169\.254\./);
      expect(server.calls).toEqual([
        { bot: 'Intranet Bot', deliveryId: 'd1', attempt: 1, isSigned: false, status: 302 },
      ]);
    } finally {
      await server.close();
    }
  });
});

describe('the lines of a talk', () => {
  it('show each conversation in order, one message a line, with seconds since the beginning', () => {
    expect(talkLines([...MESSAGES.slice(0, 1), ...MESSAGES.slice(3, 4)])).toEqual([
      '',
      `  ${CHANNEL}`,
      '    0.0 s  Ada       @**Printer Bot** order paper',
      '',
      '  Ada and File Bot',
      '    3.0 s  File Bot  ada@example.com: / /',
    ]);
  });

  it('end, however much was written', () => {
    const many = Array.from({ length: 500 }, (_, place) => message(place, 'Hello Bot', CHANNEL, 'beep boop'));
    expect(talkLines(many).length).toBeLessThan(100);
  });
});

describe('the scenes', () => {
  it('show a slow server, one that is down twice, both formats and an address inwards', () => {
    const answers = SCENES.map((scene) => scene.answers.join(' '));
    expect(answers).toContain('replies_late');
    expect(answers).toContain('is_unavailable is_unavailable replies');
    expect(answers).toContain('redirects_inwards');
  });
});
