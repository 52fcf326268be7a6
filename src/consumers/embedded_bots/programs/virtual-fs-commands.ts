import { EMPTY_TREE, parentOf, withEntry, withoutEntry } from './virtual-fs-tree.ts';
import type { Entry, FileTree } from './virtual-fs-tree.ts';

/** The tree after a command, and what it says. */
export interface Reply {
  readonly tree: FileTree;
  readonly text: string;
}

/** Who gives the command, and where they are. */
export interface Place {
  readonly tree: FileTree;
  readonly email: string;
  readonly path: string;
}

/** A command over its arguments, which fit its syntax. */
export type Command = (place: Place, args: readonly string[]) => Reply;

const say = ({ tree }: Place, text: string): Reply => ({ tree, text });
const error = (place: Place, text: string): Reply => say(place, `ERROR: ${text}`);

/** How a path is shown: texts in stars, directories with a slash at the end. */
function nice(tree: FileTree, path: string): string {
  const entry = tree.entries.get(path);
  if (entry === undefined) return 'ERROR: the current directory does not exist';
  if (path === '/') return path;
  if (entry.kind === 'dir') return `${path}/`;
  const cut = path.lastIndexOf('/') + 1;
  return `${path.slice(0, cut)}*${path.slice(cut)}*`;
}

/** The full path that an argument means; null when it is no name. */
function resolve({ path }: Place, leaf: string): string | null {
  if (leaf === '/') return '/';
  if (leaf.endsWith('/')) return null;
  if (leaf.startsWith('/')) return leaf;
  return path === '/' ? `/${leaf}` : `${path}/${leaf}`;
}

/** Runs `act` with the full path of the first argument. */
const onPath =
  (act: (place: Place, path: string, args: readonly string[]) => Reply): Command =>
  (place, args) => {
    const [leaf = ''] = args;
    const path = resolve(place, leaf);
    return path === null ? error(place, `${leaf} is not a valid name`) : act(place, path, args);
  };

/** Runs `act` with the text at the path. */
const onText = (act: (place: Place, path: string, content: string) => Reply): Command =>
  onPath((place, path) => {
    const entry = place.tree.entries.get(path);
    if (entry === undefined) return error(place, 'file does not exist');
    if (entry.kind === 'dir') return error(place, `${nice(place.tree, path)} is a directory, file required`);
    return act(place, path, entry.content);
  });

/** Adds an entry where there is none. */
function add(place: Place, path: string, created: { readonly entry: Entry; readonly text: string }): Reply {
  const { entries } = place.tree;
  if (entries.has(path)) return error(place, 'file already exists');
  const parent = parentOf(path);
  if (entries.get(parent)?.kind !== 'dir') return error(place, `${parent} is not a directory`);
  return { tree: withEntry(place.tree, path, created.entry), text: created.text };
}

const list = (place: Place, path: string): Reply => {
  const entry = place.tree.entries.get(path);
  if (entry === undefined) return error(place, 'file does not exist');
  if (entry.kind === 'text') return error(place, `${path} is not a directory`);
  if (entry.fns.length === 0) return say(place, 'WARNING: directory is empty');
  const lines = entry.fns.toSorted().map((child) => `* ${nice(place.tree, child)}`);
  return say(place, lines.join('\n'));
};

const changeDirectory = onPath((place, path) => {
  const { entries, userPaths } = place.tree;
  const entry = entries.get(path);
  if (entry === undefined) return error(place, 'invalid path');
  if (entry.kind === 'text') {
    return error(place, `${nice(place.tree, path)} is a file, directory required`);
  }
  const tree = { entries, userPaths: new Map(userPaths).set(place.email, path) };
  return { tree, text: `Current path: ${nice(tree, path)}` };
});

export const pwd: Command = (place) => say(place, nice(place.tree, place.path));

export const ls: Command = (place, [leaf = '']) =>
  leaf === '' || leaf === '.'
    ? list(place, place.path)
    : onPath((where, path) => list(where, path))(place, [leaf]);

export const cd: Command = (place, [leaf = '']) =>
  changeDirectory(place, [leaf.length > 1 && leaf.endsWith('/') ? leaf.slice(0, -1) : leaf]);

export const mkdir: Command = onPath((place, path) =>
  add(place, path, { entry: { kind: 'dir', fns: [] }, text: 'directory created' }),
);

export const write: Command = onPath((place, path, [, content = '']) =>
  add(place, path, { entry: { kind: 'text', content }, text: 'file written' }),
);

export const read: Command = onText((place, _path, content) => say(place, content));

export const rm: Command = onText((place, path) => ({
  tree: withoutEntry(place.tree, path),
  text: 'removed',
}));

export const rmdir: Command = onPath((place, path) => {
  const entry = place.tree.entries.get(path);
  if (entry === undefined) return error(place, 'directory does not exist');
  if (entry.kind === 'text') {
    return error(place, `${nice(place.tree, path)} is a file, directory required`);
  }
  if (path === '/') return error(place, '/ cannot be removed');
  return { tree: withoutEntry(place.tree, path), text: 'removed' };
});

/** Where a person is in the tree; the root at first. */
export const placeOf = (tree: FileTree | null, email: string): Place => ({
  tree: tree ?? EMPTY_TREE,
  email,
  path: tree?.userPaths.get(email) ?? '/',
});
