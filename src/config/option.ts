import type { Kind } from './kinds.ts';

/** How an option stands when the environment does not name it. */
export type Presence =
  | { readonly kind: 'required' }
  | { readonly kind: 'default'; readonly text: string }
  /** Null, or what `derived` describes. */
  | { readonly kind: 'optional'; readonly derived?: string };

/** One environment variable: read, checked, masked and documented from this one description. */
export interface ConfigOption<T> {
  readonly presence: Presence;
  readonly read: Kind<NonNullable<T>>;
  /** One or two sentences for the operator: what it does and when to change it. */
  readonly help: string;
  /** Unit of a number, such as ms or MiB. */
  readonly unit?: string;
  /** The value is never shown; `<NAME>_FILE` may name a file that holds it. */
  readonly secret?: boolean;
  /** Whether a variable that is set to nothing is a value of its own. Default: it counts as not set. */
  readonly emptyIsValue?: boolean;
}

/** Value type of an option. */
export type ValueOf<O> = O extends ConfigOption<infer T> ? T : never;

type Rest<T> = Omit<ConfigOption<T>, 'presence' | 'read'>;

/** An option without which the part does not work. */
export const required = <T>(read: Kind<T & {}>, rest: Rest<T>): ConfigOption<T & {}> => ({
  presence: { kind: 'required' },
  read,
  ...rest,
});

/** An option with a default, written as an operator would write it. */
export const withDefault = <T>(read: Kind<T & {}>, text: string, rest: Rest<T>): ConfigOption<T & {}> => ({
  presence: { kind: 'default', text },
  read,
  ...rest,
});

/** An option that may be absent. */
export const optional = <T>(
  read: Kind<T & {}>,
  rest: Rest<T> & { readonly derived?: string },
): ConfigOption<T | null> => {
  const { derived, ...others } = rest;
  return {
    presence: derived === undefined ? { kind: 'optional' } : { kind: 'optional', derived },
    read,
    ...others,
  };
};
