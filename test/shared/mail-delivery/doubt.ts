/** How the ledger says that the mail may have gone out before this attempt. */
export const doubtOf = (attempts: number): string => `attempt ${attempts} after an unknown outcome; `;

/** Finds the same at the beginning of a row's last words. */
export const DOUBT = /^attempt [0-9]+ after an unknown outcome; /;
