import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The walls between the rooms (docs/decisions/0001-rooms.md): what a folder may not import. */
const wall = (files, forbidden, message) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: forbidden.map((group) => ({ group: [group].flat(), message })) },
    ],
  },
});

const KAFKA = ['kafkajs', 'kafkajs/*', 'kafkajs-snappy', 'lz4-napi'];

/** What neither a queue nor what queues share may import. */
const ABOVE_QUEUES = [
  [...KAFKA, 'nodemailer'],
  '**/broker/**',
  '**/adapters/**',
  '**/cli/**',
  '**/composition/**',
  '**/config.ts',
  '**/metrics/server.ts',
];

const QUEUES = readdirSync(new URL('src/consumers/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** A rule stands once for a file, so each queue has a whole wall: around the room, and against its neighbours. */
const queueWall = (queue) =>
  wall(
    [`src/consumers/${queue}/**`],
    [
      ...ABOVE_QUEUES,
      '**/registry.ts',
      ...QUEUES.filter((other) => other !== queue).map((other) => `**/${other}/**`),
    ],
    'A queue imports the runtime, the generated schemas, shared, the database tables and its own files; no other queue.',
  );

export default tseslint.config(
  { ignores: ['node_modules', 'dist', '.cache', 'coverage', '**/generated/**', 'test/fixtures'] },
  js.configs.recommended,
  { rules: { 'no-undef': 'off' } },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config.ts reads the environment.' },
      ],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/config.ts', 'dev/**', 'bench/**', 'chaos/**', 'test/**', '*.config.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['src/**'],
    ignores: ['src/composition/**', 'src/cli/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportExpression',
          message: 'The walls see no import(); src/composition loads code late.',
        },
      ],
    },
  },
  { files: ['*.config.ts', 'dev/**'], rules: { 'no-restricted-exports': 'off' } },
  { files: ['dev/**', 'bench/**', 'chaos/**', 'sim/sim.ts', 'src/cli/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  wall(
    ['src/broker/**'],
    ['**/runtime/**', '**/consumers/**', '**/db/**', '**/adapters/**', '**/cli/**', '**/config.ts'],
    'The broker room knows only Kafka.',
  ),
  wall(
    ['src/runtime/**'],
    [
      [...KAFKA, 'pg', 'drizzle-orm', 'drizzle-orm/*', 'nodemailer'],
      '**/broker/kafka-*',
      '**/consumers/**',
      '**/db/**',
      '**/adapters/**',
      '**/cli/**',
      '**/config.ts',
      '**/schemas/**',
    ],
    'The runtime knows records, keys and time; no queue, no SQL, no Kafka client.',
  ),
  wall(
    ['src/consumers/*.ts'],
    [...ABOVE_QUEUES, [...QUEUES.map((queue) => `**/${queue}/**`), '!**/definition.ts']],
    'The table of queues knows their definitions; their code is loaded by src/composition.',
  ),
  ...QUEUES.map(queueWall),
  wall(
    ['src/shared/**'],
    [...ABOVE_QUEUES, '**/consumers/**'],
    'What queues share imports the runtime, the schemas and the database, and knows no queue.',
  ),
  wall(
    ['src/*.ts', 'src/cli/**', 'src/config/**', 'src/producer/**', 'src/relay/**', 'src/topics/**'],
    ['**/consumers/*/**'],
    'Queues are known by src/consumers/registry.ts; only src/composition reaches into their folders.',
  ),
  wall(
    ['src/adapters/**', 'src/db/**', 'src/schemas/**', 'src/metrics/**'],
    [KAFKA, '**/consumers/**', '**/cli/**', '**/config.ts', '**/main.ts'],
    'Imports point downwards only.',
  ),
);
