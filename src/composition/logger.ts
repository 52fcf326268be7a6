import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { LogConfig } from '../config/types.ts';

/** Fields whose values never leave the process, wherever they stand in a line. */
const SECRET_FIELDS = ['password', 'authorization', 'credentials', 'sasl', 'url', 'connectionString'];

/**
 * The process's logger: one JSON object a line, ISO times. Fields that may hold a secret are cut out
 * even if somebody logs them by mistake.
 */
export const createLogger = (config: Pick<LogConfig, 'level'>, destination: DestinationStream): Logger =>
  pino(
    {
      level: config.level,
      base: { service: 'zulip-workers' },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: '***',
      },
    },
    destination,
  );

/** Standard output without blocking the event loop; `flush` before exit. */
export const standardOutput = (): { stream: DestinationStream; flush(): void } => {
  const stream = pino.destination({ dest: 1, sync: false });
  return {
    stream,
    flush: () => {
      stream.flushSync();
    },
  };
};
