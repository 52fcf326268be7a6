import type { SeedRandom } from '../../src/db/seed/random.ts';
import type { PoisonInput } from '../inputs.ts';
import { FAILING_QUEUES, namesUnder } from '../queues.ts';
import { wideMessageOf } from './bots.ts';
import { insist } from './producing-side.ts';
import type { ProducingSide } from './producing-side.ts';

const NOBODY = 99_999_999;
const UNKNOWN_SCHEMA_ID = 999_999;

/** Sends one record that no consumer can use; which one is a matter of chance. */
export const sendPoison = async (side: ProducingSide, random: SeedRandom): Promise<PoisonInput[]> => {
  const draw = random.next();
  const key = `poison-${random.hex(12)}`;
  if (draw < 0.5) return sendMalformed(side, random, key);
  if (draw < 0.7) return sendToNobody(side, random, key);
  return draw < 0.85 ? sendAboutNobody(side, random, key) : sendToNoBot(side, random, key);
};

const sendMalformed = async (
  side: ProducingSide,
  random: SeedRandom,
  key: string,
): Promise<PoisonInput[]> => {
  const queue = random.pick(FAILING_QUEUES);
  const unknownSchema = Buffer.alloc(12);
  unknownSchema.writeInt32BE(UNKNOWN_SCHEMA_ID, 1);
  const value = random.pick([
    Buffer.from('{"not":"avro"}'),
    Buffer.from([0, 0, 7]),
    Buffer.alloc(0),
    unknownSchema,
  ]);
  const topic = namesUnder(side.prefix, queue).main;
  const certain = await insist(() => side.broker.producer().send(topic, [{ key, value, headers: {} }]));
  return [{ kind: 'poison', certain, queue, key, disposition: 'malformed', errorClass: null }];
};

const sendToNobody = async (side: ProducingSide, random: SeedRandom, key: string): Promise<PoisonInput[]> => {
  const queue = random.pick(['email_senders', 'deferred_email_senders'] as const);
  const eventId = random.uuid();
  const certain = await insist(() =>
    side.producer.send(
      queue,
      { template_prefix: 'zerver/emails/invitation', to_user_ids: [NOBODY], context: {} },
      { eventId, key },
    ),
  );
  return [{ kind: 'poison', certain, queue, key, disposition: 'rejected', errorClass: 'unknown_user' }];
};

const sendAboutNobody = async (
  side: ProducingSide,
  random: SeedRandom,
  key: string,
): Promise<PoisonInput[]> => {
  const queue = 'missedmessage_emails';
  const eventId = random.uuid();
  const certain = await insist(() =>
    side.producer.send(
      queue,
      { user_profile_id: NOBODY, message_id: 1, trigger: 'direct_message' },
      { eventId, key },
    ),
  );
  return [{ kind: 'poison', certain, queue, key, disposition: 'rejected', errorClass: 'unknown_person' }];
};

const sendToNoBot = async (side: ProducingSide, random: SeedRandom, key: string): Promise<PoisonInput[]> => {
  const queue = random.pick(['outgoing_webhooks', 'embedded_bots'] as const);
  const eventId = random.uuid();
  const noBot = { ...random.pick(side.bots), id: NOBODY };
  const question = { bot: noBot, person: random.pick(side.organization.people), token: '0', eventId };
  const message = wideMessageOf({ ...question, messageId: 1 }, side.organization);
  const certain = await insist(() =>
    side.producer.send(
      queue,
      { message, trigger: 'direct_message', user_profile_id: NOBODY },
      { eventId, key },
    ),
  );
  return [{ kind: 'poison', certain, queue, key, disposition: 'rejected', errorClass: 'unknown_bot' }];
};
