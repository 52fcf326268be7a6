import type { RefusalCode, Refused } from '../message-draft.ts';

/** A refusal with its text for people. */
export const refused = (text: string, code: RefusalCode = 'BAD_REQUEST'): Refused => ({
  kind: 'refused',
  code,
  text,
});

/** Why nobody posts there any more. Different from the original, which posts into channels of such organizations. */
export const realmDeactivated = (): Refused =>
  refused('This organization has been deactivated.', 'realm_deactivated');

/** Why they post no more. Different from the original, which posts into channels for them. */
export const authorInactive = (): Refused => refused('The author has been deactivated.', 'author_inactive');

/** Why nothing is posted in a channel that is archived, or that the author does not reach. */
export const notAuthorized = ({ name }: { readonly name: string }): Refused =>
  refused(`Not authorized to send to channel '${name}'`);

/** Why nothing is posted in a channel that there is not. */
export const noChannelWithId = (id: number): Refused =>
  refused(`Channel with ID '${id}' does not exist`, 'STREAM_DOES_NOT_EXIST');

/** Whether a step ended with a refusal instead of its answer. */
export const isRefused = (answer: unknown): answer is Refused =>
  typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'refused';
