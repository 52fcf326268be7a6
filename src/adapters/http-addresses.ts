import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What the operator says about addresses, beside what everybody holds to be public. */
export interface AddressRules {
  /** Ranges such as `10.0.0.0/8` that may be reached although they are not public. */
  readonly allowed: readonly string[];
  /** Ranges that may not be reached although they are public; wins over `allowed`. */
  readonly denied: readonly string[];
}

/** RFC 6052: an IPv4 address in the last four bytes, translated on the way. */
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96');

/** All that has been given out for unicast; the rest of IPv6 is special or nobody's yet. */
const IPV6_UNICAST = ipaddr.parseCIDR('2000::/3');

/** The address that a packet in the end goes to: IPv4 inside IPv6 is unwrapped, a zone is dropped. */
const destination = (text: string): ipaddr.IPv4 | ipaddr.IPv6 => {
  const address = ipaddr.process(text.replace(/%.*$/, ''));
  return address.kind() === 'ipv6' && address.match(NAT64)
    ? ipaddr.fromByteArray(address.toByteArray().slice(-4))
    : address;
};

/** Unicast that the whole internet routes: no private, loopback, link-local, shared, reserved or tunnelled range. */
const isPublic = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(IPV6_UNICAST));

const listOf = (ranges: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    list.addSubnet(network, Number(bits), isIP(network) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
};

/**
 * Decides whether an IP address may be connected to. What is not an address may not.
 * @source zulip: the Smokescreen proxy of the production set-up refuses the same ranges; there `allowed` wins over
 * `denied`, here it is the other way round, so that a hole can be kept closed inside an allowed network.
 */
export const createAddressCheck = (rules: AddressRules): ((address: string) => boolean) => {
  const allowed = listOf(rules.allowed);
  const denied = listOf(rules.denied);
  return (text) => {
    if (isIP(text) === 0) return false;
    const address = destination(text);
    const plain = address.toString();
    if (denied.check(plain, address.kind())) return false;
    return allowed.check(plain, address.kind()) || isPublic(address);
  };
};
