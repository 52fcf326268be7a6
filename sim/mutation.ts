import { registerHooks } from 'node:module';

/** A change of one source file, made while it is loaded: nothing on disk is touched, and nothing of it ships. */
export interface Mutation {
  /** Path in the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly put: string;
  /** A second change of the same file, where one alone does no harm. */
  readonly also?: { readonly find: string; readonly put: string };
}

/** Changes a source text; throws when it is not as the mutation expects. */
export function mutate(source: string, { file, find, put, also }: Mutation): string {
  if (also !== undefined) return mutate(mutate(source, { file, find, put }), { file, ...also });
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new Error(`“${find}” stands ${parts.length - 1} times in ${file}: the mutation is out of date`);
  }
  return parts.join(put);
}

/** Plants a mutation in everything that this thread loads from now on. */
export function plantMutation(mutation: Mutation): void {
  const target = new URL(`../${mutation.file}`, import.meta.url).href;
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (url !== target || loaded.source === undefined) return loaded;
      const source =
        typeof loaded.source === 'string'
          ? loaded.source
          : Buffer.from(loaded.source as Uint8Array).toString();
      return { ...loaded, source: mutate(source, mutation) };
    },
  });
}
