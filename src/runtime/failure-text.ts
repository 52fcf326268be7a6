import type { FailureText } from './headers.ts';
import type { Outcome } from './outcome.ts';

/** Why an event was retried or given up, for the headers of its record. */
export function failureTextOf(outcome: Extract<Outcome, { kind: 'retry' | 'dead' }>): FailureText {
  const { error, reason, detail } = outcome;
  if (error === undefined) return { errorClass: reason, message: detail ?? reason };
  const text = failureTextOfError(error);
  return detail === undefined ? text : { ...text, message: `${detail}: ${text.message}` };
}

/** An error, for the headers of a record. */
export function failureTextOfError(error: Error): FailureText {
  return {
    errorClass: error.name,
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}
