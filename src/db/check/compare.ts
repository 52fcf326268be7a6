import type { LiveColumn, LiveTable } from './live.ts';
import type { ConflictTarget, NeededColumn, NeededTable } from './needs.ts';

/** One way in which a database is not what we need. `message` is one line for people. */
export interface DatabaseDifference {
  readonly kind:
    | 'server_too_old'
    | 'migrations_pending'
    | 'table_missing'
    | 'table_hidden'
    | 'column_missing'
    | 'column_type'
    | 'column_nullable'
    | 'column_required'
    | 'unique_missing';
  readonly table: string;
  readonly message: string;
}

/** Compares one table. `inserts` says that our queues insert into it. */
export const compareTable = (
  needed: NeededTable,
  live: LiveTable,
  inserts: boolean,
): readonly DatabaseDifference[] => {
  const table = needed.name;
  const liveColumns = new Map(live.columns.map((column) => [column.name, column]));
  const differences = needed.columns.flatMap((column): readonly DatabaseDifference[] => {
    const found = liveColumns.get(column.name);
    if (found === undefined) {
      const message = `${table}.${column.name} is missing (${column.type})`;
      return [{ kind: 'column_missing', table, message }];
    }
    return compareColumn(table, column, found);
  });
  if (!inserts) return differences;
  const known = new Set(needed.columns.map((column) => column.name));
  const unknown = live.columns.filter(
    (column) => !known.has(column.name) && column.notNull && !column.filled,
  );
  return [
    ...differences,
    ...unknown.map((column) => required(table, column, 'is unknown to this version, required')),
  ];
};

const required = (table: string, column: LiveColumn, what: string): DatabaseDifference => ({
  kind: 'column_required',
  table,
  message: `${table}.${column.name} ${what} and has no default: inserts fail`,
});

const compareColumn = (
  table: string,
  needed: NeededColumn,
  live: LiveColumn,
): readonly DatabaseDifference[] => {
  const differences: DatabaseDifference[] = [];
  if (!holds(live.type, needed.type)) {
    const message = `${table}.${needed.name} is ${live.type}, needed is ${needed.type}`;
    differences.push({ kind: 'column_type', table, message });
  }
  if (needed.notNull && !live.notNull) {
    const message = `${table}.${needed.name} may be null, needed is NOT NULL`;
    differences.push({ kind: 'column_nullable', table, message });
  }
  if (!needed.notNull && live.notNull && !live.filled) {
    differences.push(required(table, live, 'is required where we may write null'));
  }
  return differences;
};

/** Whether the live type holds every value of ours: the same type, or a longer text. */
const holds = (live: string, needed: string): boolean => {
  if (live === needed) return true;
  const [liveLength, neededLength] = [textLength(live), textLength(needed)];
  return liveLength !== null && neededLength !== null && liveLength >= neededLength;
};

/** Characters that a text type takes; null for other types. */
const textLength = (type: string): number | null => {
  if (type === 'text' || type === 'character varying') return Infinity;
  const length = /^character varying\((\d+)\)$/.exec(type)?.[1];
  return length === undefined ? null : Number(length);
};

/** Compares one conflict target; the order of columns does not matter to `ON CONFLICT`. */
export const compareTarget = (target: ConflictTarget, live: LiveTable): readonly DatabaseDifference[] => {
  const wanted = [...target.columns].map(plain).sort().join();
  const condition = target.where === undefined ? null : plain(target.where);
  const found = live.uniques.some(
    (unique) =>
      [...unique.columns].map(plain).sort().join() === wanted &&
      (unique.where === null ? null : plain(unique.where)) === condition,
  );
  if (found) return [];
  const where = target.where === undefined ? '' : ` where ${target.where}`;
  const message = `${target.table} has no unique index on (${target.columns.join(', ')})${where}`;
  return [{ kind: 'unique_missing', table: target.table, message }];
};

/** An expression without what PostgreSQL adds when it prints it: casts, quotes, outer brackets, capitals. */
const plain = (expression: string): string =>
  expression
    .toLowerCase()
    .replaceAll('::text', '')
    .replaceAll('"', '')
    .replaceAll(/\((\w+)\)/g, '($1)')
    .replace(/^\((.*)\)$/, '$1')
    .replaceAll('((', '(')
    .replaceAll('))', ')');
