import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partitionKey } from '../../src/runtime/ports.ts';
import type { CrashLedger } from '../../src/runtime/ports.ts';

/** A ledger under test, as processes of these names see it. */
export interface CrashLedgerFixture {
  as(owner: string): CrashLedger;
  end(): Promise<void>;
}

/** What every crash ledger promises to the crash guard. */
export function crashLedgerContract(name: string, create: () => Promise<CrashLedgerFixture>): void {
  describe(`the crash ledger (${name})`, () => {
    let fixture: CrashLedgerFixture;
    let serial = 0;
    beforeAll(async () => {
      fixture = await create();
    });
    afterAll(() => fixture.end());

    /** A group of the test's own: the tests share one ledger. */
    const freshGroup = (): string => `group_${serial++}`;
    const partitions = [
      { topic: 'crash', partition: 0 },
      { topic: 'crash', partition: 1 },
    ];

    it('names the partitions whose last owner did not leave in order', async () => {
      const group = freshGroup();
      expect(await fixture.as('first').takeOver(group, partitions)).toEqual(new Set());
      expect(await fixture.as('first').takeOver(group, partitions)).toEqual(new Set());
      await fixture.as('first').handOver(group, partitions.slice(0, 1));
      expect(await fixture.as('second').takeOver(group, partitions)).toEqual(
        new Set([partitionKey({ topic: 'crash', partition: 1 })]),
      );
      expect(await fixture.as('second').takeOver(group, partitions)).toEqual(new Set());
    });

    it('does not let a former owner say goodbye for the present one', async () => {
      const group = freshGroup();
      await fixture.as('former').takeOver(group, partitions);
      await fixture.as('present').takeOver(group, partitions);
      await fixture.as('former').handOver(group, partitions);
      expect(await fixture.as('next').takeOver(group, partitions)).toEqual(
        new Set(partitions.map(partitionKey)),
      );
    });

    it('knows nobody in another group, and takes no offence at an empty list', async () => {
      await fixture.as('first').takeOver(freshGroup(), partitions);
      expect(await fixture.as('second').takeOver(freshGroup(), partitions)).toEqual(new Set());
      expect(await fixture.as('second').takeOver(freshGroup(), [])).toEqual(new Set());
      await fixture.as('second').handOver(freshGroup(), partitions);
    });

    it('counts starts per record from the first count given, until the record is finished', async () => {
      const group = freshGroup();
      const ledger = fixture.as('counter');
      const places = [7n, 2n ** 62n].map((offset) => ({ topic: 'crash', partition: 0, offset }));
      expect(await ledger.recordStarts(group, places.slice(0, 1), 2)).toEqual([2]);
      expect(await ledger.recordStarts(group, places.toReversed(), 2)).toEqual([2, 3]);
      await ledger.forget(group, places.slice(1));
      expect(await fixture.as('next').recordStarts(group, places, 1)).toEqual([4, 1]);
      await ledger.forget(group, places);
      expect(await ledger.recordStarts(group, places, 1)).toEqual([1, 1]);
    });

    it('tells the starts so far, in order, without counting', async () => {
      const group = freshGroup();
      const ledger = fixture.as('reader');
      const places = [1n, 2n, 3n].map((offset) => ({ topic: 'crash', partition: 0, offset }));
      await ledger.recordStarts(group, places.slice(1, 2), 2);
      expect(await ledger.startsOf(group, places.toReversed())).toEqual([0, 2, 0]);
      expect(await ledger.startsOf(group, places)).toEqual([0, 2, 0]);
      expect(await ledger.startsOf(freshGroup(), places)).toEqual([0, 0, 0]);
      expect(await ledger.startsOf(group, [])).toEqual([]);
    });

    it('counts every start of many at once', async () => {
      const group = freshGroup();
      const places = [1n, 2n, 3n].map((offset) => ({ topic: 'crash', partition: 0, offset }));
      await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          fixture
            .as(`process-${index}`)
            .recordStarts(group, index % 2 === 0 ? places : places.toReversed(), 1),
        ),
      );
      expect(await fixture.as('last').recordStarts(group, places, 1)).toEqual([7, 7, 7]);
    });
  });
}
