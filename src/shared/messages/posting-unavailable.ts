/**
 * A message cannot be posted at this moment, and nothing is wrong with it: the same drafts may be posted again, with the
 * same keys. An event whose handler lets it pass is retried, because `status` is one that is worth a retry.
 */
export class PostingUnavailable extends Error {
  override readonly name = 'PostingUnavailable';
  readonly code = 'posting_unavailable';
  /** What the server answered; 503 when it answered nothing. */
  readonly status: number;
  /** How long to wait at least, ms; null: no wish. */
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    options: { readonly status?: number; readonly retryAfterMs?: number | null; readonly cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.status = options.status ?? 503;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
