import { describe, expect, it } from 'vitest';
import { done, retry } from '../../src/runtime/outcome.ts';
import { collectLogs } from '../support/collect-logs.ts';
import { createProcess, createWorld, definition, single, startProcess } from './harness.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

describe('the line at the end of a record', () => {
  it('names the trace of the event at every attempt, and none where the producer gave none', async () => {
    const world = createWorld();
    const queue = definition({ retryPolicies: [{ delaysMs: [1_000] }] });
    world.createTopics(queue);
    world.publish(
      { name: 'a', key: 'k' },
      { headers: { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` } },
    );
    world.publish({ name: 'b', key: 'l' });
    const logs = collectLogs();
    const process = createProcess(
      world,
      {
        definition: queue,
        handler: single((event, { attempt }) =>
          Promise.resolve(event.name === 'a' && attempt === 1 ? retry('later') : done),
        ),
      },
      { logger: logs.logger },
    );
    await startProcess(world, process);
    await world.clock.advance(10_000);
    const ended = logs.lines.filter(({ msg }) => msg === 'event ended');
    expect(ended.map(({ outcome, attempt, trace_id }) => [outcome, attempt, trace_id])).toEqual([
      ['done', 1, undefined],
      ['retry', 1, TRACE_ID],
      ['done', 2, TRACE_ID],
    ]);
  });
});
