import { describe, expect, it } from 'vitest';
import { nextHop, readUrl } from '../../src/adapters/http-hops.ts';
import type { Hop } from '../../src/adapters/http-hops.ts';

const post: Hop = {
  url: new URL('https://bot.example.com/hook?x=1'),
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    authorization: 'Bearer t',
    cookie: 'c=1',
    'user-agent': 'agent',
  },
  body: '{}',
};

const after = (status: number, location: string, hop: Hop = post) =>
  nextHop(hop, { status, headers: { location } });

describe('an address', () => {
  it.each([
    ['ftp://example.com/', 'UnsupportedScheme'],
    ['file:///etc/passwd', 'UnsupportedScheme'],
    ['javascript:alert(1)', 'UnsupportedScheme'],
    ['https://user@example.com/', 'CredentialsInUrl'],
    ['https://user:secret@example.com/', 'CredentialsInUrl'],
    ['example.com', 'InvalidUrl'],
    ['http://', 'InvalidUrl'],
    ['http://[fe80::1%25eth0]/', 'InvalidUrl'],
    ['http://example.com:99999/', 'InvalidUrl'],
  ])('%s is refused as %s', (text, name) => {
    const refused = readUrl(text);
    expect(refused).toMatchObject({ kind: 'refused', name });
    expect(JSON.stringify(refused)).not.toContain('secret');
  });

  it.each(['0x7f000001', '2130706433', '127.1', '0177.0.0.1', '127.0.0.1.', '１２７.0.0.1'])(
    '%s is read as 127.0.0.1, so that the check sees what the system would connect to',
    (host) => {
      expect(readUrl(`http://${host}/`)).toMatchObject({ hostname: '127.0.0.1' });
    },
  );
});

describe('a redirect', () => {
  it.each([301, 302, 303])('%i turns a POST into a GET without its body', (status) => {
    expect(after(status, '/other')).toEqual({
      kind: 'hop',
      hop: {
        url: new URL('https://bot.example.com/other'),
        method: 'GET',
        headers: { authorization: 'Bearer t', cookie: 'c=1', 'user-agent': 'agent' },
        body: null,
      },
    });
  });

  it.each([307, 308])('%i repeats a POST with its body', (status) => {
    expect(after(status, '/other')).toEqual({
      kind: 'hop',
      hop: { ...post, url: new URL('https://bot.example.com/other') },
    });
  });

  it.each(['https://other.example.com/', 'http://bot.example.com/', 'https://bot.example.com:8443/'])(
    'to another origin (%s) leaves behind what tells who we are',
    (location) => {
      expect(after(307, location)).toMatchObject({
        hop: { headers: { 'content-type': 'application/json', 'user-agent': 'agent' } },
      });
      expect(JSON.stringify(after(307, location))).not.toMatch(/authorization|cookie/);
    },
  );

  it.each([
    ['gopher://example.com/', 'UnsupportedScheme'],
    ['https://user:secret@example.com/', 'CredentialsInUrl'],
    ['https://', 'InvalidUrl'],
  ])('to %s is refused as %s', (location, name) => {
    expect(after(302, location)).toMatchObject({ kind: 'refused', name });
  });

  it.each([200, 204, 300, 304, 305, 404])('is not seen in a %i', (status) => {
    expect(after(status, '/other')).toEqual({ kind: 'none' });
  });

  it('without an address is an answer', () => {
    expect(nextHop(post, { status: 302, headers: {} })).toEqual({ kind: 'none' });
  });
});
