/** Settings of outgoing mail: Zulip's names in camelCase, with Zulip's defaults (filled in by the configuration). */
export interface MailSettings {
  /** EMAIL_HOST; null = mail is not configured: mails are pretended to be sent. */
  readonly emailHost: string | null;
  /** EMAIL_PORT. Default 25. */
  readonly emailPort: number;
  /** EMAIL_USE_TLS: STARTTLS is required. Default false: never used, as in the original. */
  readonly emailUseTls: boolean;
  /** EMAIL_USE_SSL: TLS from the first byte. Default false. */
  readonly emailUseSsl: boolean;
  /** EMAIL_HOST_USER. Default ''. */
  readonly emailHostUser: string;
  /** EMAIL_HOST_PASSWORD; null = unset, which is reported when a user is set; '' = no login on purpose. */
  readonly emailHostPassword: string | null;
  /** EMAIL_TIMEOUT in ms, for connecting and for each answer. Default 15,000. */
  readonly emailTimeoutMs: number;
  /** Most SMTP connections of one process at once. Default 10. */
  readonly emailMaxConnections: number;
  /** A connection is closed after this many mails. Default 100. */
  readonly emailMaxMessagesPerConnection: number;
  /** EMAIL_MAX_CONNECTION_LIFETIME_IN_MINUTES. Default 10; null = unlimited, 0 = a connection for each mail. */
  readonly emailMaxConnectionLifetimeInMinutes: number | null;
  /** An idle connection is closed by us after this many ms, before the server does. Default 60,000; at most a second less
   *  than EMAIL_TIMEOUT. */
  readonly emailIdleConnectionMs: number;
  /** NOREPLY_EMAIL_ADDRESS. Also the envelope sender of every mail. */
  readonly noreplyEmailAddress: string;
  /** TOKENIZED_NOREPLY_EMAIL_ADDRESS with `{token}`. */
  readonly tokenizedNoreplyEmailAddress: string;
  /** ADD_TOKENS_TO_NOREPLY_ADDRESS. Default true. */
  readonly addTokensToNoreplyAddress: boolean;
  /** ZULIP_ADMINISTRATOR, may be `Name <address>`. */
  readonly zulipAdministrator: string;
  /** EXTERNAL_HOST: host of the root organization, also the right side of Message-ID. */
  readonly externalHost: string;
  /** EXTERNAL_URI_SCHEME. Default `https://`. */
  readonly externalUriScheme: string;
  /** REALM_HOSTS: `string_id` → host, where it is not `<string_id>.<EXTERNAL_HOST>`. Default {}. */
  readonly realmHosts: Readonly<Record<string, string>>;
  /** INSTALLATION_NAME. Default: the external host. */
  readonly installationName: string;
  /** PHYSICAL_ADDRESS, in the footer. Default ''. */
  readonly physicalAddress: string;
  /** STATIC_URL, absolute, ending in `/`: base of the images. */
  readonly staticUrl: string;
  /** CORPORATE_ENABLED. Default false. */
  readonly corporateEnabled: boolean;
  /** WELCOME_EMAIL_SENDER, sender of the welcome series. Default null: the no-reply address. */
  readonly welcomeEmailSender: { readonly name: string; readonly email: string } | null;
  /** Whether logs show mail addresses. Default false: they show a hash. */
  readonly logMailAddresses: boolean;
}

/** Host name of an organization. `stringId` is '' for the root organization. */
export function realmHost(settings: MailSettings, stringId: string): string {
  const own = Object.hasOwn(settings.realmHosts, stringId) ? settings.realmHosts[stringId] : undefined;
  return own ?? (stringId === '' ? settings.externalHost : `${stringId}.${settings.externalHost}`);
}

/** Address of an organization, without a slash at its end: `https://chat.example.com`. */
export const realmUrl = (settings: MailSettings, stringId: string): string =>
  `${settings.externalUriScheme}${realmHost(settings, stringId)}`;
