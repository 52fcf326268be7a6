/** What the plain-text form of a message needs beside its Markdown. */
export interface PlainMessageOptions {
  /** `https://host` of the organization, without a slash at the end. */
  readonly realmUrl: string;
  /** Stands in for the content of a spoiler, in the reader's language. */
  readonly spoilerHint: string;
}

interface Fence {
  readonly marks: string;
  readonly kind: 'code' | 'quote' | 'spoiler';
}

const FENCE = /^[ \t]*(`{3,}|~{3,})[ \t]*([^\s`]*)/;

/**
 * A message's Markdown as the quoted text of a mail: links reduced to their address, uploads absolute, spoilers
 * closed, every line after `> `.
 * @source zulip zerver/lib/email_notifications.py build_message_plain_content. Different: fences of ordinary code
 * blocks stay.
 */
export function plainMessage(content: string, options: PlainMessageOptions): string {
  const withLinks = content
    .replaceAll(/\[(\S*)\]\((\S*)\)/g, '$2')
    .replaceAll(/(?<![\w.:-])\/user_uploads\//g, `${options.realmUrl}/user_uploads/`);
  return closeSpoilers(withLinks.split('\n'), options.spoilerHint)
    .map((line) => `> ${line}`)
    .join('\n');
}

/** Drops what is inside spoilers, also those inside quotes; a code block shows whatever stands in it. */
function closeSpoilers(lines: readonly string[], hint: string): readonly string[] {
  const shown: string[] = [];
  const open: Fence[] = [];
  for (const line of lines) {
    const inner = open.at(-1);
    const match = FENCE.exec(line);
    if (inner !== undefined && match !== null && line.trim() === inner.marks) {
      open.pop();
      if (!isInsideSpoiler(open)) shown.push(line);
      continue;
    }
    if (isInsideSpoiler(open)) continue;
    shown.push(line);
    if (match === null || inner?.kind === 'code') continue;
    const kind = fenceKind(match[2] ?? '');
    open.push({ marks: match[1] ?? '', kind });
    if (kind === 'spoiler') shown.push(hint);
  }
  return shown;
}

const isInsideSpoiler = (open: readonly Fence[]): boolean => open.some(({ kind }) => kind === 'spoiler');

function fenceKind(language: string): Fence['kind'] {
  if (language === 'spoiler') return 'spoiler';
  return language === 'quote' || language === 'quoted' ? 'quote' : 'code';
}
