import { isJsonObject } from '../../../schemas/json-value.ts';
import type { Widget } from '../checked-message.ts';
import type { Refused } from '../message-draft.ts';
import { SPACE, strip } from '../rendering/python-text.ts';
import { refused } from './refusal.ts';

const COMMAND = new RegExp(`^/(poll|todo)(?=[${SPACE}]|$)`, 'u');
/** What Python's `splitlines` takes for the end of a line. */
// eslint-disable-next-line no-control-regex -- separators of lines are control characters
const LINE_END = /\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/u;
const LIST_MARK = new RegExp(`^[-*]?[${SPACE}]*`, 'u');

/**
 * The widget of a message: the one that is asked for, else the one that a command at the start of the text makes, else
 * null; or why the one that is asked for is refused.
 * @source zulip zerver/lib/widget.py get_widget_data, zerver/lib/validator.py check_widget_content
 */
export function widgetOf(content: string, widgetContent: string | null): Widget | Refused | null {
  return widgetContent === null ? commandWidget(content) : requestedWidget(widgetContent);
}

function requestedWidget(json: string): Widget | Refused {
  let asked: unknown;
  try {
    asked = JSON.parse(json);
  } catch {
    return refused('Widgets: API programmer sent invalid JSON content');
  }
  const problem = problemOf(asked);
  if (problem !== null) return refused(`Widgets: ${problem}`);
  const { widget_type: widgetType, extra_data: extraData } = asked as {
    widget_type: string;
    extra_data: unknown;
  };
  return { widgetType, extraData };
}

/** What is wrong with the shape of a widget; only forms with choices can be asked for. */
function problemOf(asked: unknown): string | null {
  if (!isJsonObject(asked)) return 'widget_content is not a dict';
  if (!('widget_type' in asked)) return 'widget_type is not in widget_content';
  if (!('extra_data' in asked)) return 'extra_data is not in widget_content';
  const { widget_type: type, extra_data: form } = asked;
  if (!isJsonObject(form)) return 'extra_data is not a dict';
  if (type !== 'zform') return `unknown widget type: ${nameOf(type)}`;
  if (!('type' in form)) return 'zform is missing type field';
  if (form['type'] !== 'choices') return `unknown zform type: ${nameOf(form['type'])}`;
  return textProblem(form, ['heading'], 'extra_data') ?? choicesProblem(form['choices']);
}

function choicesProblem(choices: unknown): string | null {
  if (choices === undefined) return 'choices key is missing from extra_data';
  if (!Array.isArray(choices)) return 'extra_data["choices"] is not a list';
  for (const [index, choice] of choices.entries()) {
    const place = `extra_data["choices"][${index}]`;
    if (!isJsonObject(choice)) return `${place} is not a dict`;
    const problem = textProblem(choice, ['short_name', 'long_name', 'reply'], place);
    if (problem !== null) return problem;
  }
  return null;
}

function textProblem(
  record: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  place: string,
): string | null {
  for (const key of keys) {
    if (!(key in record)) return `${key} key is missing from ${place}`;
    if (typeof record[key] !== 'string') return `${place}["${key}"] is not a string`;
  }
  return null;
}

const nameOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function commandWidget(content: string): Widget | null {
  const command = COMMAND.exec(content);
  if (command === null) return null;
  const [title = '', ...lines] = content.slice(command[0].length).split(LINE_END);
  const entries = lines.map((line) => strip(line).replace(LIST_MARK, '')).filter((entry) => entry !== '');
  return command[1] === 'poll'
    ? { widgetType: 'poll', extraData: { question: strip(title), options: entries } }
    : { widgetType: 'todo', extraData: { task_list_title: strip(title), tasks: entries.map(taskOf) } };
}

/** `task: description`. */
function taskOf(entry: string): { readonly task: string; readonly desc: string } {
  const colon = entry.indexOf(': ');
  return colon === -1
    ? { task: entry, desc: '' }
    : { task: strip(entry.slice(0, colon)), desc: strip(entry.slice(colon + 2)) };
}
