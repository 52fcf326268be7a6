/** Position of each opening bracket that is closed → position of what closes it. */
export function matchingBrackets(text: string, open: string, close: string): ReadonlyMap<number, number> {
  const matches = new Map<number, number>();
  const waiting: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === open) waiting.push(index);
    else if (text[index] === close) {
      const start = waiting.pop();
      if (start !== undefined) matches.set(start, index);
    }
  }
  return matches;
}
