import { encodeHashComponent } from '../../../narrow-links.ts';
import { topicKey } from '../context.ts';
import { channelLinks } from '../mention-syntax.ts';
import { element, exactText } from '../node.ts';
import type { Node } from '../node.ts';
import { matching } from './inline-pass.ts';

/** `#**channel**`, `#**channel>topic**` and `#**channel>topic@message**`. Channels the author cannot read stay text. */
export const zulipLinks = matching(channelLinks, ([, written = ''], { rendering }) => {
  const { channels, topicMessages } = rendering.context;
  const bar = written.indexOf('>');
  const name = bar > 0 ? written.slice(0, bar) : written;
  const channel = channels.get(name);
  if (bar > 0 && channel !== undefined) {
    rendering.facts.linkedChannelIds.add(channel.id);
    const topic = written.slice(bar + 1);
    const message = /^(.*)@(\d+)$/su.exec(topic);
    if (message !== null) return messageLink({ id: channel.id, name }, message[1] ?? '', message[2] ?? '');
    return topicLink({ id: channel.id, name }, topic, topicMessages.get(topicKey(channel.id, topic)));
  }
  const whole = channels.get(written);
  if (whole === undefined) return undefined;
  rendering.facts.linkedChannelIds.add(whole.id);
  const attributes = {
    class: 'stream',
    'data-stream-id': `${whole.id}`,
    href: channelHref({ id: whole.id, name: written }),
  };
  return element('a', attributes, [exactText(`#${written}`)]);
});

interface NamedChannel {
  readonly id: number;
  readonly name: string;
}

const channelHref = ({ id, name }: NamedChannel): string =>
  `/#narrow/channel/${encodeHashComponent(`${id}-${name.replaceAll(' ', '-')}`)}`;

function topicLink(channel: NamedChannel, topic: string, newest: number | undefined): Node {
  const at = newest === undefined ? '' : `/with/${newest}`;
  const attributes = {
    class: 'stream-topic',
    'data-stream-id': `${channel.id}`,
    href: `${channelHref(channel)}/topic/${encodeHashComponent(topic)}${at}`,
  };
  return element('a', attributes, linkText(channel, topic, ''));
}

function messageLink(channel: NamedChannel, topic: string, messageId: string): Node {
  const href = `${channelHref(channel)}/topic/${encodeHashComponent(topic)}/near/${messageId}`;
  return element('a', { class: 'message-link', href }, linkText(channel, topic, ' @ 💬'));
}

/** The topic without a name is shown by what it is called everywhere. */
function linkText(channel: NamedChannel, topic: string, end: string): Node[] {
  if (topic !== '') return [exactText(`#${channel.name} > ${topic}${end}`)];
  const name = element('em', {}, [exactText('general chat')]);
  return [exactText(`#${channel.name} > `), name, ...(end === '' ? [] : [exactText(end)])];
}
