import { createHash } from 'node:crypto';
import type { WideMessage } from '../../schemas/generated/outgoing_webhooks.ts';

/** What addresses of pictures are made of. */
export interface AvatarSettings {
  /** AVATAR_SALT of the chat server; null: uploaded pictures are named by an address that the server redirects. */
  readonly salt: string | null;
  /** ENABLE_GRAVATAR: without it nothing about an address leaves the server. */
  readonly isGravatarEnabled: boolean;
  /** Base of static files, absolute, with a slash at its end. */
  readonly staticUrl: string;
}

type Sender = Pick<
  WideMessage,
  'sender_id' | 'sender_realm_id' | 'sender_delivery_email' | 'sender_avatar_source' | 'sender_avatar_version'
>;

/** Hexadecimal digits of a hash that name an uploaded picture. */
const FILE_NAME_DIGITS = 40;

/**
 * Address of the sender's picture, always a whole one.
 * @source zulip zerver/lib/avatar.py get_avatar_field. Different: uploaded pictures have the realm's host in their
 * address, so that a bot elsewhere can fetch them.
 */
export function avatarUrl(sender: Sender, realmUrl: string, settings: AvatarSettings): string {
  const { sender_id: id, sender_avatar_source: source, sender_avatar_version: version } = sender;
  const query = `version=${version}`;
  if (source === 'G') {
    if (!settings.isGravatarEnabled) return `${settings.staticUrl}images/default-avatar.png`;
    const hash = createHash('md5').update(sender.sender_delivery_email.toLowerCase()).digest('hex');
    return `https://secure.gravatar.com/avatar/${hash}?d=identicon&${query}`;
  }
  if (source !== 'U' || settings.salt === null) return `${realmUrl}/avatar/${id}?${query}`;
  const hash = createHash('sha256').update(`${id}:${version}:${settings.salt}`).digest('hex');
  return `${realmUrl}/user_avatars/${sender.sender_realm_id}/${hash.slice(0, FILE_NAME_DIGITS)}.png?${query}`;
}

/** The picture of a person whom the reader may not see. */
export const unknownUserAvatarUrl = ({ staticUrl }: AvatarSettings): string =>
  `${staticUrl}images/unknown-user-avatar.png`;
