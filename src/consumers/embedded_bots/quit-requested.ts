/** Ends a run at the wish of its program. */
export class QuitRequested extends Error {
  override readonly name = 'QuitRequested';
  readonly code = 'quit';
}
