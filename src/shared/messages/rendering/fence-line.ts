/** A line that begins or ends a fenced block. */
export interface FenceLine {
  /** The backticks or tildes. */
  readonly marks: string;
  readonly language: string | undefined;
  /** The rest of the line: the heading of a spoiler. */
  readonly header: string | undefined;
}

const MARKS = /^(?:~{3,}|`{3,}) */u;
const LANGUAGE = /^\{?\.?([a-zA-Z0-9_+\-./#]+) *(.*)$/su;

/**
 * The line as a fence, or nothing. `{.py}` is the language `py`.
 * @source zulip zerver/lib/markdown/fenced_code.py FENCE_RE
 */
export function fenceOf(line: string): FenceLine | undefined {
  const start = MARKS.exec(line)?.[0];
  if (start === undefined) return undefined;
  const marks = start.trimEnd();
  const rest = line.slice(start.length);
  if (rest === '') return { marks, language: undefined, header: undefined };
  if (/[~`]/u.test(rest)) return undefined;
  const match = LANGUAGE.exec(rest);
  if (match === null) return undefined;
  return { marks, language: match[1], header: match[2] === '' ? undefined : match[2] };
}
