import type { Agent } from 'node:http';
import { createRequire } from 'node:module';
import type libraryApi from '@kafkajs/confluent-schema-registry/dist/api/index.js';
import type { Clock } from '../runtime/clock.ts';
import { SchemaRegistryError } from './schema-errors.ts';

/** How to reach a Confluent-compatible registry (Confluent's own, Apicurio's ccompat API, Karapace). */
export interface RegistryConnection {
  /** Base URL, `http://` or `https://`. */
  readonly url: string;
  /** Null: no authentication. */
  readonly username: string | null;
  readonly password: string | null;
  readonly clock: Clock;
  /** Longest wait for an answer, ms. Default 5,000. */
  readonly timeoutMs?: number;
  /** For own certificate authorities; default: Node's. */
  readonly agent?: Agent;
}

/** Where a schema is registered. */
export interface RegisteredVersion {
  readonly id: number;
  readonly version: number;
}

/** Compatibility of a schema with the versions of a subject. */
export interface CompatibilityAnswer {
  readonly compatible: boolean;
  /** The registry's own words; empty when compatible. */
  readonly messages: readonly string[];
}

/**
 * The registry's REST API. Every method rejects with a `SchemaRegistryError`; requests that did not reach it are sent
 * once more at once, because a kept connection may have been closed on the other side.
 */
export interface RegistryApi {
  /** Base URL without credentials, by which schemas are cached. */
  readonly url: string;
  /** JSON text of a schema. */
  schemaById(id: number): Promise<string>;
  /** Id and version under which exactly this schema is registered; null when it is not. */
  lookUp(subject: string, schema: string): Promise<RegisteredVersion | null>;
  /** Registers a schema, or answers the id it already has. */
  register(subject: string, schema: string): Promise<number>;
  /** Checks against every version of the subject; a subject that does not exist accepts everything. */
  checkCompatibility(subject: string, schema: string): Promise<CompatibilityAnswer>;
  /** Compatibility level of the subject itself; null when it follows the global one. */
  subjectLevel(subject: string): Promise<string | null>;
  setSubjectLevel(subject: string, level: string): Promise<void>;
  subjects(): Promise<readonly string[]>;
}

const CLIENT_ID = 'zulip-workers';

const DEFAULT_TIMEOUT_MS = 5_000;

/** What the library throws for every failure. */
interface ResponseError extends Error {
  readonly status: number;
}

const isResponseError = (error: unknown): error is ResponseError =>
  error instanceof Error && typeof (error as { status?: unknown }).status === 'number';

/**
 * The library reports a connection that failed as "status 400", and an answer of some proxy like one of the registry.
 * The registry's own refusals are JSON with a message; everything else carries this text and says nothing about the
 * schema. Taking such a 404 for "no such schema" would send good records to the dead letters.
 */
const isOwnAnswer = (error: ResponseError): boolean =>
  !error.message.startsWith(`${CLIENT_ID} - Error, status ${error.status}`);

/** Maps what the library throws to the few classes that callers tell apart. */
const toRegistryError = (error: unknown, what: string): SchemaRegistryError => {
  if (error instanceof SchemaRegistryError) return error;
  const message = error instanceof Error ? error.message.replace(`${CLIENT_ID} - `, '') : String(error);
  const fail = (code: SchemaRegistryError['code'], text: string): SchemaRegistryError =>
    new SchemaRegistryError(code, `schema registry: ${what}: ${text}`, { cause: error });
  if (!isResponseError(error)) return fail('unavailable', message);
  const { status } = error;
  if (status === 401 || status === 403) return fail('unauthorized', message);
  if (!isOwnAnswer(error) || status === 408 || status === 429 || status >= 500) {
    return fail('unavailable', message.replace(/^Error, status 400: /, ''));
  }
  return fail(status === 404 ? 'unknown_schema' : 'rejected', message);
};

/** A CommonJS module with a default export inside its exports: loaders do not agree on how to import that. */
const { default: createApi } = createRequire(import.meta.url)(
  '@kafkajs/confluent-schema-registry/dist/api/index.js',
) as typeof libraryApi;

type Library = ReturnType<typeof createApi>;

/** The library's own client, without its schema cache and its retries. */
const createLibrary = (connection: RegistryConnection): Library =>
  createApi({
    host: connection.url.replace(/\/+$/, ''),
    clientId: CLIENT_ID,
    // The library writes these into a default that all its clients of a process share; ours are always the same.
    retry: { retries: 0 },
    ...(connection.username === null
      ? {}
      : { auth: { username: connection.username, password: connection.password ?? '' } }),
    ...(connection.agent === undefined ? {} : { agent: connection.agent }),
  });

/** Answers within `timeoutMs` or rejects: the library itself waits for ever when an answer breaks off. */
const withDeadline = <T>(
  connection: RegistryConnection,
  send: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const timeoutMs = connection.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const abort = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = connection.clock.after(timeoutMs, () => {
      reject(new SchemaRegistryError('unavailable', `schema registry: no answer within ${timeoutMs} ms`));
      abort.abort();
    });
    send(abort.signal)
      .then(resolve, reject)
      .finally(() => {
        timer.cancel();
      });
  });
};

interface LibraryResponse {
  data(): unknown;
}

const withoutCredentials = (url: string): string => {
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.href.replace(/\/+$/, '');
};

/** Creates the client; connects with the first request. Throws a `TypeError` when the URL is none. */
export function createRegistryApi(connection: RegistryConnection): RegistryApi {
  const library = createLibrary(connection);

  const ask = async <T>(
    what: string,
    send: (more: { signal: AbortSignal }) => Promise<LibraryResponse>,
  ): Promise<T> => {
    const once = (): Promise<LibraryResponse> => withDeadline(connection, (signal) => send({ signal }));
    try {
      const response = await once().catch((error: unknown) => {
        const mapped = toRegistryError(error, what);
        if (mapped.code === 'unavailable' && isResponseError(error)) return once();
        throw mapped;
      });
      return response.data() as T;
    } catch (error) {
      throw toRegistryError(error, what);
    }
  };

  const orNull = async <T>(answer: Promise<T>): Promise<T | null> => {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof SchemaRegistryError && error.code === 'unknown_schema') return null;
      throw error;
    }
  };

  return {
    url: withoutCredentials(connection.url),
    schemaById: async (id) => {
      const answer = await ask<{ schema?: unknown }>(`schema ${id}`, (more) =>
        library.Schema.find({ id, ...more }),
      );
      if (typeof answer.schema !== 'string') {
        throw new SchemaRegistryError(
          'unavailable',
          `schema registry: schema ${id}: the answer has no schema`,
        );
      }
      return answer.schema;
    },
    lookUp: (subject, schema) =>
      orNull(
        ask<RegisteredVersion>(
          subject,
          (more) =>
            library.Subject.registered({ subject, body: { schema }, ...more }) as Promise<LibraryResponse>,
        ),
      ),
    register: async (subject, schema) =>
      (
        await ask<{ id: number }>(subject, (more) =>
          library.Subject.register({ subject, body: { schema }, ...more }),
        )
      ).id,
    checkCompatibility: async (subject, schema) => {
      const answer = await orNull(
        ask<{ is_compatible: boolean; messages?: readonly string[] }>(
          subject,
          (more) =>
            library.Subject.compatible({
              subject,
              // All versions by the subject's level; the library's own path compares with one version only.
              path: '/compatibility/subjects/{subject}/versions',
              version: null,
              verbose: true,
              body: { schema },
              ...more,
            }) as Promise<LibraryResponse>,
        ),
      );
      return { compatible: answer?.is_compatible ?? true, messages: answer?.messages ?? [] };
    },
    subjectLevel: async (subject) => {
      const answer = await orNull(
        ask<{ compatibilityLevel: string }>(
          subject,
          (more) => library.Subject.config({ subject, ...more }) as Promise<LibraryResponse>,
        ),
      );
      return answer?.compatibilityLevel ?? null;
    },
    setSubjectLevel: async (subject, level) => {
      await ask(
        subject,
        (more) =>
          library.Subject.updateConfig({
            subject,
            body: { compatibility: level },
            ...more,
          }) as Promise<LibraryResponse>,
      );
    },
    subjects: () => ask<readonly string[]>('subjects', (more) => library.Subject.all(more)),
  };
}
