import type { FailureText } from './headers.ts';
import type { Outcome } from './outcome.ts';

/** Why an event was retried or given up, for the headers of its record. */
export function failureTextOf(outcome: Extract<Outcome, { kind: 'retry' | 'dead' }>): FailureText {
  const { error, reason, detail } = outcome;
  if (error === undefined) return { errorClass: reason, message: detail ?? reason };
  return {
    errorClass: error.name,
    message: detail === undefined ? error.message : `${detail}: ${error.message}`,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}
