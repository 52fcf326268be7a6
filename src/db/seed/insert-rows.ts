import type { Tx } from '../client.ts';
import { runHot } from '../statement.ts';

/** Rows to insert: SQL type of each column, and the rows as arrays in the same column order. */
export interface RowSet {
  readonly table: string;
  readonly types: Readonly<Record<string, string>>;
  readonly rows: readonly (readonly unknown[])[];
}

/** Inserts rows in their order with one statement; columns that are not named take their defaults. */
export const insertRows = async (tx: Tx, set: RowSet): Promise<void> => {
  await runHot(tx, { name: '', text: statementOf(set) }, columnsOf(set));
};

/** As `insertRows`, and answers the new ids in the order of the rows. */
export const insertReturningIds = async (tx: Tx, set: RowSet): Promise<readonly number[]> => {
  const text = `${statementOf(set)} returning id::int`;
  return (await runHot<{ id: number }>(tx, { name: '', text }, columnsOf(set))).map((row) => row.id);
};

const statementOf = ({ table, types }: RowSet): string => {
  const names = Object.keys(types)
    .map((name) => `"${name}"`)
    .join(', ');
  const arrays = Object.values(types)
    .map((type, index) => `$${index + 1}::${type}[]`)
    .join(', ');
  return `insert into ${table} (${names})
    select ${names} from unnest(${arrays}) with ordinality as r (${names}, place) order by place`;
};

const columnsOf = ({ types, rows }: RowSet): unknown[] =>
  Object.keys(types).map((_, index) => rows.map((row) => row[index]));
