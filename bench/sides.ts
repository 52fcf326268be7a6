import { bullmqEffect } from './sides/bullmq.ts';
import { oursDecode, registryDecode } from './sides/decode.ts';
import { graphileBatch, graphileSingle, pgBossBatch, pgBossSingle } from './sides/effect-peers.ts';
import { kafkajsEffect, oursEffectBatch, oursEffectSingle } from './sides/effect.ts';
import { oursKeys } from './sides/keys.ts';
import { kafkajsNoop, oursNoopBatch, oursNoopSingle, platformaticNoop } from './sides/noop.ts';

/** Every side that runs in a process of its own. */
export const SIDES = {
  'noop ours single': oursNoopSingle,
  'noop ours batch': oursNoopBatch,
  'noop kafkajs': kafkajsNoop,
  'noop platformatic': platformaticNoop,
  'effect ours batch': oursEffectBatch,
  'effect ours single': oursEffectSingle,
  'effect kafkajs': kafkajsEffect,
  'effect graphile-worker single': graphileSingle,
  'effect graphile-worker batch': graphileBatch,
  'effect pg-boss single': pgBossSingle,
  'effect pg-boss batch': pgBossBatch,
  'effect bullmq': bullmqEffect,
  'keys ours': oursKeys,
  'decode ours': oursDecode,
  'decode registry client': registryDecode,
};

/** Name of a side. */
export type SideName = keyof typeof SIDES;

/** What a side is told. */
export type SideOptions<Name extends SideName> = Parameters<(typeof SIDES)[Name]>[0];

/** What a side answers. */
export type SideAnswer<Name extends SideName> = Awaited<ReturnType<(typeof SIDES)[Name]>>;
