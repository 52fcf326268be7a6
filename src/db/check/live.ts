import type pg from 'pg';

/** A column of the live database. */
export interface LiveColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Has a default, an identity or a generated value. */
  readonly filled: boolean;
}

/** A table of the live database. */
export interface LiveTable {
  readonly columns: readonly LiveColumn[];
  readonly uniques: readonly { readonly columns: readonly string[]; readonly where: string | null }[];
}

/** Tables by the name asked for; null when the search path does not lead to it. */
export const readLiveTables = async (
  client: pg.Client,
  names: readonly string[],
): Promise<ReadonlyMap<string, LiveTable | null>> => {
  const { rows } = await client.query<{
    name: string;
    found: boolean;
    columns: LiveColumn[] | null;
    uniques: { columns: string[]; where: string | null }[] | null;
  }>(
    `select name, rel is not null as found,
       (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod),
           'notNull', attnotnull, 'filled', atthasdef or attidentity <> '') order by attnum)
         from pg_attribute where attrelid = rel and attnum > 0 and not attisdropped) as columns,
       (select json_agg(json_build_object(
           'columns', array(select pg_get_indexdef(indexrelid, k, true) from generate_series(1, indnkeyatts) k),
           'where', pg_get_expr(indpred, indrelid)))
         from pg_index where indrelid = rel and indisunique and indisvalid) as uniques
     from (select name, to_regclass(name) as rel from unnest($1::text[]) as name) as asked`,
    [names],
  );
  return new Map(
    rows.map((row) => [
      row.name,
      row.found ? { columns: row.columns ?? [], uniques: row.uniques ?? [] } : null,
    ]),
  );
};

/** Schemas, on the search path or not, that hold a table of this name. */
export const schemasWith = async (client: pg.Client, table: string): Promise<readonly string[]> => {
  const { rows } = await client.query<{ schema: string }>(
    `select relnamespace::regnamespace::text as schema from pg_class where relname = $1 and relkind in ('r', 'p')`,
    [table],
  );
  return rows.map((row) => row.schema);
};

/** Major version of the server. */
export const serverMajor = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int / 10000 as version`,
  );
  return rows[0]?.version ?? 0;
};
