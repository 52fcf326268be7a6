import kafkajs from 'kafkajs';
import type { LogEntry, logCreator as LogCreator } from 'kafkajs';
import type { Logger } from 'pino';

const { logLevel } = kafkajs;

/** kafkajs reports these as warnings or errors although they end well by themselves, and mostly many times over. */
const ORDINARY = [
  /rebalanc/i,
  /re-joining/i,
  /not aware of this member/i,
  /not the correct coordinator/i,
  /coordinator is (loading|not available)/i,
  /^Connection (error|timeout)/i,
  /^Closed connection/i,
  // Each of these reaches its caller as an error, too.
  /^Response \w+\(/,
  /Failed to connect to (seed )?broker/i,
  /^Failed to send messages/i,
  /^Restarting the consumer/i,
  /^Crash: /,
  /Limiting retries for the idempotent producer/i,
  /no longer the leader|not the leader|leadership election/i,
  /unsubscribed topics/i,
  /resync group/i,
  /not aware of all assigned partitions/i,
  /offset out of range/i,
];

/** Fields of a kafkajs line that the pino line has already, or that only repeat its message. */
const OWN_FIELDS = new Set(['message', 'timestamp', 'logger', 'stack']);

/**
 * Bridges kafkajs's log to pino. Its information and debug lines, and the warnings of ordinary events, become debug
 * lines; this room logs what matters of them itself, with our field names. Only the unexpected stays a warning.
 */
export function bridgeKafkajsLog(logger: Logger): LogCreator {
  const write = ({ namespace, level, log }: LogEntry): void => {
    const { message } = log;
    const unexpected = level <= logLevel.WARN && !ORDINARY.some((pattern) => pattern.test(message));
    const fields = Object.fromEntries(Object.entries(log).filter(([name]) => !OWN_FIELDS.has(name)));
    const line = { kafkajs_namespace: namespace, kafkajs_message: message, kafkajs: fields };
    if (unexpected) logger.warn(line, 'kafka client warning');
    else logger.debug(line, 'kafka client event');
  };
  return () => write;
}
