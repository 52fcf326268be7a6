import { describe, expect, it } from 'vitest';
import { openOutbound, request, resolverOf, serve } from './local-server.ts';
import type { LocalServer } from './local-server.ts';

/** Nothing is allowed but the public internet, where these names do not point. */
const NAMES = {
  localhost: ['127.0.0.1'],
  'a.test': ['127.0.0.1'],
  'b.test': ['::1'],
  'c.test': ['::ffff:127.0.0.1'],
  'd.test': ['64:ff9b::7f00:1'],
  'e.test': ['169.254.169.254'],
  'f.test': ['fd00::1'],
  'g.test': ['100.64.0.1'],
  'h.test': ['93.184.215.14', '127.0.0.1'],
  'i.test': ['fe80::1%lo'],
  'j.test': ['0.0.0.0'],
};

const outbound = openOutbound({ addresses: { allowed: [], denied: [] }, resolve: resolverOf(NAMES) });

const TARGETS = [
  '127.0.0.1',
  ...Object.keys(NAMES),
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '0.0.0.0',
  '[::]',
  '0x7f000001',
  '2130706433',
  '017700000001',
  '127.1',
  '0',
  '127.0.0.1.',
  '１２７。０。０。１',
];

describe.each(['http', 'https'])('check 29: over %s', (scheme) => {
  it.each(TARGETS)('%s is refused as private, and nothing is connected', async (host) => {
    const server = await serve();
    const result = await outbound.send(
      request(`${scheme}://${host}:${server.port}/`, { method: 'POST', body: 'x' }),
    );
    expect(result.kind).toBe('private_network');
    expect(server.connections()).toBe(0);
  });
});

describe('check 29: a redirect', () => {
  const redirecting = (location: string): Promise<LocalServer> =>
    serve((_request, response) => {
      response.writeHead(307, { Location: location }).end();
    });

  it.each([
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'https://169.254.169.254/',
    'http://[::1]/',
    'http://0x7f000002/',
    'http://inside.test/',
  ])('to %s is refused', async (location) => {
    const server = await redirecting(location);
    const mixed = openOutbound({ resolve: resolverOf({ 'inside.test': ['10.0.0.1'] }) });
    expect(await mixed.send(request(`http://127.0.0.1:${server.port}/`))).toMatchObject({
      kind: 'private_network',
    });
    expect(server.hits).toHaveLength(1);
  });

  it('from an allowed server to a refused address of the same machine reaches nobody', async () => {
    const inside = await serve();
    const server = await redirecting(`http://127.0.0.2:${inside.port}/`);
    expect(await openOutbound().send(request(`http://127.0.0.1:${server.port}/`))).toEqual({
      kind: 'private_network',
      host: '127.0.0.2',
    });
    expect(inside.connections()).toBe(0);
  });
});

describe('check 29: a name that is pointed elsewhere between check and connection', () => {
  const rebinding = () => {
    const asked: string[] = [];
    const resolve = (host: string) => {
      asked.push(host);
      const address = asked.length === 1 ? '127.0.0.1' : '127.0.0.2';
      return Promise.resolve([{ address, family: 4 }]);
    };
    return { asked, resolve };
  };

  it('is resolved once per connection, which goes to the address that was checked', async () => {
    const { asked, resolve } = rebinding();
    const peers: (string | undefined)[] = [];
    const server = await serve((incoming, response) => {
      peers.push(incoming.socket.localAddress);
      response.end();
    });
    const result = await openOutbound({ resolve }).send(request(`http://rebind.test:${server.port}/`));
    expect(result).toMatchObject({ kind: 'answered' });
    expect(asked).toEqual(['rebind.test']);
    expect(peers.map((peer) => peer?.replace('::ffff:', ''))).toEqual(['127.0.0.1']);
  });

  it('is checked again after a redirect to itself', async () => {
    const { asked, resolve } = rebinding();
    const server = await serve((_request, response) => {
      response.writeHead(302, { Location: '/again' }).end();
    });
    const result = await openOutbound({ resolve }).send(request(`http://rebind.test:${server.port}/`));
    expect(result).toEqual({ kind: 'private_network', host: 'rebind.test' });
    expect(asked).toHaveLength(2);
    expect(server.connections()).toBe(1);
  });
});
