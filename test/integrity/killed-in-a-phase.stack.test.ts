import { describe, it } from 'vitest';
import { Ground, numbers } from './support/ground.ts';
import { RETRY_DELAY_MS } from './support/plan.ts';
import type { Phase, TestEvent } from './support/plan.ts';

const EVENTS = 40;
/** Produced when the victim is in its phase, so that others are committed before it dies. */
const LATECOMERS = 10;
const VICTIM = 11;

const phases: readonly { phase: Phase; ends: TestEvent['ends']; when: string }[] = [
  { phase: 'before_effect', ends: 'done', when: 'before the effect' },
  { phase: 'in_effect', ends: 'done', when: 'inside the transaction of the effect' },
  { phase: 'after_effect', ends: 'done', when: 'between the effect and its outcome' },
  { phase: 'before_commit', ends: 'done', when: 'between the end of the record and its commit' },
  { phase: 'before_settle', ends: 'retry', when: 'between the effect and the write to the tier' },
  { phase: 'after_settle', ends: 'retry', when: 'check 19: between the write to the tier and the commit' },
  { phase: 'before_settle', ends: 'dead', when: 'between the effect and the dead letter' },
  { phase: 'after_settle', ends: 'dead', when: 'between the dead letter and the commit' },
];

/** Every third event is retried or dead; the victim ends as the case says. */
const eventsWith = (victimEnds: TestEvent['ends']): readonly TestEvent[] =>
  numbers(EVENTS).map((number) => {
    if (number === VICTIM) return { number, ends: victimEnds };
    return { number, ends: number % 3 === 0 ? (number % 2 === 0 ? 'retry' : 'dead') : 'done' };
  });

/** Longest wait that a retry may not be early by: none. */
const earlyRetries = `
  select second.number from integrity.started first join integrity.started second using (number)
  where first.attempt = 1 and second.attempt = 2 group by second.number
  having min(second.at_ms) < min(first.at_ms) + ${RETRY_DELAY_MS}`;

describe.concurrent('a worker killed with SIGKILL', () => {
  it.for(phases)('$when: no event is lost, no effect is doubled', async ({ phase, ends }, { expect }) => {
    const ground = await Ground.open();
    try {
      const victim = await ground.start({ kill: { number: VICTIM, phase, starts: 1 } });
      const events = eventsWith(ends);
      await ground.produce(events.slice(0, -LATECOMERS));
      if (phase !== 'before_commit') {
        await victim.waitForLog(({ msg }) => msg === 'in its last phase', {
          what: 'the victim is in its phase',
        });
      }
      await ground.produce(events.slice(-LATECOMERS));
      expect(await victim.exited).toMatchObject({ signal: 'SIGKILL' });

      await ground.start();
      await ground.settled();
      expect(await ground.effects()).toEqual(numbers(EVENTS));
      const dead = await ground.deadLetters();
      expect(new Set(dead.map(({ number }) => number))).toEqual(
        new Set(events.filter((event) => event.ends === 'dead').map(({ number }) => number)),
      );
      expect(new Set(dead.map(({ disposition }) => disposition))).toEqual(new Set(['rejected']));
      expect((await ground.starts(VICTIM))[1]).toBe(2);
      expect(await ground.query(earlyRetries)).toEqual([]);
    } finally {
      await ground.close();
    }
  });
});
