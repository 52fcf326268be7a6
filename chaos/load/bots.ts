import { writeMessages } from '../../dev/demo/load.ts';
import { makeBots } from '../../dev/demo/bots/make-bots.ts';
import type { BotPlan } from '../../dev/demo/bots/make-bots.ts';
import type { Organization, Person, PlannedMessage } from '../../dev/demo/plan.ts';
import type { DatabaseHandle } from '../../src/db/client.ts';
import type { SeedRandom } from '../../src/db/seed/random.ts';
import type { WideMessageInput } from '../../src/schemas/generated/outgoing_webhooks.ts';
import { questionAbout, tokenOf } from '../bot-talk.ts';
import type { BotInput } from '../inputs.ts';
import { insist } from './producing-side.ts';
import type { ProducingSide } from './producing-side.ts';

/** A bot that people write to. */
export interface LoadBot {
  readonly id: number;
  readonly recipientId: number;
  readonly name: string;
  readonly queue: BotInput['queue'];
}

/** Of each queue. A bot may send 20 messages in 5 s: after an outage so many bots answer all that has piled up. */
const BOTS_PER_QUEUE = 16;
const SERVICE_TOKEN = 'chaos';

/** Makes the bots of the load: half of them run inside the workers, half on the server at `serverUrl`. */
export const prepareLoadBots = async (
  database: DatabaseHandle,
  { people, realmId }: Organization,
  serverUrl: string,
): Promise<readonly LoadBot[]> => {
  const ownerId = people[0]?.id;
  if (ownerId === undefined) throw new Error('the organization has no people');
  const plans = Array.from({ length: BOTS_PER_QUEUE }, (_, index): BotPlan[] => [
    {
      name: `Server Bot ${index + 1}`,
      service: { kind: 'webhook', url: serverUrl, token: SERVICE_TOKEN, format: 'generic' },
    },
    { name: `Inner Bot ${index + 1}`, service: { kind: 'embedded', program: 'converter' } },
  ]).flat();
  const made = await database.transaction((tx) => makeBots(tx, { realmId, ownerId }, plans));
  return made.map(({ id, recipientId, fullName }, place) => ({
    ...{ id, recipientId, name: fullName },
    queue: plans[place]?.service.kind === 'webhook' ? 'outgoing_webhooks' : 'embedded_bots',
  }));
};

/** What a beat of questions is. */
export interface QuestionBeat {
  readonly count: number;
  /** Questions before it. */
  readonly asked: number;
  readonly way: BotInput['way'];
  readonly random: SeedRandom;
}

interface Question {
  readonly bot: LoadBot;
  readonly person: Person;
  readonly token: string;
  readonly eventId: string;
}

/** A question that now has a row. */
interface WrittenQuestion extends Question {
  readonly messageId: number;
}

/** Has people write to bots, and calls the bots in the same transaction or straight through Kafka after it. */
export const askBots = async (
  side: ProducingSide,
  { count, asked, way, random }: QuestionBeat,
): Promise<BotInput[]> => {
  if (count === 0) return [];
  await insist(() => side.database.ping());
  const questions = Array.from({ length: count }, (_, index): Question => ({
    bot: random.pick(side.bots),
    person: random.pick(side.organization.people),
    token: tokenOf(asked + index),
    eventId: random.uuid(),
  }));
  let written: readonly WrittenQuestion[] = [];
  let isCommitted = true;
  try {
    await side.database.transaction(async (tx) => {
      const rows = await writeMessages(tx, side.organization, questions.map(messageOf));
      written = questions.map((question, place) => ({ ...question, messageId: rows[place]?.id ?? 0 }));
      if (way === 'outbox') await side.outbox.enqueueAll(tx, eventsOf(side, written));
    });
  } catch {
    // Nobody knows whether it was committed. Questions without their events are not what is tried here.
    isCommitted = false;
  }
  if (way === 'outbox') return inputsOf(written, way, isCommitted);
  if (!isCommitted) return [];
  const certain = await insist(async () => {
    const prepared = await Promise.all(
      eventsOf(side, written).map(({ stream, event, options }) =>
        side.producer.prepare(stream, event, options),
      ),
    );
    await side.producer.sendPrepared(prepared);
  });
  return inputsOf(written, way, certain);
};

const messageOf = ({ bot, person, token }: Question): PlannedMessage => ({
  ...{ token, kind: 'direct', senderId: person.id, recipientId: bot.recipientId },
  ...{ conversation: `${bot.id} from ${person.id}`, topic: '\u0007', isChannel: false },
  text: questionAbout(token),
  notices: [{ personId: bot.id, trigger: 'direct_message', fate: 'stays_unread' }],
});

const eventsOf = ({ organization }: ProducingSide, written: readonly WrittenQuestion[]) =>
  written.map((question) => ({
    stream: question.bot.queue,
    event: {
      message: wideMessageOf(question, organization),
      trigger: 'direct_message' as const,
      user_profile_id: question.bot.id,
    },
    options: { eventId: question.eventId },
  }));

/** The parts that the queues use are as in the rows; the others are plausible. */
export const wideMessageOf = (
  { bot, person, token, messageId }: WrittenQuestion,
  { realmId }: Organization,
): WideMessageInput => ({
  ...{ id: messageId, sender_id: person.id, client: 'website', type: 'private', subject: '' },
  ...{ content: questionAbout(token), rendered_content: `<p>${questionAbout(token)}</p>` },
  ...{ recipient_id: bot.recipientId, recipient_type: 1, recipient_type_id: bot.id },
  ...{ timestamp: Math.floor(Date.now() / 1_000), is_me_message: false },
  ...{ sender_full_name: person.name, sender_email: person.address, sender_delivery_email: person.address },
  ...{ sender_realm_str: '', sender_realm_id: realmId, sender_recipient_id: person.recipientId },
  ...{ sender_avatar_source: 'G', sender_avatar_version: 1, sender_is_mirror_dummy: false },
  sender_email_address_visibility: 1,
  display_recipient: [
    { id: person.id, email: person.address, full_name: person.name, is_mirror_dummy: false },
    { id: bot.id, email: `bot${bot.id}@chat.example.com`, full_name: bot.name, is_mirror_dummy: false },
  ],
});

const inputsOf = (written: readonly WrittenQuestion[], way: BotInput['way'], certain: boolean): BotInput[] =>
  written.map(({ bot, person, token, eventId, messageId }) => ({
    ...{ kind: 'bot', way, certain, queue: bot.queue, botId: bot.id, personId: person.id },
    ...{ messageId, token, eventId },
  }));
