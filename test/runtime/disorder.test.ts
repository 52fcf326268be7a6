import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { done, retry } from '../../src/runtime/outcome.ts';
import { collectLogs } from '../support/collect-logs.ts';
import { batch, createProcess, createWorld, definition, eventId, single } from './harness.ts';
import type { Process } from './harness.ts';

const EVENTS = 60;
const QUEUE = definition({ concurrency: 4, retryPolicies: [{ delaysMs: [200, 1_000] }] });

/** What happens to the fleet between two publications. */
const mishap = fc.constantFrom(
  'nothing',
  'nothing',
  'nothing',
  'rebalance',
  'kill',
  'crash',
  'lapse',
  'join',
  'stop',
  'database away',
  'broker refuses',
);

describe('disorder', () => {
  it.each(['single', 'batch'] as const)(
    'property: whatever happens, no event is lost and its effect happens once (%s handlers)',
    { timeout: 60_000 },
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(mishap, { minLength: 12, maxLength: 12 }),
          fc.array(fc.nat({ max: 40 }), { minLength: 20, maxLength: 20 }),
          async (mishaps, noise) => {
            let turn = 0;
            const random = (most: number): number => {
              turn += 1;
              return Math.floor(((noise[turn % noise.length] ?? 0) * (most + 1)) / 41);
            };
            const world = createWorld({
              latencyMs: () => random(15),
              noticeMs: () => random(40),
              batchRecords: 7,
            });
            world.createTopics(QUEUE, 3);
            world.broker.control.faults.repeatBatch = () => random(9) === 0;
            const alive: Process[] = [];
            let made = 0;
            const start = (): void => {
              made += 1;
              const flaky = (attempt: number): boolean => attempt < 3 && random(4) === 0;
              const process = createProcess(
                world,
                {
                  definition: QUEUE,
                  handler:
                    kind === 'single'
                      ? single(async (_event, context) => {
                          await context.clock.sleep(random(60), context.signal);
                          if (flaky(context.attempt)) return retry('flaky');
                          await context.apply((tx) => Promise.resolve(tx.effects.push(context.eventId)));
                          return done;
                        })
                      : batch(async (events, context) => {
                          await context.clock.sleep(random(60), context.signal);
                          return events.map(({ eventId: id, attempt }) => {
                            if (flaky(attempt)) return retry('flaky');
                            context.tx.effects.push(id);
                            return done;
                          });
                        }),
                },
                {
                  owner: `process-${made}`,
                  logger: collectLogs('fatal').logger,
                  limits: { maxRecords: 20, maxBytes: 1_000_000 },
                  consumerOptions: { sessionTimeoutMs: 2_000 },
                },
              );
              alive.push(process);
              void process.runner.start().catch(() => undefined);
            };
            const isDown = (down: boolean): void => {
              world.effects.isDown = down;
              world.crashLedger.isDown = down;
            };
            start();
            for (const what of mishaps) {
              for (let count = 0; count < EVENTS / mishaps.length; count += 1) {
                world.publish({ name: 'x', key: `user:${random(8)}` });
                await world.clock.advance(random(40));
              }
              const [first] = alive;
              if (what === 'join' || first === undefined) start();
              else if (what === 'rebalance') world.broker.control.rebalance('test.test_queue');
              else if (what === 'crash') first.member.crash(true);
              else if (what === 'lapse') first.member.lapse();
              else if (what === 'database away') isDown(true);
              else if (what === 'broker refuses') world.broker.control.faults.refuseSend = () => true;
              else if (what === 'kill') {
                alive.shift();
                first.kill();
              } else if (what === 'stop') {
                alive.shift();
                void first.runner.stop();
              }
              await world.clock.advance(300);
              isDown(false);
              delete world.broker.control.faults.refuseSend;
            }
            start();
            await world.clock.advance(120_000);

            const expected = Array.from({ length: EVENTS }, (_, index) => eventId(index + 1));
            const dead = world.dlq().map((record) => record.headers['x-event-id']);
            expect([...new Set([...world.effects.committed, ...dead])].sort()).toEqual(expected);
            // Nobody was killed often enough by chance to be taken for a poison, and nothing fails three times.
            expect(dead).toEqual([]);
            expect(new Set(world.effects.committed).size).toBe(world.effects.committed.length);
            const ends = [0, 1, 2].map((partition) => Number(world.committed(partition) ?? 0n));
            expect(ends.reduce((sum, end) => sum + end, 0)).toBe(EVENTS);
            for (const process of alive) expect(process.runner.health().ailments).toEqual([]);
          },
        ),
        { numRuns: 40 },
      );
    },
  );
});
