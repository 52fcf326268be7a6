import { describe, expect, it } from 'vitest';
import { FAULT_KINDS, planFaults } from '../../chaos/schedule.ts';

describe('the schedule of faults', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planFaults(7, 100)).toEqual(planFaults(7, 100));
    expect(planFaults(7, 100)).not.toEqual(planFaults(8, 100));
  });

  it('holds every kind of fault once before any comes twice', () => {
    const kinds = planFaults(3, FAULT_KINDS.length).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(FAULT_KINDS));
  });

  it('begins the same however many faults follow', () => {
    expect(planFaults(3, 500).slice(0, 40)).toEqual(planFaults(3, 40));
  });
});
