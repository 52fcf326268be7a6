/** Characters as PostgreSQL counts them: a pair of surrogates is one. */
export const charactersOf = (text: string): number => {
  const pairs = text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0;
  return text.length - pairs;
};
