import type { Linkifier } from '../rendering/linkifiers.ts';

/** A link in a topic. */
export interface TopicLink {
  readonly text: string;
  readonly url: string;
}

interface FoundLink extends TopicLink {
  readonly start: number;
  readonly end: number;
}

const WEB_ADDRESS = /(?<![^ !;),'"])https?:\/\/[^ !;),'"]+/gu;

/**
 * What in a topic is a link, in the order of the text: by the realm's linkifiers, of which an earlier one wins over a later
 * one, and addresses written as they are.
 * @source zulip zerver/lib/markdown/__init__.py topic_links. Different: an address needs its `http://`.
 */
export function topicLinks(topic: string, linkifiers: readonly Linkifier[]): readonly TopicLink[] {
  const byLinkifiers = linkifiers.flatMap((linkifier) =>
    linkifier
      .find(topic, () => undefined)
      .map(({ start, end, url }): FoundLink => ({ start, end, url, text: topic.slice(start, end) })),
  );
  const addresses = Array.from(topic.matchAll(WEB_ADDRESS), ({ index, 0: url }): FoundLink => ({
    start: index,
    end: index + url.length,
    url,
    text: url,
  }));
  const chosen: FoundLink[] = [];
  for (const link of [...byLinkifiers, ...addresses]) {
    if (
      link.start < link.end &&
      chosen.every((other) => link.end <= other.start || other.end <= link.start)
    ) {
      chosen.push(link);
    }
  }
  return chosen.toSorted((a, b) => a.start - b.start).map(({ text, url }) => ({ text, url }));
}
