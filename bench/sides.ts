import { kafkajsNoop, oursNoopBatch, oursNoopSingle, platformaticNoop } from './sides/noop.ts';

/** Every side that runs in a process of its own. */
export const SIDES = {
  'noop ours single': oursNoopSingle,
  'noop ours batch': oursNoopBatch,
  'noop kafkajs': kafkajsNoop,
  'noop platformatic': platformaticNoop,
};

/** Name of a side. */
export type SideName = keyof typeof SIDES;

/** What a side is told. */
export type SideOptions<Name extends SideName> = Parameters<(typeof SIDES)[Name]>[0];
