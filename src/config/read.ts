import type { ConfigOption, ValueOf } from './option.ts';

/** Where settings come from: the process in production, a plain object in tests. */
export interface ConfigSource {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Text of a file; throws when it cannot be read. */
  readFile(path: string): string;
}

/** One thing that is wrong with the settings. */
export interface ConfigFault {
  readonly name: string;
  /** The value as it may be shown; null when the variable is not set. */
  readonly shown: string | null;
  readonly problem: string;
  /** What to write instead. */
  readonly advice: string;
}

/** Where faults are gathered, so that all of them are told at once. */
export type FaultList = ConfigFault[];

/** Values of a group of options by name. */
export type ValuesOf<G extends Readonly<Record<string, ConfigOption<unknown>>>> = {
  readonly [N in keyof G]: ValueOf<G[N]>;
};

const MASK = '********';

const withoutPassword = (value: string): string => {
  if (!URL.canParse(value)) return MASK;
  const url = new URL(value);
  if (url.password !== '') url.password = MASK;
  return url.href;
};

/** The value as it may be shown: a secret URL loses its password, any other secret is masked as a whole. */
export const shownValue = (option: ConfigOption<unknown>, value: string): string => {
  if (option.secret !== true) return value;
  return option.read.example.includes('://') ? withoutPassword(value) : MASK;
};

const causeText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads a file that an option names; a file that cannot be read is a fault of that option. */
export const readNamedFile = (
  name: string,
  path: string,
  source: ConfigSource,
  faults: FaultList,
): string | null => {
  try {
    return source.readFile(path);
  } catch (error) {
    // A settings fault like any other: told together with the rest.
    faults.push({
      name,
      shown: path,
      problem: `cannot be read: ${causeText(error)}`,
      advice: 'Name a file that this user may read.',
    });
    return null;
  }
};

/** The text of an option: the variable, or the file that `<NAME>_FILE` names; null when neither is set. */
const textOf = (
  name: string,
  option: ConfigOption<unknown>,
  source: ConfigSource,
  faults: FaultList,
): string | null => {
  const direct = source.variables[name];
  const isSet = direct !== undefined && (direct !== '' || option.emptyIsValue === true);
  const filePath = option.secret === true ? source.variables[`${name}_FILE`] : undefined;
  if (filePath === undefined || filePath === '') return isSet ? direct : null;
  if (isSet) {
    faults.push({
      name,
      shown: shownValue(option, direct),
      problem: `is set, and so is ${name}_FILE`,
      advice: `Keep one of the two.`,
    });
    return null;
  }
  // Editors and `echo` end a file with a newline that belongs to no secret.
  return readNamedFile(`${name}_FILE`, filePath, source, faults)?.replace(/\r?\n$/, '') ?? null;
};

const readOption = (
  name: string,
  option: ConfigOption<unknown>,
  source: ConfigSource,
  faults: FaultList,
): unknown => {
  const faultsBefore = faults.length;
  const { presence, read } = option;
  const text = textOf(name, option, source, faults) ?? (presence.kind === 'default' ? presence.text : null);
  if (faults.length > faultsBefore) return null;
  const advice = `Write for instance ${name}=${read.example}`;
  if (text === null) {
    if (presence.kind === 'required') {
      faults.push({ name, shown: null, problem: 'is not set', advice });
    }
    return null;
  }
  const result = read.schema.safeParse(text);
  if (result.success) return result.data;
  faults.push({ name, shown: shownValue(option, text), problem: `must be ${read.expects}`, advice });
  return null;
};

/**
 * Reads a group of options. When `faults` grows, the values must not be used: an option with a fault is null whatever
 * its type says.
 */
export const readOptions = <G extends Readonly<Record<string, ConfigOption<unknown>>>>(
  group: G,
  source: ConfigSource,
  faults: FaultList,
): ValuesOf<G> =>
  Object.fromEntries(
    Object.entries(group).map(([name, option]) => [name, readOption(name, option, source, faults)]),
  ) as ValuesOf<G>;
