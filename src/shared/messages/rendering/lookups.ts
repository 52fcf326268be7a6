import { channelLinks, groupMentions, personMentions } from './mention-syntax.ts';
import { CHANNEL_WILDCARDS, TOPIC_WILDCARD } from './mention-syntax.ts';
import { withoutMarks } from './marks.ts';

/** What has to be read before a text can be rendered. All of it may turn out to be unused: code is looked at too. */
export interface Lookups {
  /** Full names as written; they are found by any letter case. */
  readonly personNames: ReadonlySet<string>;
  readonly personIds: ReadonlySet<number>;
  /** Names as written; they are found by any letter case. */
  readonly groupNames: ReadonlySet<string>;
  /** Exact names. */
  readonly channelNames: ReadonlySet<string>;
  /** Topics whose newest message a link may name; `''` is the topic without a name. */
  readonly topics: readonly { readonly channelName: string; readonly topic: string }[];
  /** Uploads that may be images. */
  readonly uploadPathIds: ReadonlySet<string>;
  readonly mayMentionChannelWildcard: boolean;
  readonly mayMentionTopicWildcard: boolean;
  /** Whether custom emoji can matter. */
  readonly mayHaveEmoji: boolean;
}

const UPLOAD = /\/user_uploads\/(\d+\/[^\s()[\]"'<>?#]+)/gu;
const LARGEST_ID = 2_147_483_647;

/**
 * Lists what rendering the text can ask for, so that it is read in a few statements beforehand.
 * @source zulip zerver/lib/mention.py possible_mentions, possible_linked_stream_names
 */
export function findLookups(content: string): Lookups {
  const text = withoutMarks(content);
  const persons = namesIn(text, personMentions(), 2);
  const personIds = new Set<number>();
  const personNames = new Set<string>();
  for (const name of persons) {
    const id = Number(/\|(\d+)$/u.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(id)) personNames.add(name);
    else if (id <= LARGEST_ID) personIds.add(id);
  }
  const mayMentionChannelWildcard = [...CHANNEL_WILDCARDS].some((word) => personNames.delete(word));
  for (const word of CHANNEL_WILDCARDS) personNames.delete(word);
  return {
    personNames,
    personIds,
    mayMentionChannelWildcard,
    mayMentionTopicWildcard: personNames.delete(TOPIC_WILDCARD),
    groupNames: new Set(namesIn(text, groupMentions(), 2)),
    ...linkedChannels(text),
    uploadPathIds: new Set(namesIn(text, UPLOAD, 1)),
    mayHaveEmoji: /:[\p{L}\p{N}_+-]+:/u.test(text),
  };
}

const namesIn = (text: string, pattern: RegExp, group: number): string[] =>
  Array.from(text.matchAll(pattern), (match) => match[group] ?? '');

function linkedChannels(text: string): Pick<Lookups, 'channelNames' | 'topics'> {
  const channelNames = new Set<string>();
  const topics: { readonly channelName: string; readonly topic: string }[] = [];
  for (const written of namesIn(text, channelLinks(), 1)) {
    channelNames.add(written);
    const bar = written.indexOf('>');
    if (bar <= 0) continue;
    const channelName = written.slice(0, bar);
    channelNames.add(channelName);
    topics.push({ channelName, topic: written.slice(bar + 1) });
  }
  return { channelNames, topics };
}
