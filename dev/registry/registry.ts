import { incompatibilities, isLevel, parseAvro } from './compatibility.ts';
import type { Level } from './compatibility.ts';
import type { RegistryRecord, RegistryStore, SchemaRecord } from './store.ts';

/** A refusal, as the Confluent registry words it: HTTP status and its own error code. */
export class RegistryRefusal extends Error {
  override readonly name = 'RegistryRefusal';
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const notFound = {
  subject: (subject: string) => new RegistryRefusal(404, 40401, `Subject '${subject}' not found.`),
  version: (version: string) => new RegistryRefusal(404, 40402, `Version ${version} not found.`),
  schema: () => new RegistryRefusal(404, 40403, 'Schema not found'),
  config: (subject: string) =>
    new RegistryRefusal(
      404,
      40408,
      `Subject '${subject}' does not have subject-level compatibility configured`,
    ),
};

/**
 * The schema registry's rules, without HTTP and without a place to keep things: those are passed in.
 * The same schema has the same id everywhere; a subject's versions never change; writes run one after another.
 */
export class Registry {
  readonly #store: RegistryStore;
  /** By subject, ordered by version. */
  readonly #versions = new Map<string, SchemaRecord[]>();
  readonly #ids = new Map<string, number>();
  readonly #schemas = new Map<number, string>();
  readonly #levels = new Map<string, Level>();
  #globalLevel: Level = 'BACKWARD';
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(store: RegistryStore) {
    this.#store = store;
  }

  /** Reads what the store holds; call once, before anything else. */
  async load(): Promise<void> {
    for (const record of await this.#store.read()) this.#apply(record);
  }

  subjects(): string[] {
    return [...this.#versions.keys()].filter((subject) => this.#live(subject).length > 0).sort();
  }

  versions(subject: string): number[] {
    return this.#existing(subject).map((record) => record.version);
  }

  /** @param version a number or `latest` */
  version(subject: string, version: string): SchemaRecord {
    const all = this.#existing(subject);
    const found =
      version === 'latest' ? all.at(-1) : all.find((record) => String(record.version) === version);
    if (found === undefined) throw notFound.version(version);
    return found;
  }

  schemaById(id: number): string {
    const schema = this.#schemas.get(id);
    if (schema === undefined) throw notFound.schema();
    return schema;
  }

  /** Where a schema is used. */
  usesOf(id: number): { subject: string; version: number }[] {
    this.schemaById(id);
    return this.subjects().flatMap((subject) =>
      this.#live(subject)
        .filter((record) => record.id === id)
        .map((record) => ({ subject, version: record.version })),
    );
  }

  lookUp(subject: string, text: string): SchemaRecord {
    const schema = canonical(text);
    const found = this.#existing(subject).find((record) => record.schema === schema);
    if (found === undefined) throw notFound.schema();
    return found;
  }

  /** The id of the schema in this subject; a new version when it is new there. 409 when it is incompatible. */
  register(subject: string, text: string): Promise<number> {
    return this.#exclusively(async () => {
      const schema = canonical(text);
      const live = this.#live(subject);
      const known = live.find((record) => record.schema === schema);
      if (known !== undefined) return known.id;
      const reasons = this.#reasonsAgainst(subject, live, schema);
      if (reasons.length > 0) {
        throw new RegistryRefusal(
          409,
          409,
          `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [${reasons.join('; ')}]`,
        );
      }
      const id = this.#ids.get(schema) ?? Math.max(0, ...this.#schemas.keys()) + 1;
      const version = (this.#versions.get(subject)?.at(-1)?.version ?? 0) + 1;
      await this.#write({ kind: 'schema', subject, version, id, schema, deleted: false });
      return id;
    });
  }

  /** Why the schema may not follow; an empty list when it may. @param version a number, `latest` or `all` */
  check(subject: string, version: string, text: string): string[] {
    const schema = canonical(text);
    const live = this.#live(subject);
    if (version === 'all') return this.#reasonsAgainst(subject, live, schema);
    if (live.length === 0 && version === 'latest') return [];
    return this.#reasonsAgainst(subject, [this.version(subject, version)], schema);
  }

  /** Hides all versions, or removes them for good with `permanent`; returns their numbers. */
  deleteSubject(subject: string, permanent: boolean): Promise<number[]> {
    return this.#exclusively(async () => {
      const concerned = permanent ? (this.#versions.get(subject) ?? []) : this.#existing(subject);
      if (concerned.length === 0) throw notFound.subject(subject);
      if (permanent && this.#live(subject).length > 0) {
        throw new RegistryRefusal(
          404,
          40405,
          `Subject '${subject}' was not deleted first before being permanently deleted`,
        );
      }
      const numbers = concerned.map((record) => record.version);
      for (const record of [...concerned]) await this.#write(gone(record, permanent));
      return numbers;
    });
  }

  /** @param version a number or `latest` */
  deleteVersion(subject: string, version: string): Promise<number> {
    return this.#exclusively(async () => {
      const record = this.version(subject, version);
      await this.#write(gone(record, false));
      return record.version;
    });
  }

  globalLevel(): Level {
    return this.#globalLevel;
  }

  subjectLevel(subject: string, defaultToGlobal: boolean): Level {
    const level = this.#levels.get(subject) ?? (defaultToGlobal ? this.#globalLevel : undefined);
    if (level === undefined) throw notFound.config(subject);
    return level;
  }

  /** @param subject null for the global level; @param level null takes it back */
  setLevel(subject: string | null, level: unknown): Promise<void> {
    return this.#exclusively(async () => {
      if (level !== null && !isLevel(level)) {
        throw new RegistryRefusal(
          422,
          42203,
          'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
        );
      }
      await this.#write({ kind: 'config', subject, level });
    });
  }

  #reasonsAgainst(subject: string, earlier: readonly SchemaRecord[], schema: string): string[] {
    return incompatibilities(
      this.subjectLevel(subject, true),
      earlier.map((record) => record.schema),
      schema,
    );
  }

  #live(subject: string): SchemaRecord[] {
    return (this.#versions.get(subject) ?? []).filter((record) => !record.deleted);
  }

  #existing(subject: string): SchemaRecord[] {
    const live = this.#live(subject);
    if (live.length === 0) throw notFound.subject(subject);
    return live;
  }

  /** One write at a time: ids and versions are decided and stored before the next one looks. */
  #exclusively<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#lastWrite.then(action);
    // The next write does not depend on whether this one succeeded; its caller gets the error.
    this.#lastWrite = result.catch(() => undefined);
    return result;
  }

  async #write(record: RegistryRecord): Promise<void> {
    await this.#store.append(record);
    this.#apply(record);
  }

  #apply(record: RegistryRecord): void {
    if (record.kind === 'config') {
      if (record.subject === null) this.#globalLevel = record.level ?? 'BACKWARD';
      else if (record.level === null) this.#levels.delete(record.subject);
      else this.#levels.set(record.subject, record.level);
      return;
    }
    const others = (this.#versions.get(record.subject) ?? []).filter(
      (known) => known.version !== record.version,
    );
    const kept =
      record.kind === 'schema' ? [...others, record].sort((a, b) => a.version - b.version) : others;
    if (kept.length > 0) this.#versions.set(record.subject, kept);
    else this.#versions.delete(record.subject);
    if (record.kind === 'schema') {
      this.#ids.set(record.schema, record.id);
      this.#schemas.set(record.id, record.schema);
    }
  }
}

function gone(record: SchemaRecord, permanent: boolean): RegistryRecord {
  return permanent
    ? { kind: 'removed', subject: record.subject, version: record.version }
    : { ...record, deleted: true };
}

/** One spelling per schema, so that white space makes no new version. 422 when it is no Avro schema. */
function canonical(text: string): string {
  try {
    parseAvro(text);
    return JSON.stringify(JSON.parse(text));
  } catch (error) {
    throw new RegistryRefusal(422, 42201, `Invalid schema: ${(error as Error).message}`);
  }
}
