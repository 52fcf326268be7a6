import { pino } from 'pino';
import type { Level, Logger } from 'pino';

/** One log line, as pino wrote it. */
export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A logger whose lines a test can read. */
export interface LogCollector {
  readonly logger: Logger;
  readonly lines: readonly LogLine[];
  /** Lines of this level or above. */
  atLeast(level: Level): readonly LogLine[];
}

/** A pino logger that writes into memory; default level `trace`. */
export function collectLogs(level: Level = 'trace'): LogCollector {
  const lines: LogLine[] = [];
  const logger = pino(
    { level, base: null },
    {
      write(text: string) {
        lines.push(JSON.parse(text) as LogLine);
      },
    },
  );
  return {
    logger,
    lines,
    atLeast: (lowest) => lines.filter((line) => line.level >= (logger.levels.values[lowest] ?? 0)),
  };
}
