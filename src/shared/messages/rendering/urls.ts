/** An address cut into its parts, as the original cuts it. */
export interface SplitUrl {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

const ALLOWED_SCHEMES: ReadonlySet<string> = new Set(
  (
    'http https ftp file bitcoin geo im irc ircs magnet mailto matrix mms news nntp openpgp4fpr sip sms smsto ssh tel ' +
    'urn webcal wtai xmpp'
  ).split(' '),
);

/** Schemes that are written with `//` even where no host follows. */
const WITH_HOST: ReadonlySet<string> = new Set(['http', 'https', 'ftp', 'file', 'nntp', 'sip', 'mms']);

/**
 * Cuts an address; nothing if its brackets are wrong. White space and control characters around it and newlines within are
 * dropped, as browsers do: otherwise `java\nscript:` would not look like a scheme.
 * @source CPython Lib/urllib/parse.py urlsplit
 */
export function splitUrl(address: string): SplitUrl | undefined {
  let rest = dropEnds(address).replaceAll(/[\t\r\n]/gu, '');
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/u.exec(rest)?.[1] ?? '';
  if (scheme !== '') rest = rest.slice(scheme.length + 1);
  let host = '';
  if (rest.startsWith('//')) {
    const end = rest.slice(2).search(/[/?#]/u);
    host = end === -1 ? rest.slice(2) : rest.slice(2, end + 2);
    rest = rest.slice(2 + host.length);
    if (host.includes('[') !== host.includes(']')) return undefined;
  }
  const [beforeFragment, fragment] = cutAt(rest, '#');
  const [path, query] = cutAt(beforeFragment, '?');
  return { scheme: scheme.toLowerCase(), host, path, query, fragment };
}

/** Puts the parts together; empty ones leave no sign. */
export function joinUrl({ scheme, host, path, query, fragment }: SplitUrl): string {
  let url = path;
  if (host !== '' || (WITH_HOST.has(scheme) && !path.startsWith('//') && scheme !== '')) {
    url = `//${host}${path !== '' && !path.startsWith('/') ? '/' : ''}${path}`;
  }
  if (scheme !== '') url = `${scheme}:${url}`;
  if (query !== '') url += `?${query}`;
  return fragment === '' ? url : `${url}#${fragment}`;
}

/**
 * The address as a link may carry it: `http://` before one without a scheme, `mailto:` before one that looks like a mail
 * address; addresses of the own host and fragments are left alone. Nothing if its scheme is not allowed.
 * @source zulip zerver/lib/markdown/__init__.py sanitize_url
 */
export function sanitizeUrl(address: string): string | undefined {
  const parts = splitUrl(address.replaceAll(' ', '%20'));
  if (parts === undefined) return '';
  if (parts.scheme !== '') return ALLOWED_SCHEMES.has(parts.scheme) ? joinUrl(parts) : undefined;
  if (parts.host === '') {
    if (parts.path.includes('@')) return joinUrl({ ...parts, scheme: 'mailto' });
    if (parts.path.startsWith('/')) return joinUrl(parts);
    if (parts.path === '' && parts.query === '' && parts.fragment !== '') return `#${parts.fragment}`;
  }
  const withScheme = splitUrl(`http://${address.replaceAll(' ', '%20')}`);
  return withScheme === undefined ? '' : joinUrl(withScheme);
}

/** A link to the own realm as the app follows it without loading itself again. */
export function relativeToRealm(realmUrl: string, url: string): string {
  const prefix = `${realmUrl}/`;
  const isLocal = url.startsWith(`${prefix}#`) || url.startsWith(`${prefix}user_uploads/`);
  return isLocal ? url.slice(prefix.length) : url;
}

/** The host without user and port, in lower case. */
export function hostName({ host }: SplitUrl): string {
  const afterUser = host.slice(host.lastIndexOf('@') + 1);
  return afterUser.replace(/:\d*$/u, '').toLowerCase();
}

function cutAt(text: string, sign: string): readonly [string, string] {
  const at = text.indexOf(sign);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function dropEnds(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  return text.slice(start, end);
}
