import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EffectStore } from '../../src/runtime/ports.ts';

/** A store under test. */
export interface EffectStoreFixture<Tx> {
  readonly store: EffectStore<Tx>;
  /** A statement that the database refuses. */
  failStatement(tx: Tx): Promise<unknown>;
  end(): Promise<void>;
}

const never = new AbortController().signal;

/** What every ledger of effects promises to the runtime. */
export function effectStoreContract<Tx>(name: string, create: () => Promise<EffectStoreFixture<Tx>>): void {
  describe(`the effect store (${name})`, () => {
    let fixture: EffectStoreFixture<Tx>;
    beforeAll(async () => {
      fixture = await create();
    });
    afterAll(() => fixture.end());

    const claim = (group: string, ids: readonly string[]): Promise<ReadonlySet<string>> =>
      fixture.store.transaction((tx) => fixture.store.claim(tx, group, ids), never);

    it('answers each id once per group, also when it is asked for twice or in capitals', async () => {
      const [a, b] = [randomUUID(), randomUUID()];
      expect(await claim('once', [a, a])).toEqual(new Set([a]));
      expect(await claim('once', [a.toUpperCase(), b])).toEqual(new Set([b]));
      expect(await claim('another', [a])).toEqual(new Set([a]));
      expect(await claim('once', [])).toEqual(new Set());
    });

    it('answers no id a second time within its own transaction', async () => {
      const id = randomUUID();
      const answers = await fixture.store.transaction(
        async (tx) => [
          await fixture.store.claim(tx, 'own', [id]),
          await fixture.store.claim(tx, 'own', [id]),
        ],
        never,
      );
      expect(answers).toEqual([new Set([id]), new Set()]);
    });

    it('forgets a claim when its transaction throws, and passes the error on', async () => {
      const id = randomUUID();
      const failure = new Error('no');
      await expect(
        fixture.store.transaction(async (tx) => {
          await fixture.store.claim(tx, 'thrown', [id]);
          throw failure;
        }, never),
      ).rejects.toBe(failure);
      expect(await claim('thrown', [id])).toEqual(new Set([id]));
    });

    it('forgets a claim that was released', async () => {
      const [a, b] = [randomUUID(), randomUUID()];
      await fixture.store.transaction(async (tx) => {
        await fixture.store.claim(tx, 'released', [a, b]);
        await fixture.store.release(tx, 'released', [a]);
      }, never);
      expect(await claim('released', [a, b])).toEqual(new Set([a]));
    });

    it('lets a claim wait for an open transaction with the same id, and refuses it after the commit', async () => {
      const id = randomUUID();
      let second: Promise<ReadonlySet<string>> | undefined;
      await fixture.store.transaction(async (tx) => {
        await fixture.store.claim(tx, 'waits', [id]);
        second = claim('waits', [id]);
      }, never);
      expect(await second).toEqual(new Set());
    });

    it('lets a claim wait for an open transaction with the same id, and grants it after a rollback', async () => {
      const id = randomUUID();
      let second: Promise<ReadonlySet<string>> | undefined;
      await fixture.store
        .transaction(async (tx) => {
          await fixture.store.claim(tx, 'waits', [id]);
          second = claim('waits', [id]);
          throw new Error('no');
        }, never)
        .catch(() => undefined);
      expect(await second).toEqual(new Set([id]));
    });

    it('gives each of many ids to exactly one of many transactions', async () => {
      const ids = Array.from({ length: 200 }, () => randomUUID());
      const claims = await Promise.all(
        Array.from({ length: 8 }, (_, round) => claim('many', round % 2 === 0 ? ids : ids.toReversed())),
      );
      expect(claims.reduce((sum, claimed) => sum + claimed.size, 0)).toBe(200);
    });

    it('throws the reason of an aborted signal, whatever the function made of it, and commits nothing', async () => {
      const id = randomUUID();
      const controller = new AbortController();
      const reason = new Error('time is up');
      await expect(
        fixture.store.transaction(async (tx) => {
          await fixture.store.claim(tx, 'aborted', [id]);
          controller.abort(reason);
          await fixture.store.claim(tx, 'aborted', [randomUUID()]).catch(() => undefined);
        }, controller.signal),
      ).rejects.toBe(reason);
      expect(await claim('aborted', [id])).toEqual(new Set([id]));
      await expect(fixture.store.transaction(() => Promise.resolve(1), controller.signal)).rejects.toBe(
        reason,
      );
    });

    it('ends a claim that waits for another transaction when its signal aborts', async () => {
      const id = randomUUID();
      const controller = new AbortController();
      const reason = new Error('time is up');
      await fixture.store.transaction(async (tx) => {
        await fixture.store.claim(tx, 'cut', [id]);
        const waiting = fixture.store.transaction(
          (other) => fixture.store.claim(other, 'cut', [id]),
          controller.signal,
        );
        controller.abort(reason);
        await expect(waiting).rejects.toBe(reason);
      }, never);
      expect(await claim('cut', [id])).toEqual(new Set());
    });

    it('refuses every further statement after one has failed, and does not commit although nobody threw', async () => {
      const id = randomUUID();
      await expect(
        fixture.store.transaction(async (tx) => {
          await fixture.store.claim(tx, 'failed', [id]);
          await fixture.failStatement(tx).catch(() => undefined);
          await expect(fixture.store.claim(tx, 'failed', [randomUUID()])).rejects.toMatchObject({
            code: '25P02',
          });
        }, never),
      ).rejects.toMatchObject({ code: 'transaction_failed' });
      expect(await claim('failed', [id])).toEqual(new Set([id]));
    });

    it('finds two transactions that wait for each other, ends one, and lets the other commit', async () => {
      const [a, b] = [randomUUID(), randomUUID()];
      const bothHold = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()] as const;
      const one = async (first: string, second: string, turn: 0 | 1): Promise<void> => {
        await fixture.store.transaction(async (tx) => {
          await fixture.store.claim(tx, 'deadlock', [first]);
          bothHold[turn].resolve(undefined);
          await bothHold[turn === 0 ? 1 : 0].promise;
          await fixture.store.claim(tx, 'deadlock', [second]);
        }, never);
      };
      const ends = await Promise.allSettled([one(a, b, 0), one(b, a, 1)]);
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const rejected = ends.find((end) => end.status === 'rejected');
      expect(rejected?.reason).toMatchObject({ code: '40P01' });
      expect(await claim('deadlock', [a, b])).toEqual(new Set());
    });
  });
}
