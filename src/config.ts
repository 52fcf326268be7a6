import { readFileSync } from 'node:fs';
import { ASSEMBLERS } from './config/assemble.ts';
import type { Reading } from './config/assemble.ts';
import { CONFIG_PARTS, OPTIONS } from './config/options.ts';
import type { ConfigPart } from './config/options.ts';
import { readOptions } from './config/read.ts';
import type { ConfigFault, ConfigSource } from './config/read.ts';
import type { Config } from './config/types.ts';

/** The settings are wrong; the message lists every fault on a line of its own. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'invalid_config';
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    super(faults.map(faultLine).join('\n'));
    this.faults = faults;
  }
}

/** One fault as one line: name, value, problem, advice. */
export const faultLine = ({ name, shown, problem, advice }: ConfigFault): string =>
  `${name}${shown === null ? '' : ` (now "${shown}")`} ${problem}. ${advice}`;

/** The environment of this process and its files. The only place that reads `process.env`. */
export const processSource = (): ConfigSource => ({
  variables: process.env,
  readFile: (path) => readFileSync(path, 'utf8'),
});

/** Reads one part; null when it has faults. */
const readPart = <P extends ConfigPart>(part: P, reading: Reading): Config[P] | null => {
  const faultsBefore = reading.faults.length;
  const values = readOptions<(typeof OPTIONS)[P]>(OPTIONS[part], reading.source, reading.faults);
  if (reading.faults.length > faultsBefore) return null;
  const assembled = ASSEMBLERS[part](values, reading);
  return reading.faults.length > faultsBefore ? null : deepFreeze(assembled);
};

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
};

/**
 * Reads the parts that a command needs, and only those, so that `topics plan` asks for no mail server.
 * @throws ConfigError with every fault of these parts.
 */
export const loadConfig = <P extends ConfigPart>(
  source: ConfigSource,
  parts: readonly P[],
): Pick<Config, P> => {
  const reading: Reading = { source, faults: [] };
  const config = Object.fromEntries(parts.map((part) => [part, readPart(part, reading)]));
  if (reading.faults.length > 0) throw new ConfigError(reading.faults);
  return Object.freeze(config) as Pick<Config, P>;
};

/** Reads everything, as a worker process needs it. */
export const loadWholeConfig = (source: ConfigSource): Config => loadConfig(source, CONFIG_PARTS);
