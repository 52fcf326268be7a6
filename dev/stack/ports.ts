import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tryLock } from '../lock.mjs';

/** A port of 127.0.0.1 that is ours until it is given back, also while nothing listens on it. */
export interface ClaimedPort {
  readonly port: number;
  release(): Promise<void>;
}

const LOWEST = 10_000;

/** First port that the kernel hands out by itself (outgoing connections); ours lie below, so that a stopped part
 *  finds its port free when it starts again. */
function firstEphemeralPort(): number {
  try {
    const range = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
    const first = Number(range.split(/\s+/)[0]);
    return first > LOWEST + 5_000 ? first : 65_536;
  } catch {
    // Not Linux: the usual range begins at 49,152.
    return 49_152;
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** Claims a free port; two stacks that start at once never get the same one. */
export async function claimPort(): Promise<ClaimedPort> {
  const highest = firstEphemeralPort();
  for (let attempt = 0; attempt < 500; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (highest - LOWEST));
    const release = await tryLock(`port ${port}`);
    if (release === null) continue;
    if (await canListen(port)) return { port, release };
    await release();
  }
  throw new Error(`no free port found between ${LOWEST} and ${highest}`);
}
