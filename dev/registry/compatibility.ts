import avsc from 'avsc';
import type { Schema, Type } from 'avsc';

/** Compatibility levels of the Confluent registry. */
export const LEVELS = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

export type Level = (typeof LEVELS)[number];

/** Whether a text names a level. */
export function isLevel(text: unknown): text is Level {
  return LEVELS.includes(text as Level);
}

/** Parses an Avro schema text. Throws when it is none. */
export function parseAvro(text: string): Type {
  return avsc.Type.forSchema(JSON.parse(text) as Schema, { registry: {} });
}

/**
 * Why `candidate` may not follow the `earlier` schemas (oldest first) at this level; empty when it may.
 * BACKWARD: data of the earlier can be read with the new; FORWARD: the reverse; without TRANSITIVE only the last
 * of the earlier counts.
 */
export function incompatibilities(level: Level, earlier: readonly string[], candidate: string): string[] {
  if (level === 'NONE') return [];
  const compared = level.endsWith('_TRANSITIVE') ? earlier : earlier.slice(-1);
  const messages: string[] = [];
  for (const text of compared) {
    if (level.startsWith('BACKWARD') || level.startsWith('FULL')) {
      messages.push(
        ...unreadable({ reader: candidate, writer: text, direction: 'new schema reading old data' }),
      );
    }
    if (level.startsWith('FORWARD') || level.startsWith('FULL')) {
      messages.push(
        ...unreadable({ reader: text, writer: candidate, direction: 'old schema reading new data' }),
      );
    }
  }
  return messages;
}

function unreadable(pair: { reader: string; writer: string; direction: string }): string[] {
  try {
    parseAvro(pair.reader).createResolver(parseAvro(pair.writer));
    return [];
  } catch (error) {
    // avsc says by an error that one type cannot be read as the other; its text names the place.
    return [`${pair.direction}: ${(error as Error).message}`];
  }
}
