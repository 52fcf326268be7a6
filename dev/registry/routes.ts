import { RegistryRefusal } from './registry.ts';
import type { Registry } from './registry.ts';

/** One request, read. */
export interface RegistryRequest {
  readonly method: string;
  readonly url: URL;
  readonly body: Readonly<Record<string, unknown>>;
}

type Handler = (registry: Registry, request: RegistryRequest, parts: readonly string[]) => unknown;

const part = (parts: readonly string[], index: number): string => decodeURIComponent(parts[index] ?? '');

/** Method and path of every request that is understood; `*` stands for one part of the path. */
const ROUTES: readonly (readonly [string, Handler])[] = [
  ['GET /', () => ({})],
  ['GET /schemas/types', () => ['AVRO']],
  ['GET /schemas/ids/*', (registry, _, parts) => ({ schema: registry.schemaById(Number(part(parts, 2))) })],
  ['GET /schemas/ids/*/versions', (registry, _, parts) => registry.usesOf(Number(part(parts, 2)))],
  ['GET /subjects', (registry) => registry.subjects()],
  ['POST /subjects/*', lookUp],
  [
    'DELETE /subjects/*',
    (registry, { url }, parts) =>
      registry.deleteSubject(part(parts, 1), url.searchParams.get('permanent') === 'true'),
  ],
  ['GET /subjects/*/versions', (registry, _, parts) => registry.versions(part(parts, 1))],
  [
    'POST /subjects/*/versions',
    async (registry, { body }, parts) => ({ id: await registry.register(part(parts, 1), avroOf(body)) }),
  ],
  ['GET /subjects/*/versions/*', version],
  [
    'GET /subjects/*/versions/*/schema',
    (registry, _, parts) => JSON.parse(registry.version(part(parts, 1), part(parts, 3)).schema) as unknown,
  ],
  [
    'DELETE /subjects/*/versions/*',
    (registry, _, parts) => registry.deleteVersion(part(parts, 1), part(parts, 3)),
  ],
  ['POST /compatibility/subjects/*/versions', (...args) => compatibility(...args, 'all')],
  ['POST /compatibility/subjects/*/versions/*', (...args) => compatibility(...args, part(args[2], 4))],
  ['GET /config', (registry) => ({ compatibilityLevel: registry.globalLevel() })],
  ['PUT /config', (registry, { body }) => setLevel(registry, null, body)],
  [
    'GET /config/*',
    (registry, { url }, parts) => ({
      compatibilityLevel: registry.subjectLevel(
        part(parts, 1),
        url.searchParams.get('defaultToGlobal') === 'true',
      ),
    }),
  ],
  ['PUT /config/*', (registry, { body }, parts) => setLevel(registry, part(parts, 1), body)],
  [
    'DELETE /config/*',
    async (registry, _, parts) => {
      const level = registry.subjectLevel(part(parts, 1), false);
      await registry.setLevel(part(parts, 1), null);
      return { compatibilityLevel: level };
    },
  ],
  ['GET /mode', () => ({ mode: 'READWRITE' })],
];

/** Answers a request, or throws a `RegistryRefusal`. */
export async function route(registry: Registry, request: RegistryRequest): Promise<unknown> {
  const parts = request.url.pathname.split('/').filter((name) => name !== '');
  for (const [pattern, handler] of ROUTES) {
    const [method, path = ''] = pattern.split(' ');
    const expected = path.split('/').filter((name) => name !== '');
    if (method !== request.method || expected.length !== parts.length) continue;
    if (expected.every((name, index) => name === '*' || name === parts[index])) {
      return await handler(registry, request, parts);
    }
  }
  throw new RegistryRefusal(404, 404, 'HTTP 404 Not Found');
}

function lookUp(registry: Registry, { body }: RegistryRequest, parts: readonly string[]): unknown {
  const { subject, version, id, schema } = registry.lookUp(part(parts, 1), avroOf(body));
  return { subject, version, id, schema };
}

function version(registry: Registry, _: RegistryRequest, parts: readonly string[]): unknown {
  const { subject, version: number, id, schema } = registry.version(part(parts, 1), part(parts, 3));
  return { subject, version: number, id, schema };
}

function compatibility(
  registry: Registry,
  { url, body }: RegistryRequest,
  parts: readonly string[],
  against: string,
): unknown {
  const messages = registry.check(part(parts, 2), against, avroOf(body));
  const answer = { is_compatible: messages.length === 0 };
  return url.searchParams.get('verbose') === 'true' ? { ...answer, messages } : answer;
}

async function setLevel(
  registry: Registry,
  subject: string | null,
  body: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const level = body['compatibility'];
  await registry.setLevel(subject, typeof level === 'string' ? level.toUpperCase() : level);
  return { compatibility: level };
}

function avroOf(body: Readonly<Record<string, unknown>>): string {
  const { schema, schemaType = 'AVRO', references = [] } = body;
  if (schemaType !== 'AVRO' || !Array.isArray(references) || references.length > 0) {
    throw new RegistryRefusal(422, 42201, 'This development registry knows Avro without references only');
  }
  if (typeof schema !== 'string') throw new RegistryRefusal(422, 42201, 'Empty schema');
  return schema;
}
