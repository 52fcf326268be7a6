/** A kind of failure by the words of the library that reports it, and what a person can do about it. */
interface Advice {
  readonly words: RegExp;
  readonly advice: (settings: ServiceSettings) => string;
}

/** Names of the settings that say where a service is, and as whom to log in. */
export interface ServiceSettings {
  readonly address: string;
  readonly login: string;
}

/** The first that fits is taken; the words were seen from kafkajs, node, pg and nodemailer. */
const ADVICE: readonly Advice[] = [
  {
    words: /ECONNREFUSED|connection refused/i,
    advice: ({ address }) => `Nothing listens there: start it, or correct ${address}.`,
  },
  {
    words: /ENOTFOUND|EAI_AGAIN|getaddrinfo/i,
    advice: ({ address }) => `The host name is unknown: correct ${address}.`,
  },
  {
    words: /self-signed|unable to verify|unable to get (local )?issuer|CERT_|certificate/i,
    advice: () =>
      'The certificate is not trusted: name its authority with the CA file setting, or NODE_EXTRA_CA_CERTS.',
  },
  {
    words: /wrong version number|ssl3_get_record|packet length too long|EPROTO/i,
    advice: () => 'It speaks no TLS on that port: switch TLS off for it, or use its TLS port.',
  },
  {
    words: /does not support SSL/i,
    advice: () => 'It offers no TLS: set the TLS setting to off, or configure the server.',
  },
  {
    words:
      /SASL .*authentication failed|invalid credentials|password authentication failed|\b535\b|Invalid login|401|unauthorized/i,
    advice: ({ login }) => `The login is refused: check ${login}.`,
  },
  {
    words: /SASL mechanism|unsupported sasl/i,
    advice: () => 'The broker does not offer this mechanism: check KAFKA_SASL_MECHANISM.',
  },
  {
    words: /Closed connection|ECONNRESET|socket hang up|terminated unexpectedly/i,
    advice: () => 'It hangs up: often a TLS port spoken to without TLS, or a login that is missing.',
  },
  {
    words: /no answer within|timeout|timed out|ETIMEDOUT/i,
    advice: () => 'It does not answer: check the address, and the firewall between.',
  },
  {
    words: /database .* does not exist/i,
    advice: () => 'Create the database, or correct its name in DATABASE_URL.',
  },
  { words: /not authori[sz]ed|permission denied/i, advice: () => 'The user lacks the right: grant it.' },
];

/** Whether a message says something that a person can act on. */
export const isActionable = (message: string): boolean => ADVICE.some(({ words }) => words.test(message));

/** What to do about a failure of a service with these settings. */
export const adviceFor = (message: string, settings: ServiceSettings): string =>
  ADVICE.find(({ words }) => words.test(message))?.advice(settings) ?? `Check ${settings.address}.`;
