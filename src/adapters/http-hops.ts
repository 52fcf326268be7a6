/** One request of a chain of redirects. */
export interface Hop {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

/** A request that cannot be sent. */
export interface HopRefused {
  readonly kind: 'refused';
  readonly name:
    'InvalidUrl' | 'UnsupportedScheme' | 'CredentialsInUrl' | 'TooManyRedirects' | 'InvalidHeader';
  readonly reason: string;
}

/** What follows an answer. */
export type NextHop = { readonly kind: 'none' } | { readonly kind: 'hop'; readonly hop: Hop } | HopRefused;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Redirects after which a request is sent again as it was. */
const REPEATING: ReadonlySet<number> = new Set([307, 308]);

/** What tells the one server who we are is no other server's business. */
const FOR_ONE_ORIGIN: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);

const ABOUT_BODY = /^(content-|transfer-encoding$)/;

const without = (headers: Hop['headers'], isDropped: (name: string) => boolean): Hop['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !isDropped(name)));

/** An address that a request may be sent to, as far as its spelling tells. Reasons never repeat it. */
export const readUrl = (text: string, base?: URL): URL | HopRefused => {
  const url = URL.parse(text, base);
  if (url === null) return { kind: 'refused', name: 'InvalidUrl', reason: 'the address cannot be read' };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const reason = `the scheme ${url.protocol.slice(0, -1)} is not supported`;
    return { kind: 'refused', name: 'UnsupportedScheme', reason };
  }
  if (url.username !== '' || url.password !== '') {
    const reason = 'the address contains a user name or a password';
    return { kind: 'refused', name: 'CredentialsInUrl', reason };
  }
  return url;
};

/**
 * Decides where an answer leads. A redirect without a `Location` is an answer like any other.
 * @source zulip: zerver/lib/outgoing_http.py, OutgoingSession (by requests: which redirects turn a POST into a GET)
 */
export const nextHop = (
  hop: Hop,
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
): NextHop => {
  const location = answer.headers['location'];
  if (!REDIRECTS.has(answer.status) || location === undefined) return { kind: 'none' };
  const url = readUrl(location, hop.url);
  if (!(url instanceof URL)) return { ...url, reason: `after a redirect, ${url.reason}` };
  const headers =
    url.origin === hop.url.origin ? hop.headers : without(hop.headers, (name) => FOR_ONE_ORIGIN.has(name));
  if (hop.method === 'GET' || REPEATING.has(answer.status)) {
    return { kind: 'hop', hop: { ...hop, url, headers } };
  }
  const bodiless = without(headers, (name) => ABOUT_BODY.test(name));
  return { kind: 'hop', hop: { url, method: 'GET', headers: bodiless, body: null } };
};
