import { createMailer } from '../composition/mailer.ts';
import { databaseOptions, openDatabase, openRegistryApi } from '../composition/services.ts';
import type { ServiceContext } from '../composition/services.ts';
import { loadConfig } from '../config.ts';
import type { ConfigPart } from '../config/options.ts';
import type { ConfigSource } from '../config/read.ts';
import { definitionsWith } from '../consumers/registry.ts';
import { checkDatabase } from '../db/check.ts';
import { registerSchemas } from '../schemas/register-schemas.ts';
import { readTopicPlan } from '../topics/apply.ts';
import { declareTopics } from '../topics/declared-topics.ts';
import type { ServiceSettings } from './doctor-advice.ts';
import type { ExitName } from './exit-codes.ts';
import { withAdmin } from './kafka-session.ts';

/** Something is wrong that the services themselves do not report as an error. */
export class Finding extends Error {
  override readonly name = 'Finding';
  readonly code = 'finding';
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}

/** What a check works with. */
export interface CheckContext extends ServiceContext {
  readonly source: ConfigSource;
  readonly signal: AbortSignal;
}

/** One thing that the doctor looks at. */
export interface Check {
  readonly name: string;
  /** Parts of the settings it needs; with a fault in one of them it is passed over. */
  readonly parts: readonly ConfigPart[];
  /** Checks that must be well before this one says anything. */
  readonly after: readonly string[];
  /** For the advice. */
  readonly settings: ServiceSettings;
  /** How the command ends when this check fails. */
  readonly exit: ExitName;
  /** Resolves with what was seen; rejects with what is wrong. */
  readonly run: (context: CheckContext) => Promise<string>;
}

const checkKafka = async (context: CheckContext): Promise<string> => {
  const config = loadConfig(context.source, ['kafka']);
  const { tls, sasl } = config.kafka;
  const { brokers, clusterId } = await withAdmin(context, config.kafka, (admin) => admin.describeCluster());
  const how = [tls === null ? 'no TLS' : 'TLS', sasl === null ? 'no login' : sasl.mechanism].join(', ');
  return `${brokers} brokers, cluster ${clusterId} (${how})`;
};

const checkTopics = async (context: CheckContext): Promise<string> => {
  const config = loadConfig(context.source, ['kafka', 'topics']);
  const declared = declareTopics(definitionsWith(config.topics.retryTiers), config.topics);
  const plan = await withAdmin(context, config.kafka, (admin) =>
    readTopicPlan(admin, declared, config.topics.prefix),
  );
  const missing = plan.changes.filter(({ kind }) => kind === 'create').length;
  if (plan.changes.length > 0) {
    throw new Finding(
      `${missing} of ${declared.length} topics are missing, ${plan.changes.length - missing} differ`,
      'See zulip-workers topics plan, then run topics apply.',
    );
  }
  return `${declared.length} topics are as declared`;
};

const checkRegistry = async (context: CheckContext): Promise<string> => {
  const config = loadConfig(context.source, ['registry']);
  const api = openRegistryApi(config.registry, context.clock);
  await api.subjectLevel('zulip-workers-doctor');
  return `answers at ${api.url}`;
};

const checkSubjects = async (context: CheckContext): Promise<string> => {
  const config = loadConfig(context.source, ['registry', 'topics']);
  const api = openRegistryApi(config.registry, context.clock);
  const reports = await registerSchemas(api, { prefix: config.topics.prefix, dryRun: true });
  const incompatible = reports.filter(({ kind }) => kind === 'incompatible');
  if (incompatible.length > 0) {
    throw new Finding(
      `incompatible with what is registered: ${incompatible.map(({ subject }) => subject).join(', ')}`,
      'A newer version was registered there: deploy that version, or use another TOPIC_PREFIX.',
    );
  }
  const missing = reports.filter(({ kind }) => kind === 'new').length;
  if (missing > 0) {
    throw new Finding(
      `${missing} of ${reports.length} schemas are not registered`,
      'Run zulip-workers schemas register.',
    );
  }
  return `${reports.length} subjects have today’s schemas`;
};

const checkDatabaseAnswers = async (context: CheckContext): Promise<string> => {
  const config = loadConfig(context.source, ['database']);
  const database = openDatabase(config.database, context);
  try {
    await database.ping(context.signal);
    return config.database.tls === null
      ? 'answers (DATABASE_TLS is off)'
      : `answers (TLS: ${config.database.tls.mode})`;
  } finally {
    await database.close();
  }
};

const checkTables = async (context: CheckContext): Promise<string> => {
  const config = loadConfig(context.source, ['database']);
  const differences = await checkDatabase(databaseOptions(config.database));
  const [first] = differences;
  if (first !== undefined) {
    const more = differences.length > 1 ? ` (and ${differences.length - 1} more)` : '';
    const isOurs = differences.some(({ kind }) => kind === 'migrations_pending');
    throw new Finding(
      `${first.table === '' ? '' : `${first.table}: `}${first.message}${more}`,
      isOurs ? 'Run zulip-workers db migrate.' : 'See zulip-workers db check.',
    );
  }
  return 'every table and column that is needed is there';
};

const checkMail = async (context: CheckContext): Promise<string> => {
  const { mail } = loadConfig(context.source, ['mail']);
  if (mail.emailHost === null) {
    throw new Finding(
      'EMAIL_HOST is none: mails are only pretended to be sent',
      'Set EMAIL_HOST to a mail server.',
    );
  }
  const mailer = createMailer(mail, context);
  try {
    await mailer.verify(context.signal);
  } finally {
    await mailer.close();
  }
  const how = mail.emailUseSsl ? 'TLS' : mail.emailUseTls ? 'STARTTLS' : 'no TLS';
  return `takes connections (${how}, ${mail.emailHostUser === '' ? 'no login' : 'login'})`;
};

const KAFKA: ServiceSettings = {
  address: 'KAFKA_BROKERS',
  login: 'KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD',
};
const REGISTRY: ServiceSettings = {
  address: 'SCHEMA_REGISTRY_URL',
  login: 'SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD',
};
const DATABASE: ServiceSettings = { address: 'DATABASE_URL', login: 'the user and password in DATABASE_URL' };
const MAIL: ServiceSettings = {
  address: 'EMAIL_HOST and EMAIL_PORT',
  login: 'EMAIL_HOST_USER and EMAIL_HOST_PASSWORD',
};

/** In the order in which they are told. */
export const CHECKS: readonly Check[] = [
  {
    name: 'Kafka',
    parts: ['kafka'],
    after: [],
    settings: KAFKA,
    exit: 'unavailable',
    run: checkKafka,
  },
  {
    name: 'topics',
    parts: ['kafka', 'topics'],
    after: ['Kafka'],
    settings: KAFKA,
    exit: 'difference',
    run: checkTopics,
  },
  {
    name: 'registry',
    parts: ['registry'],
    after: [],
    settings: REGISTRY,
    exit: 'unavailable',
    run: checkRegistry,
  },
  {
    name: 'subjects',
    parts: ['registry', 'topics'],
    after: ['registry'],
    settings: REGISTRY,
    exit: 'difference',
    run: checkSubjects,
  },
  {
    name: 'database',
    parts: ['database'],
    after: [],
    settings: DATABASE,
    exit: 'unavailable',
    run: checkDatabaseAnswers,
  },
  {
    name: 'tables',
    parts: ['database'],
    after: ['database'],
    settings: DATABASE,
    exit: 'difference',
    run: checkTables,
  },
  {
    name: 'mail server',
    parts: ['mail'],
    after: [],
    settings: MAIL,
    exit: 'unavailable',
    run: checkMail,
  },
];
