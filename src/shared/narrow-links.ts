/** Links into the web app. @source zulip zerver/lib/url_encoding.py */

/** One part of the app's address: percent-encoded with dots, as the web app decodes it. */
export function encodeHashComponent(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'().]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%', '.');
}

/** A person or the start of a link to them: id and readable name. */
export interface NamedId {
  readonly id: number;
  readonly name: string;
}

function channelSlug({ id, name }: NamedId): string {
  return encodeHashComponent(`${id}-${name.replaceAll(' ', '-')}`);
}

/** Not percent-encoded: mail programs and people read it. */
function personSlug({ id, name }: NamedId): string {
  // eslint-disable-next-line no-control-regex -- control characters are among what a link must not carry
  return `${id}-${name.replaceAll(/[\s"%/<>`\u0000-\u001f\u007f]+/g, '-')}`;
}

/** A message in its topic. `mode`: `near` shows the feed around it, `with` follows it when the topic moves. */
export function topicLink(
  realmUrl: string,
  channel: NamedId,
  topic: string,
  at: { readonly mode: 'near' | 'with'; readonly messageId: number },
): string {
  const topicPart = encodeHashComponent(topic);
  return `${realmUrl}/#narrow/channel/${channelSlug(channel)}/topic/${topicPart}/${at.mode}/${at.messageId}`;
}

/** The conversation with one person. */
export function personLink(realmUrl: string, person: NamedId): string {
  return `${realmUrl}/#narrow/dm/${personSlug(person)}`;
}

/** The conversation of a group; `otherIds` are its members without the reader. */
export function groupLink(realmUrl: string, otherIds: readonly number[]): string {
  const ids = otherIds.toSorted((a, b) => a - b).join(',');
  return `${realmUrl}/#narrow/dm/${ids}${otherIds.length >= 3 ? '-group' : ''}`;
}

/** A message of a channel without a word of what it is about: the app finds both by their ids. */
export function unnamedChannelLink(realmUrl: string, channelId: number, messageId: number): string {
  return `${realmUrl}/#narrow/channel/${channelId}/near/${messageId}`;
}

/** A direct conversation without names. */
export function unnamedDirectLink(realmUrl: string, otherIds: readonly number[]): string {
  return `${realmUrl}/#narrow/dm/${otherIds.toSorted((a, b) => a - b).join(',')}`;
}
