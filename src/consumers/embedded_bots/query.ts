import { stripStart } from '../../shared/messages/rendering/python-text.ts';
import type { ServiceBot } from '../../shared/service-bots/service-bot.ts';

/**
 * What is asked of a bot that is mentioned at the start of a text: the rest of the text. Null when it is not mentioned
 * there; silent and group mentions do not count. A mention with the bot's id counts whatever name stands in it, so a
 * renamed bot still hears; of several in one line the last one ends it.
 * @source zulip zerver/lib/bot_lib.py / python-zulip-api zulip_bots/lib.py extract_query_without_mention
 */
export function queryWithoutMention(
  content: string,
  bot: Pick<ServiceBot, 'id' | 'fullName'>,
): string | null {
  if (!content.startsWith('@**')) return null;
  const lineEnd = content.indexOf('\n');
  const line = lineEnd === -1 ? content : content.slice(0, lineEnd);
  const byId = `|${bot.id}**`;
  const place = line.lastIndexOf(byId);
  if (place !== -1) return stripStart(content.slice(place + byId.length));
  const byName = `@**${bot.fullName}**`;
  return content.startsWith(byName) ? stripStart(content.slice(byName.length)) : null;
}
