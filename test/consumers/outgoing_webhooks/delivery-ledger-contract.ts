/** What every ledger of deliveries promises; run over the one in memory and the one in PostgreSQL. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { paused, unavailable } from '../../../src/consumers/outgoing_webhooks/failures.ts';
import type {
  Admission,
  DeliveryKey,
  DeliveryLedger,
  FailureRecord,
} from '../../../src/consumers/outgoing_webhooks/ports.ts';

/** A ledger under test. */
export interface LedgerUnderTest<Tx> {
  readonly ledger: DeliveryLedger<Tx>;
  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  /** Lets everything in the ledger become older. */
  age(durationMs: number): Promise<void>;
  state(key: DeliveryKey): Promise<string>;
  /** A service that no test has used. */
  freshKey(): DeliveryKey;
}

const MINUTE_MS = 60_000;
const FAILURE = unavailable({ status: 500, ownerDetail: 'broken' });
const AT_FAULT: FailureRecord = { service: 'at_fault', code: 'error_status', said: 'broken', isTold: false };

export function describeDeliveryLedger<Tx>(name: string, open: () => LedgerUnderTest<Tx>): void {
  const admit = (target: LedgerUnderTest<Tx>, key: DeliveryKey): Promise<Admission> =>
    target.ledger.admit(key, randomUUID());
  const fail = (target: LedgerUnderTest<Tx>, key: DeliveryKey, record = AT_FAULT): Promise<boolean> =>
    target.transaction((tx) => target.ledger.finishFailed(tx, key, record));
  /** The same service, another message. */
  const next = (key: DeliveryKey, step = 1): DeliveryKey => ({ ...key, messageId: key.messageId + step });
  const failOften = async (target: LedgerUnderTest<Tx>, key: DeliveryKey, times: number) => {
    const pauses: boolean[] = [];
    for (let step = 0; step < times; step += 1) {
      await admit(target, next(key, step));
      pauses.push(await fail(target, next(key, step)));
    }
    return pauses;
  };

  describe(`the ledger of deliveries ${name}`, () => {
    it('counts each attempt before it begins, under one delivery id', async () => {
      const target = open();
      const key = target.freshKey();
      const first = await admit(target, key);
      const second = await admit(target, key);
      expect([first, second]).toMatchObject([
        {
          kind: 'call',
          attempt: 1,
          isTrial: false,
          delivery: { ...key, failuresInRow: 0, isOwnerDue: true },
        },
        { kind: 'call', attempt: 2 },
      ]);
      expect(second.kind === 'call' && first.kind === 'call' && second.delivery.deliveryId).toBe(
        first.kind === 'call' && first.delivery.deliveryId,
      );
      expect(await target.state(key)).toBe('pending');
    });

    it('admits no call after an answer, and nothing after the end', async () => {
      const target = open();
      const key = target.freshKey();
      await admit(target, key);
      const posting = { kind: 'reply', content: 'a\u0000b', widgetContent: null, payload: '' } as const;
      await target.ledger.keepPosting(key, 200, posting);
      expect(await admit(target, key)).toMatchObject({ kind: 'answered', posting });
      await target.transaction((tx) => target.ledger.finishReplied(tx, key, 99));
      expect(await admit(target, key)).toEqual({ kind: 'finished' });
      expect(await target.state(key)).toBe('replied');
    });

    it('ends a delivery without a reply', async () => {
      const target = open();
      const key = target.freshKey();
      await admit(target, key);
      await target.ledger.finishSilently(key, 200);
      expect([await admit(target, key), await target.state(key)]).toEqual([{ kind: 'finished' }, 'no_reply']);
    });

    it('keeps what is left of a message, with the last failure or what is to be posted', async () => {
      const target = open();
      const key = target.freshKey();
      const other = { ...key, serviceId: target.freshKey().serviceId };
      await admit(target, key);
      await admit(target, other);
      await target.ledger.keepFailure(key, { status: 503, ownerDetail: 'busy' });
      await target.ledger.keepPosting(other, 500, FAILURE);
      const left = await target.ledger.left(key.messageId, key.botId);
      expect(left).toMatchObject([
        { delivery: key, failure: { status: 503, ownerDetail: 'busy' }, posting: null },
        { delivery: other, posting: FAILURE },
      ]);
      await fail(target, key);
      expect(await target.ledger.left(key.messageId, key.botId)).toHaveLength(1);
    });

    it('pauses a service at its fifth failure in a row, and one that works starts anew', async () => {
      const target = open();
      const key = target.freshKey();
      expect(await failOften(target, key, 4)).toEqual([false, false, false, false]);
      await admit(target, next(key, 4));
      await target.ledger.finishSilently(next(key, 4), 200);
      expect(await failOften(target, next(key, 10), 5)).toEqual([false, false, false, false, true]);
      expect(await admit(target, next(key, 20))).toMatchObject({ kind: 'paused' });
    });

    it('a failure that is reported twice counts once, and one without a call not at all', async () => {
      const target = open();
      const key = target.freshKey();
      await failOften(target, key, 4);
      await fail(target, key);
      await admit(target, next(key, 5));
      const { code, said, service } = paused;
      await fail(target, next(key, 5), { code, said, service, isTold: false });
      expect(await admit(target, next(key, 6))).toMatchObject({
        kind: 'call',
        delivery: { failuresInRow: 4 },
      });
    });

    it('lets one event try after the pause, and pauses twice as long when that fails', async () => {
      const target = open();
      const key = target.freshKey();
      await failOften(target, key, 5);
      await target.age(MINUTE_MS + 1_000);
      const both = await Promise.all([admit(target, next(key, 10)), admit(target, next(key, 11))]);
      expect(both.map(({ kind }) => kind).sort()).toEqual(['call', 'paused']);
      expect(both.find(({ kind }) => kind === 'call')).toMatchObject({ isTrial: true });
      const tried = both[0].kind === 'call' ? next(key, 10) : next(key, 11);
      expect(await fail(target, tried)).toBe(true);
      await target.age(MINUTE_MS + 1_000);
      expect(await admit(target, next(key, 12))).toMatchObject({ kind: 'paused' });
      await target.age(MINUTE_MS);
      expect(await admit(target, next(key, 13))).toMatchObject({ kind: 'call', isTrial: true });
    });

    it('a trial that works ends the pause; one whose process died is taken over after a minute', async () => {
      const target = open();
      const key = target.freshKey();
      await failOften(target, key, 5);
      await target.age(MINUTE_MS + 1_000);
      expect(await admit(target, next(key, 10))).toMatchObject({ isTrial: true });
      expect(await admit(target, next(key, 11))).toMatchObject({ kind: 'paused' });
      await target.age(MINUTE_MS + 1_000);
      expect(await admit(target, next(key, 11))).toMatchObject({ kind: 'call', isTrial: true });
      await target.transaction((tx) => target.ledger.finishReplied(tx, next(key, 11), 1));
      expect(await admit(target, next(key, 12))).toMatchObject({
        kind: 'call',
        isTrial: false,
        delivery: { failuresInRow: 0 },
      });
    });

    it('a reply that was refused says that the service works', async () => {
      const target = open();
      const key = target.freshKey();
      await failOften(target, key, 4);
      await admit(target, next(key, 5));
      await fail(target, next(key, 5), { ...AT_FAULT, service: 'works', code: 'reply_refused' });
      expect(await admit(target, next(key, 6))).toMatchObject({ delivery: { failuresInRow: 0 } });
    });

    it('has the owner told of a first failure, and counts the others until five minutes have passed', async () => {
      const target = open();
      const key = target.freshKey();
      await admit(target, key);
      await fail(target, key, { ...AT_FAULT, isTold: true });
      expect(await admit(target, next(key))).toMatchObject({ delivery: { isOwnerDue: false } });
      await fail(target, next(key));
      await admit(target, next(key, 2));
      await fail(target, next(key, 2), { ...AT_FAULT, said: 'the last' });
      const mine = async () =>
        (await target.ledger.claimUntold()).filter(({ serviceId }) => serviceId === key.serviceId);
      expect(await mine()).toEqual([]);
      await target.age(5 * MINUTE_MS + 1_000);
      const claims = (await Promise.all([mine(), mine()])).flat();
      expect(claims).toMatchObject([{ botId: key.botId, count: 2, lastSaid: 'the last' }]);
      expect(await mine()).toEqual([]);
      const [claim] = claims;
      await target.transaction((tx) => target.ledger.tell(tx, claim!));
      await target.age(5 * MINUTE_MS + 1_000);
      expect(await mine()).toEqual([]);
      expect(await admit(target, next(key, 3))).toMatchObject({ delivery: { isOwnerDue: true } });
    });

    it('failures that were claimed and not told are claimed again five minutes later', async () => {
      const target = open();
      const key = target.freshKey();
      await admit(target, key);
      await fail(target, key, { ...AT_FAULT, isTold: true });
      await admit(target, next(key));
      await fail(target, next(key));
      for (let round = 0; round < 2; round += 1) {
        await target.age(5 * MINUTE_MS + 1_000);
        const claims = await target.ledger.claimUntold();
        expect(claims.filter(({ serviceId }) => serviceId === key.serviceId)).toMatchObject([{ count: 1 }]);
      }
    });
  });
}
