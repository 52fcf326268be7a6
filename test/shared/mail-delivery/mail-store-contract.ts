import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { DeliveryClaim, DeliveryRecord, MailStore } from '../../../src/shared/mail-delivery/ports.ts';
import { doubtOf } from './doubt.ts';

/** A store under test, with what only its own side can do. */
export interface StoreUnderTest {
  readonly store: MailStore;
  readonly leaseMs: number;
  /** Makes the claims of these events `ageMs` older. */
  readonly age: (eventIds: readonly string[], ageMs: number) => Promise<void>;
  /** The last words of a row. */
  readonly responseOf: (eventId: string) => Promise<string>;
  /** A user of an organization that is there. */
  readonly user: { readonly id: number; readonly email: string; readonly realmId: number };
}

/** What every mail store promises; run over the one in memory and the one over PostgreSQL. */
export function mailStoreContract(open: () => StoreUnderTest): void {
  const claim = (eventId: string = randomUUID()): DeliveryClaim => ({
    eventId,
    queue: 'email_senders',
    messageId: `${eventId}@testserver`,
  });
  const first = { kind: 'claimed', attempts: 1, isOutcomeUnknown: false };

  it('answers the users and organizations that exist', async () => {
    const { store, user } = open();
    const users = await store.users([user.id, 2_000_000_000]);
    expect([...users.keys()]).toEqual([user.id]);
    expect(users.get(user.id)).toMatchObject({ deliveryEmail: user.email, isSuppressed: false });
    expect(users.get(user.id)?.realm.id).toBe(user.realmId);
    const realms = await store.realms([user.realmId, 2_000_000_000]);
    expect(realms.get(user.realmId)).toEqual(users.get(user.id)?.realm);
    expect(realms.size).toBe(1);
  });

  it('an address on the list is known whatever its case, until it is taken off', async () => {
    const { store, user } = open();
    const address = user.email.toLowerCase();
    await store.suppress(address, '550 unknown');
    await store.suppress(address, 'again');
    expect((await store.users([user.id])).get(user.id)?.isSuppressed).toBe(true);
    expect([...(await store.suppressed([address, 'other@x.y']))]).toEqual([address]);
    await store.unsuppress(address);
    expect((await store.users([user.id])).get(user.id)?.isSuppressed).toBe(false);
  });

  it('gives a delivery to the first who claims it, and says until when it is in good hands', async () => {
    const { store, leaseMs } = open();
    const claims = [claim(), claim()];
    const answers = await store.claim(claims);
    expect(claims.map(({ eventId }) => answers.get(eventId))).toEqual([first, first]);
    const again = (await store.claim(claims)).get(claims[0]?.eventId ?? '');
    expect(again).toMatchObject({ kind: 'in_flight' });
    expect(again?.kind === 'in_flight' ? again.untilMs : 0).toBeGreaterThan(leaseMs);
  });

  it('a claim that nobody finished is given to the next, with the doubt', async () => {
    const { store, leaseMs, age } = open();
    const left = claim();
    await store.claim([left]);
    await age([left.eventId], leaseMs + 1_000);
    expect((await store.claim([left])).get(left.eventId)).toEqual({
      kind: 'claimed',
      attempts: 2,
      isOutcomeUnknown: true,
    });
  });

  it.each([
    ['sent', { kind: 'already_sent' }],
    ['failed', { kind: 'claimed', attempts: 2, isOutcomeUnknown: false }],
    ['suppressed', { kind: 'claimed', attempts: 2, isOutcomeUnknown: false }],
    ['unknown', { kind: 'claimed', attempts: 2, isOutcomeUnknown: true }],
  ] as const)('after the ending %s the next claim is answered %j', async (status, answer) => {
    const { store } = open();
    const ended = claim();
    await store.claim([ended]);
    await store.record([{ eventId: ended.eventId, status, response: '250 ok' }]);
    expect((await store.claim([ended])).get(ended.eventId)).toEqual(answer);
  });

  it('keeps a doubt however the attempts after it end, the latest one', async () => {
    const { store, responseOf } = open();
    const doubted = claim();
    const { eventId } = doubted;
    const attempt = async (status: DeliveryRecord['status'], response: string): Promise<void> => {
      await store.claim([doubted]);
      await store.record([{ eventId, status, response }]);
    };
    await attempt('unknown', 'no answer');
    await attempt('failed', 'broken off before DATA');
    await attempt('failed', '451 later');
    expect(await responseOf(eventId)).toBe(`${doubtOf(2)}451 later`);
    await attempt('unknown', 'no answer');
    await attempt('sent', '250 ok');
    expect(await responseOf(eventId)).toBe(`${doubtOf(5)}250 ok`);
  });

  it('a process that tells its ending late does not take back that the mail is sent', async () => {
    const { store, responseOf } = open();
    const late = claim();
    await store.claim([late]);
    await store.record([{ eventId: late.eventId, status: 'sent', response: '250 ok' }]);
    await store.record([{ eventId: late.eventId, status: 'failed', response: 'broken off before DATA' }]);
    expect((await store.claim([late])).get(late.eventId)).toEqual({ kind: 'already_sent' });
    expect(await responseOf(late.eventId)).toBe('250 ok');
  });

  it('many at once: each has its own ending', async () => {
    const { store } = open();
    const claims = Array.from({ length: 200 }, () => claim());
    await store.claim(claims);
    await store.record(
      claims.map(({ eventId }, index) => ({
        eventId,
        status: index % 2 === 0 ? ('sent' as const) : ('failed' as const),
        response: '',
      })),
    );
    const answers = await store.claim(claims);
    expect(claims.map(({ eventId }) => answers.get(eventId)?.kind)).toEqual(
      claims.map((_, index) => (index % 2 === 0 ? 'already_sent' : 'claimed')),
    );
  });
}
