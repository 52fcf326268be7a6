import { htmlMessage, labelledHtmlMessage } from './html-message.ts';
import type { HtmlMessageOptions } from './html-message.ts';
import { plainMessage } from './plain-message.ts';

/** A message as it is shown in a mail. */
export interface ShownMessage {
  readonly id: number;
  readonly senderId: number;
  readonly senderName: string;
  readonly sentAtMs: number;
  readonly content: string;
  readonly renderedContent: string | null;
}

/** Consecutive messages of one sender; `sender` is '' where no name is shown. */
export interface SenderBlock {
  readonly sender: string;
  readonly content: readonly { readonly plain: string; readonly html: string }[];
}

/** A message that the server has not rendered; it cannot be shown. */
class UnrenderedMessageError extends Error {
  override readonly name = 'UnrenderedMessageError';
  readonly code = 'unrendered_message';

  constructor(messageId: number) {
    super(`message ${messageId} has no rendered content`);
  }
}

/** The newest message of a block's sender, while blocks are being built. */
interface OpenBlock extends SenderBlock {
  readonly senderId: number | null;
  readonly content: { plain: string; html: string }[];
}

/**
 * Messages in the order they were sent, in blocks of one sender, with the sender's name before the first of each when
 * `showSenders` is set. Throws an `UnrenderedMessageError`.
 * @source zulip zerver/lib/email_notifications.py build_message_list. Different: two people of one name stay apart.
 */
export function messageBlocks(
  messages: readonly ShownMessage[],
  options: HtmlMessageOptions & { readonly showSenders: boolean },
): readonly SenderBlock[] {
  const blocks: OpenBlock[] = [];
  for (const message of messages.toSorted((a, b) => a.sentAtMs - b.sentAtMs || a.id - b.id)) {
    const senderId = options.showSenders ? message.senderId : null;
    const last = blocks.at(-1);
    if (last?.senderId === senderId) last.content.push(showMessage(message, '', options));
    else {
      const sender = options.showSenders ? message.senderName : '';
      blocks.push({ senderId, sender, content: [showMessage(message, sender, options)] });
    }
  }
  return blocks.map(({ sender, content }) => ({ sender, content }));
}

function showMessage(
  message: ShownMessage,
  label: string,
  options: HtmlMessageOptions,
): { plain: string; html: string } {
  const plain = plainMessage(message.content, options);
  if (message.renderedContent === null) throw new UnrenderedMessageError(message.id);
  return label === ''
    ? { plain, html: htmlMessage(message.renderedContent, options) }
    : {
        plain: `${label}:\n${plain}`,
        html: labelledHtmlMessage(message.renderedContent, label, options),
      };
}
