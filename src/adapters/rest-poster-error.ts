/**
 * A message cannot go through the server's REST interface, now or later, for a reason that an operator removes:
 * `unsupported`: the interface cannot do what the draft asks for; `unauthorized`: it does not accept the author's key;
 * `unexpected_answer`: something else than a Zulip server answers; `unknown_author`: there is no such row.
 */
export class RestPosterError extends Error {
  override readonly name = 'RestPosterError';
  readonly code: 'unsupported' | 'unauthorized' | 'unexpected_answer' | 'unknown_author';

  constructor(code: RestPosterError['code'], message: string) {
    super(`REST interface: ${message}`);
    this.code = code;
  }
}
