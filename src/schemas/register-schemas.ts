import { SHIPPED_SCHEMAS } from './generated/shipped-schemas.ts';
import { STREAM_NAMES } from './queues.ts';
import type { StreamName } from './queues.ts';
import type { RegistryApi } from './registry-api.ts';
import { subjectOf } from './schema-registry.ts';

/** Level of all our subjects: readers of today read every event there ever was. */
export const COMPATIBILITY_LEVEL = 'BACKWARD_TRANSITIVE';

/**
 * What became of a subject, or would become of it in a dry run:
 * - `new`: the subject did not have this schema; it was registered as `id` (null in a dry run);
 * - `unchanged`: it has it already;
 * - `incompatible`: the registry refuses; `messages` are its words. Nothing was changed.
 */
export type SubjectReport = {
  readonly stream: StreamName;
  readonly subject: string;
  /** The subject's own compatibility level before; null when it followed the global one. */
  readonly levelBefore: string | null;
} & (
  | { readonly kind: 'new'; readonly id: number | null }
  | { readonly kind: 'unchanged'; readonly id: number; readonly version: number }
  | { readonly kind: 'incompatible'; readonly messages: readonly string[] }
);

/** What registration does. */
export interface RegisterOptions {
  /** Prefix of the subjects. */
  readonly prefix: string;
  /** Only ask, change nothing. Default false. */
  readonly dryRun?: boolean;
  /** Default: every stream. */
  readonly streams?: readonly StreamName[];
}

/**
 * Registers today's schema of every stream, one after another, and sets the level of each subject *before* its schema
 * is posted: the registry's client library does it afterwards, so that the first version is checked by another level.
 * Stops at nothing that is only incompatible; rejects with a `SchemaRegistryError` when the registry fails, then some
 * subjects may be done and running it again does the rest.
 */
export async function registerSchemas(
  api: RegistryApi,
  options: RegisterOptions,
): Promise<readonly SubjectReport[]> {
  const reports: SubjectReport[] = [];
  for (const stream of options.streams ?? STREAM_NAMES) {
    reports.push(await registerStream(api, stream, options));
  }
  return reports;
}

async function registerStream(
  api: RegistryApi,
  stream: StreamName,
  options: RegisterOptions,
): Promise<SubjectReport> {
  const subject = subjectOf(options.prefix, stream);
  const schema = SHIPPED_SCHEMAS[stream].at(-1) ?? '';
  const levelBefore = await api.subjectLevel(subject);
  const about = { stream, subject, levelBefore };
  const setLevel = async (): Promise<void> => {
    if (options.dryRun !== true && levelBefore !== COMPATIBILITY_LEVEL) {
      await api.setSubjectLevel(subject, COMPATIBILITY_LEVEL);
    }
  };

  const registered = await api.lookUp(subject, schema);
  if (registered !== null) {
    await setLevel();
    return { ...about, kind: 'unchanged', id: registered.id, version: registered.version };
  }
  const { compatible, messages } = await api.checkCompatibility(subject, schema);
  if (!compatible) return { ...about, kind: 'incompatible', messages };
  if (options.dryRun === true) return { ...about, kind: 'new', id: null };
  await setLevel();
  return { ...about, kind: 'new', id: await api.register(subject, schema) };
}
