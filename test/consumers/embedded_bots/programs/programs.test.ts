import { describe, expect, it } from 'vitest';
import { PROGRAMS } from '../../../../src/consumers/embedded_bots/program-table.ts';
import { encrypt } from '../../../../src/consumers/embedded_bots/programs/encrypt.ts';
import { followup } from '../../../../src/consumers/embedded_bots/programs/followup.ts';
import { giphy } from '../../../../src/consumers/embedded_bots/programs/giphy.ts';
import { helloworld } from '../../../../src/consumers/embedded_bots/programs/helloworld.ts';
import type { OutboundResult } from '../../../../src/shared/outbound-http.ts';
import { answered, botMessage, TestBot } from '../test-bot.ts';

describe('the table of programs', () => {
  it('has the programs of the original', () => {
    expect([...PROGRAMS.keys()].toSorted()).toEqual([
      'converter',
      'encrypt',
      'followup',
      'giphy',
      'helloworld',
      'virtual_fs',
    ]);
  });

  it('check 12: templates: giphy has a key, followup a channel, the others have nothing', () => {
    expect(giphy.configTemplate).toEqual({ key: '12345678' });
    expect(followup.configTemplate).toEqual({ stream: "'followup'" });
    for (const name of ['converter', 'encrypt', 'helloworld', 'virtual_fs']) {
      expect(PROGRAMS.get(name)?.configTemplate).toEqual({});
    }
  });

  it('has a usage for each', () => {
    for (const program of PROGRAMS.values()) expect(program.usage).not.toBe('');
  });
});

it('check 18: helloworld answers and waves', async () => {
  const bot = new TestBot();
  await helloworld.run(botMessage({ content: 'foo' }), bot);
  expect(bot.replies).toEqual(['beep boop']);
  expect(bot.reactions).toEqual(['wave']);
});

it.each([
  ['', ''],
  ["Let's Do It", "Yrg'f Qb Vg"],
  ['me&mom together..!!', 'zr&zbz gbtrgure..!!'],
  ['foo bar', 'sbb one'],
  ['Please encrypt this', 'Cyrnfr rapelcg guvf'],
  ['Zz Äé 9', 'Mm Äé 9'],
])('check 18: encrypt turns %j into %j', async (content, encrypted) => {
  const bot = new TestBot();
  await encrypt.run(botMessage({ content }), bot);
  expect(bot.replies).toEqual([`Encrypted/Decrypted text: ${encrypted}`]);
});

describe('check 18: followup', () => {
  const run = async (content: string, config?: Readonly<Record<string, string>>) => {
    const bot = new TestBot(config === undefined ? {} : { config });
    await followup.run(botMessage({ content }), bot);
    return bot;
  };

  it.each([
    ['issue', 'issue'],
    ["'followup'", 'followup'],
    ['"a"', 'a'],
    ["'", "'"],
  ])('posts into the channel of %j with the sender as the topic', async (stream, to) => {
    const bot = await run('feed the cat', { stream });
    expect(bot.sent).toEqual([
      {
        type: 'channel',
        to,
        topic: 'foo@example.com',
        content: 'from foo@example.com: feed the cat',
      },
    ]);
    expect(bot.replies).toEqual([]);
  });

  it('posts into followup when the configuration names no channel', async () => {
    expect((await run('x', { other: 'y' })).sent).toMatchObject([{ to: 'followup' }]);
  });

  it('asks for a text, and explains itself', async () => {
    expect((await run('', { stream: 'issue' })).replies).toEqual([
      'Please specify the message you want to send to followup stream after @mention-bot',
    ]);
    expect((await run('help', { stream: 'issue' })).replies[0]).toContain('`followup`');
  });

  it('cannot work without any configuration', async () => {
    await expect(run('x')).rejects.toThrow('No config data available.');
  });
});

describe('check 18: giphy', () => {
  const run = async (content: string, answer: OutboundResult, attempt = 1) => {
    const bot = new TestBot({ answer, attempt, config: { key: 'k&y' } });
    await giphy.run(botMessage({ content }), bot);
    return bot;
  };
  const gif = (url: string) => answered(200, JSON.stringify({ data: { images: { original: { url } } } }));
  const APOLOGY = expect.stringContaining(':slightly_frowning_face:') as unknown;
  const LOGO = '[](/static/images/interactive-bot/giphy/powered-by-giphy.png)';

  it('answers words with a picture about them', async () => {
    const bot = await run('Hello you', gif('https://media4.giphy.com/media/X/giphy.gif'));
    expect(bot.replies).toEqual([`[Click to enlarge](https://media4.giphy.com/media/X/giphy.gif)${LOGO}`]);
    expect(bot.requests).toEqual([
      { url: 'https://api.giphy.com/v1/gifs/translate?s=Hello+you&api_key=k%26y' },
    ]);
  });

  it('answers nothing with any picture', async () => {
    const bot = await run('', gif('https://media4.giphy.com/media/Y/giphy.gif'));
    expect(bot.replies[0]).toContain('/media/Y/');
    expect(bot.requests[0]?.url).toBe('https://api.giphy.com/v1/gifs/random?api_key=k%26y');
  });

  it.each([
    ['no data', answered(200, '{"data":[]}')],
    ['another shape', answered(200, '[1]')],
    ['no address', gif('javascript:alert(1)')],
  ])('says so when there is no picture: %s', async (_name, answer) => {
    const bot = await run('world without zulip', answer);
    expect(bot.replies).toEqual(['Sorry, I don\'t have a GIF for "world without zulip"! :astonished:']);
  });

  it('keeps a bad address from ending the link', async () => {
    const bot = await run('x', gif('https://a.example/) [b](c'));
    expect(bot.replies).toEqual([`[Click to enlarge](https://a.example/%29%20[b]%28c)${LOGO}`]);
  });

  it('apologizes when the connection fails', async () => {
    const bot = await run('world without chocolate', { kind: 'connection_failed', reason: 'ECONNREFUSED' });
    expect(bot.replies).toEqual([APOLOGY]);
  });

  it.each<[string, OutboundResult]>([
    ['500', answered(500, '')],
    ['429', answered(429, '')],
    ['a time-out', { kind: 'timeout' }],
  ])('check 21: %s is tried again twice, then it apologizes', async (_name, answer) => {
    await expect(run('x', answer, 1)).rejects.toMatchObject({ code: 'try_again_later' });
    await expect(run('x', answer, 2)).rejects.toMatchObject({ code: 'try_again_later' });
    expect((await run('x', answer, 3)).replies).toEqual([APOLOGY]);
  });

  it.each<[string, OutboundResult]>([
    ['403', answered(403, '')],
    ['what is not JSON', answered(200, '<html>')],
    ['a private address', { kind: 'private_network', host: 'api.giphy.com' }],
    ['a bad request', { kind: 'refused', name: 'TooManyRedirects', reason: 'more than 5 redirects' }],
  ])('check 21: fails with words for sender and owner after %s', async (_name, answer) => {
    await expect(run('x', answer)).rejects.toMatchObject({ code: 'service_failed' });
  });

  it.each<[string, OutboundResult, unknown]>([
    ['a picture', gif('https://a.example/b'), { kind: 'valid' }],
    ['no picture', answered(200, '{"data":[]}'), { kind: 'valid' }],
    [
      'a refused connection',
      { kind: 'connection_failed', reason: 'refused' },
      { kind: 'invalid', text: 'Giphy: refused.' },
    ],
    ['500', answered(500, ''), { kind: 'invalid', text: 'Giphy: status 500.' }],
    [
      '403',
      answered(403, ''),
      {
        kind: 'invalid',
        text: 'Giphy: status 403. The key is likely invalid: see https://developers.giphy.com for how to get one.',
      },
    ],
  ])('a configuration is asked for a picture when a bot is made: %s', async (_name, answer, verdict) => {
    const bot = new TestBot({ answer });
    expect(await giphy.validateConfig?.({ key: 'k' }, (request) => bot.request(request))).toEqual(verdict);
    expect(bot.requests[0]?.url).toBe('https://api.giphy.com/v1/gifs/translate?s=Hello&api_key=k');
  });
});
