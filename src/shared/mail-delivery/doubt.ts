/** How the ledger says that the mail may have gone out before this attempt: the beginning of the row's last words. */
export const doubtOf = (attempts: number): string => `attempt ${String(attempts)} after an unknown outcome; `;

/** Finds the same at the beginning of a row's last words; for PostgreSQL and JavaScript. */
export const DOUBT_PATTERN = '^attempt [0-9]+ after an unknown outcome; ';
