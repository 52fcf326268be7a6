import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSticky } from '../../src/broker/sticky-assigner.ts';
import type { AssignableMember, MemberPartitions } from '../../src/broker/sticky-assigner.ts';

const member = (memberId: string, more: Partial<AssignableMember> = {}): AssignableMember => ({
  memberId,
  topics: ['main', 'retry'],
  held: [],
  generation: -1,
  ...more,
});

const topicsOf = (partitions: number): ReadonlyMap<string, number> =>
  new Map([
    ['main', partitions],
    ['retry', partitions],
  ]);

const unitsOf = (assignment: MemberPartitions | undefined): readonly number[] => assignment?.['main'] ?? [];

/** The members as they would join again, holding what they were given. */
const rejoining = (
  members: readonly AssignableMember[],
  assignment: ReadonlyMap<string, MemberPartitions>,
  generation: number,
): AssignableMember[] =>
  members.map((of) => ({ ...of, held: unitsOf(assignment.get(of.memberId)), generation }));

describe('assignSticky', () => {
  it('gives every partition to exactly one member, co-partitioned and balanced, whatever the members claim', () => {
    const anyMembers = fc.uniqueArray(
      fc.record({
        memberId: fc.string({ minLength: 1, maxLength: 4 }),
        held: fc.array(fc.integer({ min: -2, max: 40 })),
        generation: fc.integer({ min: -1, max: 3 }),
      }),
      { minLength: 1, maxLength: 8, selector: ({ memberId }) => memberId },
    );
    fc.assert(
      fc.property(anyMembers, fc.integer({ min: 0, max: 30 }), (claims, partitions) => {
        const members = claims.map((claim) => member(claim.memberId, claim));
        const assignment = assignSticky(members, topicsOf(partitions));
        const dealt = [...assignment.values()].flatMap((of) => of['main'] ?? []).sort((a, b) => a - b);
        expect(dealt).toEqual(Array.from({ length: partitions }, (_, index) => index));
        const counts = members.map(({ memberId }) => unitsOf(assignment.get(memberId)).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        for (const of of assignment.values()) expect(of['retry']).toEqual(of['main']);
      }),
    );
  });

  it('moves only what a new member needs', () => {
    const two = [member('a'), member('b')];
    const before = assignSticky(two, topicsOf(12));
    const three = [...rejoining(two, before, 1), member('c')];
    const after = assignSticky(three, topicsOf(12));
    const moved = ['a', 'b'].flatMap((id) =>
      unitsOf(before.get(id)).filter((unit) => !unitsOf(after.get(id)).includes(unit)),
    );
    expect(moved).toHaveLength(4);
    expect(unitsOf(after.get('c'))).toHaveLength(4);
  });

  it('changes nothing when the same members join again', () => {
    const members = [member('a'), member('b'), member('c')];
    const before = assignSticky(members, topicsOf(7));
    const after = assignSticky(rejoining(members, before, 1), topicsOf(7));
    expect(after).toEqual(before);
  });

  it('gives what a lost member held to the others and leaves them theirs', () => {
    const members = [member('a'), member('b'), member('c')];
    const before = assignSticky(members, topicsOf(9));
    const left = rejoining(members, before, 1).filter(({ memberId }) => memberId !== 'b');
    const after = assignSticky(left, topicsOf(9));
    for (const id of ['a', 'c']) {
      expect(unitsOf(after.get(id))).toEqual(expect.arrayContaining([...unitsOf(before.get(id))]));
    }
  });

  it('believes the claim of the later generation', () => {
    const after = assignSticky(
      [member('old', { held: [0, 1], generation: 3 }), member('new', { held: [0, 1], generation: 5 })],
      topicsOf(4),
    );
    expect(unitsOf(after.get('new'))).toEqual([0, 1]);
    expect(unitsOf(after.get('old'))).toEqual([2, 3]);
  });

  it('gives a topic that the unit’s owner does not know to a member that does (V8)', () => {
    const after = assignSticky(
      [member('old', { topics: ['main'], held: [0, 1, 2, 3], generation: 4 }), member('new')],
      topicsOf(4),
    );
    expect(after.get('new')?.['retry']).toEqual([0, 1, 2, 3]);
    expect(after.get('old')?.['retry']).toBeUndefined();
    const main = ['old', 'new'].flatMap((id) => after.get(id)?.['main'] ?? []).sort();
    expect(main).toEqual([0, 1, 2, 3]);
  });

  it('leaves members without a partition empty-handed', () => {
    const after = assignSticky([member('a'), member('b'), member('c')], topicsOf(2));
    expect([...after.values()].filter((of) => Object.keys(of).length === 0)).toHaveLength(1);
  });
});
