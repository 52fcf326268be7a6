import type { Widget } from '../checked-message.ts';
import type { Address, ChannelReference, MessageDraft, PeopleReference, Refused } from '../message-draft.ts';
import { normaliseChannelName, normaliseContent, normaliseTopic } from './message-text.ts';
import { isRefused } from './refusal.ts';
import { widgetOf } from './widget.ts';

/** A draft with its texts in order: what can be found out without looking anything up. */
export interface PreparedDraft {
  readonly content: string;
  readonly widget: Widget | null;
  readonly place: PreparedPlace;
}

/** Where it goes, as written but in order. */
export type PreparedPlace =
  | {
      readonly kind: 'channel';
      readonly reference: ChannelReference;
      readonly topic: string;
      readonly createMissing: boolean;
      readonly skipAccessCheck: boolean;
    }
  | { readonly kind: 'direct'; readonly people: PeopleReference };

/** Puts the texts of a draft in order, or says why they cannot be: first the address, then the text, then the widget. */
export function prepareDraft(draft: MessageDraft): PreparedDraft | Refused {
  const place = preparePlace(draft.address);
  if (isRefused(place)) return place;
  const content = normaliseContent(draft.content);
  if (isRefused(content)) return content;
  const widget = widgetOf(content, draft.widgetContent ?? null);
  if (isRefused(widget)) return widget;
  return { content, widget, place };
}

function preparePlace(address: Address): PreparedPlace | Refused {
  if (address.kind === 'direct') return address;
  const topic = normaliseTopic(address.topic);
  if (isRefused(topic)) return topic;
  const reference = prepareReference(address.channel);
  if (isRefused(reference)) return reference;
  const { createMissing = false, skipAccessCheck = false } = address;
  return { kind: 'channel', reference, topic, createMissing, skipAccessCheck };
}

function prepareReference(channel: ChannelReference): ChannelReference | Refused {
  if (channel.by === 'id') return channel;
  const name = normaliseChannelName(channel.name);
  return isRefused(name) ? name : { by: 'name', name };
}
