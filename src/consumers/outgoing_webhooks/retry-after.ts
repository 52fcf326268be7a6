/**
 * The waiting time that a `Retry-After` header asks for, ms from now; undefined when it is missing or not to be
 * understood. Both forms of RFC 9110, 10.2.3: seconds, and a date.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // A date begins with the name of its day; Date.parse would also take other things.
  const atMs = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
