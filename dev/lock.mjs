// Plain JavaScript: dev/launch.mjs needs it before anything is installed, on the machine's own Node.
import { createHash } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A lock is a listening local socket: the kernel gives it to one process only and takes it back when that process
 * ends, whatever ended it, so a lock is never stale. On Linux the name is abstract (no file is left behind).
 * @param {string} name
 */
function address(name) {
  const short = createHash('sha256').update(name).digest('hex').slice(0, 24);
  if (process.platform === 'linux') return `\0zulip-workers-${short}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\zulip-workers-${short}`;
  return join(tmpdir(), `zulip-workers-${short}.sock`);
}

/**
 * Takes the lock if it is free. Does not keep the process alive by itself.
 * @param {string} name
 * @returns {Promise<(() => Promise<void>) | null>} the release function, or null when somebody else holds it
 */
export function tryLock(name) {
  return new Promise((resolve, reject) => {
    const waiting = new Set();
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => {
        // A waiter that went away; its close event follows.
      });
      socket.on('close', () => waiting.delete(socket));
      socket.unref();
    });
    server.on('error', (error) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address(name), () => {
      server.unref();
      resolve(
        () =>
          new Promise((released) => {
            server.close(() => released());
            for (const socket of waiting) socket.destroy();
          }),
      );
    });
  });
}

/** Resolves when the holder of the lock has let it go or has died. */
function holderGone(name) {
  return new Promise((resolve) => {
    const socket = connect(address(name));
    socket.on('error', (error) => {
      // Only a lock that is a file can be left behind: nobody listens on it any more.
      if (error.code === 'ECONNREFUSED' && process.platform !== 'linux') {
        try {
          unlinkSync(address(name));
        } catch {
          // Somebody else removed it first.
        }
      }
    });
    socket.on('close', () => resolve());
    socket.resume();
  });
}

/**
 * Runs `action` while holding the lock; waits for its turn, without a limit: a holder that dies lets go.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} action
 * @param {() => void} [onWait] called once when somebody else holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(name, action, onWait) {
  let release = await tryLock(name);
  if (release === null) onWait?.();
  while (release === null) {
    await holderGone(name);
    release = await tryLock(name);
  }
  try {
    return await action();
  } finally {
    await release();
  }
}
