/** Edits (insert, delete, replace one character) between two words of ASCII letters. */
const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The candidate that was most likely meant: one that contains the word or is contained in it, or is few edits away. */
export const nearest = (word: string, candidates: readonly string[]): string | null => {
  const normal = word.toLowerCase().replaceAll('-', '_');
  const scored = candidates
    .map((candidate) => ({ candidate, distance: editDistance(normal, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = scored;
  if (best !== undefined && best.distance <= Math.max(2, Math.floor(best.candidate.length / 4))) {
    return best.candidate;
  }
  if (normal.length < 4) return null;
  return candidates.find((candidate) => candidate.includes(normal) || normal.includes(candidate)) ?? null;
};
