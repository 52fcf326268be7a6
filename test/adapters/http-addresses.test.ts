import { describe, expect, it } from 'vitest';
import { createAddressCheck } from '../../src/adapters/http-addresses.ts';

const check = createAddressCheck({ allowed: [], denied: [] });

describe('without rules of the operator', () => {
  it.each([
    '93.184.215.14',
    '1.1.1.1',
    '2606:4700:4700::1111',
    '::ffff:1.1.1.1',
    '64:ff9b::101:101', // NAT64 of 1.1.1.1
  ])('%s is public and may be reached', (address) => {
    expect(check(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1', // IPv4-compatible, long gone
    '::ffff:127.0.0.1',
    '::ffff:0:127.0.0.1', // RFC 6145
    '64:ff9b::7f00:1', // NAT64 of 127.0.0.1
    '64:ff9b::a9fe:a9fe', // NAT64 of 169.254.169.254
    '64:ff9b:1::101:101', // a network's own NAT64
    '100::1',
    '2001::1', // Teredo
    '2001:db8::1',
    '2002:7f00:1::', // 6to4 of 127.0.0.1
    '3fff::1',
    '4000::1', // not given out
    '5f00::1',
    'fc00::1',
    'fd00::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
  ])('%s is not public and is refused', (address) => {
    expect(check(address)).toBe(false);
  });

  it.each(['', 'localhost', '127.1', '0x7f000001', '2130706433', '010.0.0.1'])(
    '"%s" is no address that a resolver answers and is refused',
    (text) => {
      expect(check(text)).toBe(false);
    },
  );
});

describe('with rules of the operator', () => {
  const rules = createAddressCheck({
    allowed: ['10.0.0.0/8', 'fd00:1::/32', '127.0.0.1/32'],
    denied: ['10.0.5.0/24', '1.1.1.1/32', '2606:4700::/32'],
  });

  it.each([
    ['10.1.2.3', true],
    ['::ffff:10.1.2.3', true],
    ['64:ff9b::a01:203', true], // NAT64 of 10.1.2.3
    ['127.0.0.1', true],
    ['127.0.0.2', false],
    ['fd00:1::5', true],
    ['fd00:2::5', false],
    ['10.0.5.7', false],
    ['::ffff:10.0.5.7', false],
    ['1.1.1.1', false],
    ['::ffff:1.1.1.1', false],
    ['64:ff9b::101:101', false],
    ['1.1.1.2', true],
    ['2606:4700:4700::1111', false],
  ])('%s may be reached: %s (what is denied stays so inside an allowed network)', (address, isAllowed) => {
    expect(rules(address)).toBe(isAllowed);
  });
});
