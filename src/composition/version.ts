import { readFileSync } from 'node:fs';

/** Version of the package, read once; the same file above `src` and above `dist`. */
export const VERSION = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  }
).version;

/** What this process calls itself in `x-producer` and in Kafka's logs. */
export const PRODUCER_NAME = `zulip-workers/${VERSION}`;
