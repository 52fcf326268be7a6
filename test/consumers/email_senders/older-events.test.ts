import { expect, it } from 'vitest';
import { recordsOf } from '../../../src/schemas/avro-schema.ts';
import { eventTypeFor } from '../../../src/schemas/avro-types.ts';
import { createEventCodec } from '../../../src/schemas/codec.ts';
import { writeEnvelope } from '../../../src/schemas/envelope.ts';
import { createLocalSchemas } from '../../../src/schemas/local-schemas.ts';
import { schemaOf } from '../../schemas/arbitrary-event.ts';
import { createDeliveryWorld } from '../../shared/mail-delivery/delivery-world.ts';
import { mailEvent } from '../../shared/mail-message/mail-world.ts';

const source = createLocalSchemas();
const codec = createEventCodec(source);

/** Decodes an event as an older producer wrote it. */
async function decoded(fields: object): Promise<unknown> {
  const [record] = recordsOf(schemaOf('email_senders'));
  if (record === undefined) throw new Error('no schema');
  const { template_prefix, context } = mailEvent({ language: 'en' });
  const body = eventTypeFor(record).toBuffer({ template_prefix, context, language: 'en', ...fields });
  return codec.decoder('email_senders').decode(writeEnvelope(await source.idOf('email_senders'), null, body));
}

it.each([
  [{ to_email: 'a@b.c' }, { to_emails: ['a@b.c'], to_user_ids: null }, 'a@b.c'],
  [{ to_email: null, to_user_ids: [10] }, { to_emails: null, to_user_ids: [10] }, 'hamlet@zulip.com'],
  [{ to_user_id: 10 }, { to_emails: null, to_user_ids: [10] }, 'hamlet@zulip.com'],
])('check 15: %j is read as %j and mailed', async (older, recipients, address) => {
  const answer = (await decoded(older)) as { kind: string; event: Parameters<typeof mailEvent>[0] };
  expect(answer).toMatchObject({ kind: 'decoded', event: recipients });
  for (const key of ['to_email', 'to_user_id']) expect(answer.event).not.toHaveProperty(key);
  const world = createDeliveryWorld();
  expect(await world.handle(mailEvent(answer.event))).toEqual({ kind: 'done' });
  expect(world.mailer.sent[0]?.recipient).toBe(address);
});
