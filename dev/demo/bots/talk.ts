import type { MessageDraft } from '../../../src/shared/messages/message-draft.ts';
import type { Play } from '../play.ts';
import { openBotServer } from './bot-server.ts';
import type { BotServer } from './bot-server.ts';
import { prepareBots } from './prepare-bots.ts';
import type { BotCast } from './prepare-bots.ts';
import { SCENES } from './scenes.ts';
import type { Scene } from './scenes.ts';

/** A scene whose question is posted. */
export interface PlayedScene extends Scene {
  /** The message that asks. */
  readonly questionId: number;
}

/** A conversation with bots that has begun. */
export interface Talk {
  readonly server: BotServer;
  readonly cast: BotCast;
  readonly scenes: readonly PlayedScene[];
}

const TOPIC = 'meet the bots';
const POST_LIMIT_MS = 10_000;

/** Opens the server of the bots and posts every question; the answers come from the workers. */
export const startTalk = async ({ server: chat, organization, say }: Play): Promise<Talk> => {
  const server = await openBotServer(SCENES);
  const cast = await prepareBots(chat.database, organization, server);
  say(`${cast.person.name} asks bots ${SCENES.length} times, in #${cast.channel} and in direct messages`);
  const scenes: PlayedScene[] = [];
  // One after another: each question has a time of its own, as when a person writes.
  for (const [place, scene] of SCENES.entries()) {
    const [result] = await chat.poster.post([draftOf(scene, place, cast)], {
      signal: AbortSignal.timeout(POST_LIMIT_MS),
    });
    if (result?.kind !== 'sent') {
      throw new Error(`the question "${scene.question}" was not posted: ${JSON.stringify(result)}`);
    }
    scenes.push({ ...scene, questionId: result.messageId });
  }
  return { server, cast, scenes };
};

const draftOf = ({ bot, place, question }: Scene, number: number, cast: BotCast): MessageDraft => {
  const botId = cast.botIds.get(bot);
  if (botId === undefined) throw new Error(`${bot} was not made`);
  return {
    idempotencyKey: `demo:question:${number}`,
    senderId: cast.person.id,
    clientName: 'website',
    readByUserIds: [cast.person.id],
    ...(place === 'channel'
      ? {
          address: { kind: 'channel', channel: { by: 'name', name: cast.channel }, topic: TOPIC },
          content: `@**${bot}** ${question}`,
        }
      : { address: { kind: 'direct', people: { by: 'ids', ids: [botId] } }, content: question }),
  };
};
