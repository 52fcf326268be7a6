/**
 * What people ask bots, and what the bots answer: a function of the question alone, so that the judge can foresee it.
 * The program `converter` answers like this, and so does the server of the other bots. A token is a number of eight
 * digits in no other question; the program rounds to no fewer.
 */

const FIRST_TOKEN = 10_000_000;

/** The token of the n-th question, from 0. */
export const tokenOf = (number: number): string => String(FIRST_TOKEN + number);

/** What a person writes. */
export const questionAbout = (token: string): string => `${token} meter meter`;

/** What the bot answers. */
export const answerAbout = (token: string): string => `${token} meter = ${token}.0 meter`;

/** The token of a question; null when it is none. */
export const tokenIn = (question: string): string | null =>
  /^(\d{8}) meter meter$/.exec(question)?.[1] ?? null;
