import type { Clock } from '../runtime/clock.ts';
import { queueNames } from '../runtime/names.ts';
import { SHIPPED_SCHEMAS } from './generated/shipped-schemas.ts';
import { STREAM_NAMES } from './queues.ts';
import type { StreamName } from './queues.ts';
import type { RegistryApi } from './registry-api.ts';
import type { CachedSchema, SchemaCache } from './schema-cache.ts';
import { SchemaRegistryError } from './schema-errors.ts';
import type { SchemaSource } from './schema-source.ts';

/** What a registry client needs. */
export interface SchemaRegistryDeps {
  readonly api: RegistryApi;
  /** Prefix of topics and subjects. */
  readonly prefix: string;
  readonly clock: Clock;
  /** Lets a process start and decode while the registry is down. Default: none. */
  readonly cache?: SchemaCache;
  /** Told when the cache fails; the work goes on without it. */
  readonly onCacheFailure?: (error: Error) => void;
  /** How long an unknown id is not asked for again, ms. Default 30,000. */
  readonly unknownIdTtlMs?: number;
}

/** What the start found out. */
export interface DiscoveryReport {
  /** Streams whose today's schema has an id, from the registry or the cache. */
  readonly known: readonly StreamName[];
  /** Streams whose today's schema the registry does not have: `zulip-workers schemas register` has not been run. */
  readonly unregistered: readonly StreamName[];
  /** The registry's failure, when it could not be asked. */
  readonly outage: SchemaRegistryError | null;
}

/** Registry of the fleet: knows the shipped schemas, asks for the others, never registers. */
export interface SchemaRegistry extends SchemaSource {
  /** Loads the cache and looks up the ids of the shipped schemas. Never rejects: an outage is in the report. */
  start(): Promise<DiscoveryReport>;
  /** Resolves when the registry answers; rejects with a `SchemaRegistryError`. */
  ping(): Promise<void>;
}

/** Subject of a stream's schemas. */
export const subjectOf = (prefix: string, stream: StreamName): string =>
  queueNames(prefix, stream, []).subject;

const DEFAULT_UNKNOWN_ID_TTL_MS = 30_000;

/** Most ids remembered as unknown; garbage records name ever new ones. */
const MAX_UNKNOWN_IDS = 1_000;

/** Text with sorted names and no white space: registries write schemas anew. */
const canonical = (schema: string): string => {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
  };
  try {
    return JSON.stringify(sorted(JSON.parse(schema)));
  } catch {
    // Not JSON, so not Avro either: equal only to itself, and its reader will say what is wrong with it.
    return schema;
  }
};

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/**
 * States of an id: unheard of → (asked for) pending → known for ever, or unknown until its time is over, or unheard
 * of again after an outage. One request per id is under way at any time, however many records wait for it.
 */
class RegistryClient implements SchemaRegistry {
  readonly #deps: SchemaRegistryDeps;
  readonly #known = new Map<number, string>();
  readonly #pending = new Map<number, Promise<string>>();
  readonly #unknownUntilMs = new Map<number, number>();
  readonly #todayIds = new Map<StreamName, number>();
  readonly #pendingIds = new Map<StreamName, Promise<number>>();
  readonly #shippedTexts = new Map<string, string>();

  constructor(deps: SchemaRegistryDeps) {
    this.#deps = deps;
    for (const stream of STREAM_NAMES) {
      for (const text of SHIPPED_SCHEMAS[stream]) this.#shippedTexts.set(canonical(text), text);
    }
  }

  schemaOf(id: number): string | Promise<string> {
    const known = this.#known.get(id) ?? this.#pending.get(id);
    if (known !== undefined) return known;
    const until = this.#unknownUntilMs.get(id);
    if (until !== undefined && until > this.#deps.clock.now()) {
      return Promise.reject(new SchemaRegistryError('unknown_schema', `no schema has the id ${id}`));
    }
    const pending = this.#fetch(id).finally(() => this.#pending.delete(id));
    this.#pending.set(id, pending);
    return pending;
  }

  idOf(stream: StreamName): number | Promise<number> {
    const known = this.#todayIds.get(stream) ?? this.#pendingIds.get(stream);
    if (known !== undefined) return known;
    const pending = this.#lookUpToday(stream).finally(() => this.#pendingIds.delete(stream));
    this.#pendingIds.set(stream, pending);
    return pending;
  }

  async start(): Promise<DiscoveryReport> {
    await this.#loadCache();
    const unregistered: StreamName[] = [];
    let outage: SchemaRegistryError | null = null;
    await Promise.all(
      STREAM_NAMES.map(async (stream) => {
        try {
          if (!(await this.#discover(stream))) unregistered.push(stream);
        } catch (error) {
          if (!(error instanceof SchemaRegistryError)) throw error;
          outage ??= error;
        }
      }),
    );
    return { known: STREAM_NAMES.filter((stream) => this.#todayIds.has(stream)), unregistered, outage };
  }

  async ping(): Promise<void> {
    await this.#deps.api.subjects();
  }

  async #fetch(id: number): Promise<string> {
    try {
      const schema = await this.#deps.api.schemaById(id);
      this.#remember(id, schema);
      await this.#save(id, schema);
      return schema;
    } catch (error) {
      if (error instanceof SchemaRegistryError && error.code === 'unknown_schema') this.#forgetForAWhile(id);
      throw error;
    }
  }

  /** Asks for the ids of a stream's shipped schemas. Answers whether today's has one. */
  async #discover(stream: StreamName): Promise<boolean> {
    const subject = subjectOf(this.#deps.prefix, stream);
    const found = await Promise.all(
      SHIPPED_SCHEMAS[stream].map(async (text) => {
        const registered = await this.#deps.api.lookUp(subject, text);
        if (registered === null) return null;
        this.#remember(registered.id, text);
        await this.#save(registered.id, text);
        return registered.id;
      }),
    );
    const today = found.at(-1) ?? null;
    if (today === null) this.#todayIds.delete(stream);
    else this.#todayIds.set(stream, today);
    return today !== null;
  }

  async #lookUpToday(stream: StreamName): Promise<number> {
    if (await this.#discover(stream)) {
      const id = this.#todayIds.get(stream);
      if (id !== undefined) return id;
    }
    throw new SchemaRegistryError(
      'not_registered',
      `schema registry: ${subjectOf(this.#deps.prefix, stream)} does not have today's schema; ` +
        'run "zulip-workers schemas register"',
    );
  }

  #remember(id: number, schema: string): void {
    this.#unknownUntilMs.delete(id);
    // The shipped text itself, so that the codec recognizes today's schema and reads it without a resolver.
    this.#known.set(id, this.#shippedTexts.get(canonical(schema)) ?? schema);
  }

  #forgetForAWhile(id: number): void {
    const oldest = this.#unknownUntilMs.keys().next();
    if (this.#unknownUntilMs.size >= MAX_UNKNOWN_IDS && oldest.done !== true) {
      this.#unknownUntilMs.delete(oldest.value);
    }
    const ttlMs = this.#deps.unknownIdTtlMs ?? DEFAULT_UNKNOWN_ID_TTL_MS;
    this.#unknownUntilMs.set(id, this.#deps.clock.now() + ttlMs);
  }

  async #loadCache(): Promise<void> {
    const { cache, api } = this.#deps;
    if (cache === undefined) return;
    try {
      for (const entry of await cache.load(api.url)) this.#restore(entry);
    } catch (error) {
      // The cache only helps during an outage of the registry; without it the registry is asked.
      this.#deps.onCacheFailure?.(toError(error));
    }
  }

  #restore({ id, schema }: CachedSchema): void {
    this.#remember(id, schema);
    const text = this.#known.get(id);
    const stream = STREAM_NAMES.find((name) => SHIPPED_SCHEMAS[name].at(-1) === text);
    if (stream !== undefined) this.#todayIds.set(stream, id);
  }

  async #save(id: number, schema: string): Promise<void> {
    const { cache, api } = this.#deps;
    if (cache === undefined) return;
    try {
      await cache.save({ registry: api.url, id, schema });
    } catch (error) {
      // As above: the schema is known now, only the next start during an outage would miss it.
      this.#deps.onCacheFailure?.(toError(error));
    }
  }
}

/** Creates the client; asks nothing before `start` or the first unknown id. */
export function createSchemaRegistry(deps: SchemaRegistryDeps): SchemaRegistry {
  return new RegistryClient(deps);
}
