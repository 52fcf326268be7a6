import type { RefusalCode, Refused } from '../message-draft.ts';

/** A refusal with its text for people. */
export const refused = (text: string, code: RefusalCode = 'BAD_REQUEST'): Refused => ({
  kind: 'refused',
  code,
  text,
});

/** Whether a step ended with a refusal instead of its answer. */
export const isRefused = (answer: unknown): answer is Refused =>
  typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'refused';
