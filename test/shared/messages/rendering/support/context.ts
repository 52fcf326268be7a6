import { createMessageRenderer } from '../../../../../src/shared/messages/rendering/render-message.ts';
import type { RenderedMessage } from '../../../../../src/shared/messages/rendering/render-message.ts';
import type { RenderContext } from '../../../../../src/shared/messages/rendering/context.ts';

const ZOE = { id: 7, fullName: 'Zoe', active: true };

/** The organization that the shared cases were rendered in. */
export const testContext = (changes: Partial<RenderContext> = {}): RenderContext => ({
  realm: {
    url: 'http://zulip.testserver',
    defaultCodeBlockLanguage: '',
    imagePreviews: true,
    linkPreviews: false,
  },
  dialect: 'chat',
  sentByBot: false,
  translateEmoticons: false,
  personsById: new Map([[ZOE.id, ZOE]]),
  personsByName: new Map([['zoe', ZOE]]),
  groups: new Map(),
  channels: new Map(),
  topicMessages: new Map(),
  realmEmoji: new Map(),
  linkifiers: [],
  uploads: new Map(),
  linkPreviews: new Map(),
  imageProxy: { uri: 'https://external-content.zulipcdn.net/external_content/', key: 'dummy' },
  ...changes,
});

/** A renderer whose time stands still. */
export const testRenderer = createMessageRenderer({ now: () => 0 });

/** Renders a text that can be rendered. */
export function rendered(content: string, changes: Partial<RenderContext> = {}): RenderedMessage {
  const result = testRenderer(content, testContext(changes));
  if (result.kind !== 'rendered') throw new Error(`${result.reason}: ${content}`, { cause: result.error });
  return result;
}
