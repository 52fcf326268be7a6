import { isIP } from 'node:net';
import { z } from 'zod';
import { parseDelay } from '../runtime/names.ts';

/** How one kind of option is read from text, and what a person is told to write. */
export interface Kind<T> {
  /** Completes "… must be". */
  readonly expects: string;
  readonly example: string;
  readonly schema: z.ZodType<T, string>;
}

const kind = <T>(expects: string, example: string, schema: z.ZodType<T, string>): Kind<T> => ({
  expects,
  example,
  schema,
});

/** Any text that is not empty. */
export const text = (example: string): Kind<string> => kind('some text', example, z.string().trim().min(1));

/** Any text, also none. */
export const anyText = (example: string): Kind<string> => kind('some text', example, z.string().trim());

/** A secret: taken as it is, blanks included. */
export const secret: Kind<string> = kind('a secret', '…', z.string());

/** A path of a file that must be readable. */
export const path = (example: string): Kind<string> => kind('the path of a file', example, z.string().min(1));

/** One of a closed set of words. */
export const oneOf = <const T extends string>(words: readonly [T, ...T[]]): Kind<T> =>
  kind(
    words.length === 1 ? words[0] : `one of ${words.join(', ')}`,
    words[0],
    z.string().trim().toLowerCase().pipe(z.enum(words)),
  );

/** true or false, also yes/no, on/off, 1/0. */
export const flag: Kind<boolean> = kind(
  'true or false',
  'true',
  z.string().trim().toLowerCase().pipe(z.stringbool()),
);

/** A whole number of the closed range. */
export const integer = (min: number, max: number, example: number): Kind<number> =>
  kind(
    `a whole number from ${min} to ${max}`,
    String(example),
    z.string().trim().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(min).max(max)),
  );

/** A TCP port; 0 = any free one. */
export const port = (example: number): Kind<number> => integer(0, 65_535, example);

/** A URL of one of these protocols. */
export const url = (protocols: readonly string[], example: string): Kind<URL> =>
  kind(
    `a URL that starts with ${protocols.map((name) => `${name}://`).join(' or ')}`,
    example,
    z
      .string()
      .trim()
      .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1)))
      .transform((value) => new URL(value)),
  );

const HOST_PORT = /^(\[[0-9a-f:]+\]|[a-z0-9._-]+):\d{1,5}$/i;

/** `host:port`, several separated by commas. */
export const brokerList: Kind<readonly string[]> = kind(
  'host:port, several separated by commas',
  'broker-1:9092,broker-2:9092',
  z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .refine((parts) => parts.length > 0 && parts.every((part) => HOST_PORT.test(part))),
);

/** A host name with an optional port. */
export const hostWithPort = (example: string): Kind<string> =>
  kind(
    'a host name, with a port where it is not the usual one',
    example,
    z
      .string()
      .trim()
      .regex(/^[a-z0-9._-]+(:\d{1,5})?$/i),
  );

/** A host name or an address, without a port. */
export const host = (example: string): Kind<string> =>
  kind(
    'a host name without a port',
    example,
    z
      .string()
      .trim()
      .regex(/^([a-z0-9._-]+|[0-9a-f:]+)$/i),
  );

/** An address, bare or with a display name. */
export const mailAddress = (example: string): Kind<string> =>
  kind(
    'a mail address, bare or as Name <address>',
    example,
    z
      .string()
      .trim()
      .regex(/^([^<>@]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/),
  );

/** A name and an address. */
export const namedAddress: Kind<{ readonly name: string; readonly email: string }> = kind(
  'a name and an address as Name <address>',
  'Kim of Example Chat <kim@chat.example.com>',
  z
    .string()
    .trim()
    .regex(/^[^<>@]+<[^\s<>@]+@[^\s<>@]+>$/)
    .transform((value) => ({
      name: value.slice(0, value.indexOf('<')).trim(),
      email: value.slice(value.indexOf('<') + 1, -1),
    })),
);

/** `name=host`, several separated by commas. */
export const hostByName = (example: string): Kind<Readonly<Record<string, string>>> =>
  kind(
    'name=host, several separated by commas',
    example,
    z
      .string()
      .transform((value) => value.split(',').map((part) => part.trim()))
      .refine((parts) => parts.every((part) => /^[a-z0-9-]*=[a-z0-9._-]+(:\d{1,5})?$/i.test(part)))
      .transform((parts) => Object.fromEntries(parts.map((part) => part.split('=') as [string, string]))),
  );

/** A whole number, or one word that stands for none. */
export const integerOrWord = <const W extends string>(
  word: W,
  min: number,
  max: number,
  example: number,
): Kind<number | W> =>
  kind(
    `a whole number from ${min} to ${max}, or ${word}`,
    String(example),
    z
      .string()
      .trim()
      .pipe(z.union([z.literal(word), integer(min, max, example).schema])),
  );

/** Text that must contain a placeholder once. */
export const pattern = (placeholder: string, example: string): Kind<string> =>
  kind(
    `an address that contains ${placeholder} once`,
    example,
    z
      .string()
      .trim()
      .refine((value) => value.split(placeholder).length === 2),
  );

/** An address range with its prefix, a single address as the range of itself alone; null when it is neither. */
const addressRange = (text: string): string | null => {
  const [network = '', prefix, ...more] = text.split('/');
  const bits = { 0: null, 4: 32, 6: 128 }[isIP(network)] ?? null;
  if (bits === null || more.length > 0 || network.includes('%')) return null;
  if (prefix === undefined) return `${network}/${bits}`;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits ? text : null;
};

/** IP addresses and ranges, separated by commas; may be none. */
export const addressRanges: Kind<readonly string[]> = kind(
  'IP addresses or ranges separated by commas',
  '10.0.0.0/8,192.168.7.5,fd00::/8',
  z.string().transform((value, context) => {
    const texts = value.split(',').map((part) => part.trim());
    const ranges = texts.filter((part) => part !== '').map(addressRange);
    if (ranges.includes(null)) {
      context.addIssue('not an address or a range');
      return z.NEVER;
    }
    return ranges.filter((range) => range !== null);
  }),
);

/** `name=word`, several separated by commas. */
export const wordsByName = <const N extends string, const W extends string>(
  names: readonly N[],
  words: readonly W[],
  example: string,
): Kind<ReadonlyMap<N, W>> =>
  kind(
    `queue=way, several separated by commas, with a way of: ${words.join(', ')}`,
    example,
    z.string().transform((value, context) => {
      const found = new Map<N, W>();
      for (const entry of value.split(',')) {
        const [name = '', text = '', ...more] = entry.split('=').map((part) => part.trim());
        const known = names.find((candidate) => candidate === name);
        const word = words.find((candidate) => candidate === text);
        if (known === undefined || word === undefined || more.length > 0 || found.has(known)) {
          context.addIssue(`wrong entry ${entry.trim()}`);
          return z.NEVER;
        }
        found.set(known, word);
      }
      return found;
    }),
  );

/** Any of these words, separated by commas; each at most once. */
export const listOf = <const T extends string>(words: readonly T[], example: string): Kind<readonly T[]> =>
  kind(
    `names separated by commas, of: ${words.join(', ')}`,
    example,
    z
      .string()
      .transform((value) => value.split(',').map((part) => part.trim()))
      .pipe(z.array(z.enum(words as unknown as readonly [T, ...T[]])).min(1))
      .transform((names) => [...new Set(names)]),
  );

/** `name=delay,delay;name=delay`: waiting times per name. */
export const delaysByName = <const T extends string>(
  names: readonly T[],
  example: string,
): Kind<ReadonlyMap<T, readonly number[]>> =>
  kind(
    'queue=delay,delay with delays such as 500ms, 30s, 5m or 6h in rising order, several queues separated by semicolons',
    example,
    z.string().transform((value, context) => {
      const delays = new Map<T, readonly number[]>();
      for (const entry of value.split(';').filter((part) => part.trim() !== '')) {
        const [name = '', list = ''] = entry.split('=');
        const known = names.find((candidate) => candidate === name.trim());
        const ms = list.split(',').map((delay) => parseDelay(delay.trim()));
        const rising = ms.every((delay, index) => delay !== null && delay > (ms[index - 1] ?? 0));
        if (known === undefined || !rising || delays.has(known)) {
          context.addIssue(`wrong entry ${entry.trim()}`);
          return z.NEVER;
        }
        delays.set(
          known,
          ms.filter((delay) => delay !== null),
        );
      }
      return delays;
    }),
  );
