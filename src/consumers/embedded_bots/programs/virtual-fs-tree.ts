import { isJsonObject } from '../../../schemas/json-value.ts';
import type { JsonObject, JsonValue } from '../../../schemas/json-value.ts';

/** A directory with the full paths of its children, or a text. */
export type Entry =
  | { readonly kind: 'dir'; readonly fns: readonly string[] }
  | { readonly kind: 'text'; readonly content: string };

/** The files of one conversation, and where its people are. Paths begin with a slash. */
export interface FileTree {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Current path by e-mail address. */
  readonly userPaths: ReadonlyMap<string, string>;
}

const USER_PATHS = 'user_paths';

/** A tree with nothing in it. */
export const EMPTY_TREE: FileTree = {
  entries: new Map([['/', { kind: 'dir', fns: [] }]]),
  userPaths: new Map(),
};

/** A tree in the form of the original's storage, which is kept so that old trees can be read. */
export const storedTree = ({ entries, userPaths }: FileTree): JsonObject =>
  Object.fromEntries<JsonValue>([
    ...[...entries].map(([path, entry]): [string, JsonValue] => [
      path,
      entry.kind === 'dir' ? { kind: 'dir', fns: [...entry.fns] } : { kind: 'text', content: entry.content },
    ]),
    [USER_PATHS, Object.fromEntries(userPaths)],
  ]);

const objectOf = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});

const isText = (value: JsonValue | undefined): value is string => typeof value === 'string';

function readEntry(value: JsonValue): Entry | null {
  const { kind, fns, content } = objectOf(value);
  if (kind === 'text' && isText(content)) return { kind, content };
  if (kind === 'dir' && Array.isArray(fns)) return { kind, fns: (fns as JsonValue[]).filter(isText) };
  return null;
}

/** Reads a stored tree; what was put there by somebody else and fits nowhere is left out. */
export function readTree(value: JsonValue): FileTree {
  const { [USER_PATHS]: userPaths, ...paths } = objectOf(value);
  const entries = new Map(EMPTY_TREE.entries);
  for (const [path, stored] of Object.entries(paths)) {
    const entry = readEntry(stored);
    if (entry !== null && path.startsWith('/')) entries.set(path, entry);
  }
  const places = Object.entries(objectOf(userPaths)).filter((place): place is [string, string] =>
    isText(place[1]),
  );
  return { entries, userPaths: new Map(places) };
}

/** The path of the directory that a path is in. */
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** The tree with one more entry, in its directory. */
export function withEntry(tree: FileTree, path: string, entry: Entry): FileTree {
  const parent = parentOf(path);
  const directory = tree.entries.get(parent);
  const fns = directory?.kind === 'dir' ? directory.fns : [];
  const entries = new Map(tree.entries).set(parent, { kind: 'dir', fns: [...fns, path] }).set(path, entry);
  return { ...tree, entries };
}

/** The tree without an entry and everything below it. */
export function withoutEntry(tree: FileTree, path: string): FileTree {
  const parent = parentOf(path);
  const kept = [...tree.entries].filter(([other]) => other !== path && !other.startsWith(`${path}/`));
  const entries = new Map(kept);
  const directory = entries.get(parent);
  if (directory?.kind === 'dir') {
    entries.set(parent, { kind: 'dir', fns: directory.fns.filter((child) => child !== path) });
  }
  return { ...tree, entries };
}
