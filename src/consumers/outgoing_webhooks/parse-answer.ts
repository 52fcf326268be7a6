import { isJsonObject } from '../../schemas/json-value.ts';
import type { JsonObject, JsonValue } from '../../schemas/json-value.ts';
import { pythonString } from './python-text.ts';
import type { ServiceFormat } from './service-format.ts';

/** What a service asks for in the body of a 2xx answer. */
export type Answer =
  | { readonly kind: 'reply'; readonly content: string; readonly widgetContent: string | null }
  | { readonly kind: 'no_reply' }
  /** The body is not what it should be; the text is for people. */
  | { readonly kind: 'refused'; readonly text: string };

/** Four times what a message holds: more is never posted, and need not be kept. */
const LONGEST_CONTENT = 40_000;

const NO_REPLY: Answer = { kind: 'no_reply' };

const refused = (text: string): Answer => ({ kind: 'refused', text });

/**
 * Reads the body, whatever its content type says. Never throws.
 * @source zulip zerver/lib/outgoing_webhook.py process_success_response. Different: null is no reply instead of the text
 * `None`, a Slack text that is not a string is written out instead of ending in the error file, and a widget that is not
 * a string is refused in the words for one that is not JSON.
 */
export function parseAnswer(format: ServiceFormat, body: string): Answer {
  const json = parseJson(body);
  if (json === undefined) return refused('Invalid JSON in response');
  // Bot servers of old answer so when they have nothing to say.
  if (json === '') return NO_REPLY;
  if (!isJsonObject(json)) return refused('Invalid response format');
  return format === 'slack' ? reply(json['text'], null) : genericAnswer(json);
}

function genericAnswer(json: JsonObject): Answer {
  if (isTruthy(json['response_not_required'])) return NO_REPLY;
  if ('response_string' in json) return reply(json['response_string'], null);
  return reply(json['content'], json['widget_content'] ?? null);
}

function reply(content: JsonValue | undefined, widget: JsonValue): Answer {
  if (content === undefined || content === null) return NO_REPLY;
  const text = pythonString(content).slice(0, LONGEST_CONTENT).toWellFormed();
  if (text.trim() === '') return NO_REPLY;
  if (widget !== null && typeof widget !== 'string') {
    return refused('Widgets: API programmer sent invalid JSON content');
  }
  return { kind: 'reply', content: text, widgetContent: widget };
}

/** Undefined when it is not JSON, which an empty body is not either. */
function parseJson(body: string): JsonValue | undefined {
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    // The caller says so to the people concerned.
    return undefined;
  }
}

/** As Python sees it: empty lists and objects are false. */
const isTruthy = (value: JsonValue | undefined): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
