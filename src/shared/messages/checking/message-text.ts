/** Texts as people and mails write them, made into what is stored. Lengths count code points. */
import type { Refused } from '../message-draft.ts';
import { strip, stripEnd } from '../rendering/python-text.ts';
import { refused } from './refusal.ts';

/** Longest message. */
const MAX_CONTENT_CHARACTERS = 10_000;
const CONTENT_CUT_MARK = '\n[message truncated]';
/** Longest topic, and longest name of a channel. */
const MAX_NAME_CHARACTERS = 60;
const TOPIC_CUT_MARK = '...';
/** Names under which clients show the topic without a name; only in these letter cases. */
const EMPTY_TOPIC_NAMES: ReadonlySet<string> = new Set(['general chat', '(no topic)']);
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;

/**
 * Markdown without white space at its end and newlines at its start, cut to 10,000 characters; or why it cannot be posted.
 * Different from the original: halves of surrogate pairs, which PostgreSQL cannot store, are refused.
 * @source zulip zerver/lib/message.py normalize_body
 */
export function normaliseContent(written: string, maxCharacters = MAX_CONTENT_CHARACTERS): string | Refused {
  const content = stripEnd(written).replace(/^\n+/u, '');
  if (content === '') return refused('Message must not be empty');
  if (content.includes('\u0000')) return refused('Message must not contain null bytes');
  if (!content.isWellFormed()) return refused('Message must be valid Unicode text');
  return cutTo(content, maxCharacters, CONTENT_CUT_MARK);
}

/**
 * The topic as it is stored, `''` for the one without a name; or why it cannot be.
 * @source zulip zerver/lib/addressee.py Addressee.for_stream, zerver/lib/string_validation.py check_stream_topic
 */
export function normaliseTopic(written: string | null): string | Refused {
  if (written === null) return refused('Missing topic');
  const topic = strip(written);
  if (EMPTY_TOPIC_NAMES.has(topic)) return '';
  const position = unprintableAt(topic);
  if (position !== null) return refused(`Invalid character in topic, at position ${position}!`);
  return cutTo(topic, MAX_NAME_CHARACTERS, TOPIC_CUT_MARK);
}

/**
 * The name of a channel without white space around it, or why no channel can have it.
 * @source zulip zerver/lib/string_validation.py check_stream_name
 */
export function normaliseChannelName(written: string): string | Refused {
  const name = strip(written);
  if (name === '') return refused("Channel name can't be empty.");
  if (Array.from(name).length > MAX_NAME_CHARACTERS) {
    return refused(`Channel name too long (limit: ${MAX_NAME_CHARACTERS} characters).`);
  }
  const position = unprintableAt(name);
  return position === null ? name : refused(`Invalid character in channel name, at position ${position}.`);
}

/** Place of the first character that is not shown, counted from 1; null when all are. */
function unprintableAt(text: string): number | null {
  const index = text.search(UNPRINTABLE);
  return index === -1 ? null : Array.from(text.slice(0, index)).length + 1;
}

function cutTo(text: string, limit: number, mark: string): string {
  // A text has at least as many units as characters, so most are not taken apart.
  if (text.length <= limit) return text;
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - mark.length).join('')}${mark}`;
}
