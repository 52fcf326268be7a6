/** All alert words of a realm, ready to be looked for in one go. */
export interface AlertWords {
  readonly root: AlertWordNode;
}

/** A place in the tree of words: what may follow, and who wants to know of the word that ends here. */
export interface AlertWordNode {
  readonly next: Map<string, AlertWordNode>;
  readonly userIds: Set<number>;
}

const BEFORE = new Set(' \n(".,\';[*`>');
/** Closing quotes are missing in the original too. */
const AFTER = new Set(" \n)?:.,';]!*`");

const emptyNode = (): AlertWordNode => ({ next: new Map(), userIds: new Set() });

/** Makes the tree of the words that people want to be told of. */
export function compileAlertWords(
  words: Iterable<{ readonly word: string; readonly userId: number }>,
): AlertWords {
  const root = emptyNode();
  for (const { word, userId } of words) {
    let node = root;
    for (const character of word.toLowerCase()) {
      const next = node.next.get(character) ?? emptyNode();
      node.next.set(character, next);
      node = next;
    }
    if (node !== root) node.userIds.add(userId);
  }
  return { root };
}

/**
 * Who has a word that stands in the text, in any letter case, between white space or punctuation. Looks at each place where
 * a word may begin, at most as far as the longest word is long (the chat allows 100 characters).
 * @source zulip zerver/lib/markdown/__init__.py AlertWordNotificationProcessor
 */
export function findAlertWords(
  words: AlertWords,
  text: string,
  onSearch: (steps: number) => void,
): Set<number> {
  const found = new Set<number>();
  const characters = Array.from(text.toLowerCase());
  for (let start = 0; start < characters.length; start += 1) {
    if (start > 0 && !BEFORE.has(characters[start - 1] ?? '')) continue;
    let node: AlertWordNode | undefined = words.root;
    let end = start;
    while (node !== undefined) {
      const after = characters[end];
      if (after === undefined || AFTER.has(after)) for (const id of node.userIds) found.add(id);
      node = after === undefined ? undefined : node.next.get(after);
      end += 1;
    }
    onSearch(end - start);
  }
  return found;
}
