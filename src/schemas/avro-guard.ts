import { isUnion } from './avro-schema.ts';
import type { AvroSchema } from './avro-schema.ts';

/**
 * Walks over an Avro body before it is decoded and refuses what cannot be true of its length. avsc itself believes
 * the counts it reads: five bytes that announce 2^31 items make it allocate and fill them all. Needed only for schemas
 * with arrays or maps, everything else is bounded by the bytes there are.
 */
export interface BodyGuard {
  /** Throws a `RangeError` when the body is cut or announces more than it can hold. Answers the end of the body. */
  check(body: Buffer, from: number): number;
}

/** An Avro schema as other producers may write it: also enums, fixed and names, which our own files do not use. */
type AnySchema = string | readonly AnySchema[] | AnyObject;

interface AnyObject {
  readonly type: AnySchema;
  readonly name?: string;
  readonly namespace?: string;
  readonly items?: AnySchema;
  readonly values?: AnySchema;
  readonly size?: number;
  readonly fields?: readonly { readonly type: AnySchema }[];
}

/** Items of zero bytes (null, empty records) cost memory without costing bytes. */
const MAX_EMPTY_ITEMS = 1_000;

/** Deepest nesting of values; a recursive schema could otherwise exhaust the stack. */
const MAX_DEPTH = 64;

interface Cursor {
  readonly body: Buffer;
  pos: number;
  depth: number;
}

interface Step {
  skip(cursor: Cursor): void;
  /** Fewest bytes a value can have. */
  minBytes(): number;
}

const advance = (cursor: Cursor, bytes: number): void => {
  if (bytes < 0 || bytes > cursor.body.length - cursor.pos) {
    throw new RangeError(`the body ends at byte ${cursor.body.length}, inside a value`);
  }
  cursor.pos += bytes;
};

/** Reads a zigzag varint; at most 10 bytes, as a double beyond 2^53, which is exact enough to compare with a length. */
const readLong = (cursor: Cursor): number => {
  let value = 0;
  let factor = 1;
  for (let bytes = 0; bytes < 10; bytes += 1) {
    const byte = cursor.body[cursor.pos];
    if (byte === undefined) throw new RangeError('the body ends inside a number');
    cursor.pos += 1;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    factor *= 128;
  }
  throw new RangeError('a number has more than 10 bytes');
};

const fixedStep = (bytes: number): Step => ({
  skip: (cursor) => {
    advance(cursor, bytes);
  },
  minBytes: () => bytes,
});

const longStep: Step = { skip: readLong, minBytes: () => 1 };

const bytesStep: Step = {
  skip: (cursor) => {
    advance(cursor, readLong(cursor));
  },
  minBytes: () => 1,
};

const PRIMITIVE_STEPS: Readonly<Record<string, Step>> = {
  null: fixedStep(0),
  boolean: fixedStep(1),
  int: longStep,
  long: longStep,
  float: fixedStep(4),
  double: fixedStep(8),
  bytes: bytesStep,
  string: bytesStep,
};

/** Blocks of an array or a map: a count, when negative with a size in bytes, then the items; a count of 0 ends it. */
const blockStep = (item: Step, overheadBytes: number): Step => ({
  skip: (cursor) => {
    let emptyItems = 0;
    for (;;) {
      let count = readLong(cursor);
      if (count === 0) return;
      if (count < 0) {
        count = -count;
        const bytes = readLong(cursor);
        if (bytes < 0 || bytes > cursor.body.length - cursor.pos) throw new RangeError('a block is cut');
      }
      const minBytes = item.minBytes() + overheadBytes;
      if (minBytes === 0) emptyItems += count;
      if (count * minBytes > cursor.body.length - cursor.pos || emptyItems > MAX_EMPTY_ITEMS) {
        throw new RangeError(
          `an array or map announces ${count} items, more than the ${cursor.body.length} bytes hold`,
        );
      }
      for (let index = 0; index < count; index += 1) {
        if (overheadBytes > 0) bytesStep.skip(cursor);
        item.skip(cursor);
      }
    }
  },
  minBytes: () => 1,
});

const unionStep = (branches: readonly Step[]): Step => ({
  skip: (cursor) => {
    const index = readLong(cursor);
    const branch = branches[index];
    if (branch === undefined) throw new RangeError(`a union of ${branches.length} has no branch ${index}`);
    branch.skip(cursor);
  },
  minBytes: () => 1,
});

const recordStep = (fields: readonly Step[]): Step => {
  let measuring = false;
  return {
    skip: (cursor) => {
      cursor.depth += 1;
      if (cursor.depth > MAX_DEPTH) throw new RangeError(`values are nested deeper than ${MAX_DEPTH}`);
      for (const field of fields) field.skip(cursor);
      cursor.depth -= 1;
    },
    minBytes: () => {
      // A record that contains itself does so behind a union, an array or a map, so 0 is a safe lower bound here.
      if (measuring) return 0;
      measuring = true;
      const bytes = fields.reduce((sum, field) => sum + field.minBytes(), 0);
      measuring = false;
      return bytes;
    },
  };
};

interface Scope {
  readonly named: Map<string, Step>;
  readonly namespace: string;
}

const fullName = (name: string, namespace: string): string =>
  name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;

const compile = (schema: AnySchema, scope: Scope): Step => {
  if (typeof schema === 'string') {
    const step =
      PRIMITIVE_STEPS[schema] ??
      scope.named.get(fullName(schema, scope.namespace)) ??
      scope.named.get(schema);
    if (step === undefined) throw new TypeError(`the schema refers to an unknown type ${schema}`);
    return step;
  }
  if (Array.isArray(schema)) return unionStep((schema as readonly AnySchema[]).map((s) => compile(s, scope)));
  return compileObject(schema as AnyObject, scope);
};

const compileObject = (schema: AnyObject, scope: Scope): Step => {
  switch (schema.type) {
    case 'array':
      return blockStep(compile(schema.items ?? 'null', scope), 0);
    case 'map':
      return blockStep(compile(schema.values ?? 'null', scope), 1);
    case 'enum':
      return named(schema, scope, longStep);
    case 'fixed':
      return named(schema, scope, fixedStep(schema.size ?? 0));
    case 'record':
    case 'error':
      return compileRecord(schema, scope);
    default:
      return compile(schema.type, scope);
  }
};

const namespaceOf = (schema: AnyObject, scope: Scope): string => {
  const dot = schema.name?.lastIndexOf('.') ?? -1;
  return dot > 0 ? (schema.name ?? '').slice(0, dot) : (schema.namespace ?? scope.namespace);
};

const named = (schema: AnyObject, scope: Scope, step: Step): Step => {
  scope.named.set(fullName(schema.name ?? '', namespaceOf(schema, scope)), step);
  return step;
};

const compileRecord = (schema: AnyObject, scope: Scope): Step => {
  const fields: Step[] = [];
  // Known by its name before its fields are compiled, because they may refer to it.
  const step = named(schema, scope, recordStep(fields));
  const inner = { named: scope.named, namespace: namespaceOf(schema, scope) };
  for (const field of schema.fields ?? []) fields.push(compile(field.type, inner));
  return step;
};

/** Whether values of the schema can announce a number of items: only then a guard is needed. */
const hasBlocks = (schema: AnySchema): boolean => {
  if (typeof schema === 'string') return false;
  if (isUnion(schema as AvroSchema)) return (schema as readonly AnySchema[]).some(hasBlocks);
  const object = schema as AnyObject;
  if (object.type === 'array' || object.type === 'map') return true;
  if (object.fields !== undefined) return object.fields.some((field) => hasBlocks(field.type));
  return typeof object.type !== 'string' && hasBlocks(object.type);
};

/** Guard for bodies of this schema, or null when none is needed. Throws on a reference to a type that is not there. */
export const guardFor = (schema: AvroSchema): BodyGuard | null => {
  if (!hasBlocks(schema)) return null;
  const step = compile(schema, { named: new Map(), namespace: '' });
  return {
    check: (body, from) => {
      const cursor: Cursor = { body, pos: from, depth: 0 };
      step.skip(cursor);
      return cursor.pos;
    },
  };
};
