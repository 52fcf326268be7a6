// Loaded into a worker process before anything else (`node --import`): a wall clock that can be wrong. The file that
// CHAOS_CLOCK_FILE names holds the milliseconds to be added; SIGWINCH has it read again, so that the clock jumps.
// Only the wall clock jumps, as on a machine whose time is set: timers and `performance.now` go on.
import { readFileSync } from 'node:fs';

const path = process.env['CHAOS_CLOCK_FILE'] ?? '';
const realNow = Date.now.bind(Date);
const RealDate = Date;
let offsetMs = 0;

const read = (): void => {
  try {
    offsetMs = Number(readFileSync(path, 'utf8'));
  } catch {
    // Not written yet: no offset.
    offsetMs = 0;
  }
};

Date.now = () => realNow() + offsetMs;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: unknown[], newTarget): object =>
    Reflect.construct(target, args.length === 0 ? [realNow() + offsetMs] : args, newTarget) as object,
});
read();
process.on('SIGWINCH', read);
