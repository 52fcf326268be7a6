// Writes one log line and waits to be ended. Used by spawn-worker.stack.test.ts.
import { pino } from 'pino';

pino().info({ args: process.argv.slice(2) }, 'up');
process.stdin.resume();
setInterval(() => undefined, 60_000);
