import type { ConnectionOptions } from 'node:tls';
import type { Logger } from 'pino';
import type { Broker } from '../broker/broker.ts';
import { createKafkaBroker } from '../broker/kafka-broker.ts';
import type { DatabaseConfig, KafkaConfig, RegistryConfig, TlsFiles } from '../config/types.ts';
import { createDatabase } from '../db/client.ts';
import type { DatabaseHandle, DatabaseOptions } from '../db/client.ts';
import type { Clock } from '../runtime/clock.ts';
import { createRegistryApi } from '../schemas/registry-api.ts';
import type { RegistryApi } from '../schemas/registry-api.ts';
import type { SchemaCache } from '../schemas/schema-cache.ts';
import { createSchemaRegistry } from '../schemas/schema-registry.ts';
import type { SchemaRegistry } from '../schemas/schema-registry.ts';

/** Clock and log that every service of the process shares. */
export interface ServiceContext {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** TLS material as node's TLS takes it. */
export const tlsOptions = ({ ca, cert, key }: TlsFiles): ConnectionOptions => ({
  ...(ca !== null && { ca }),
  ...(cert !== null && { cert }),
  ...(key !== null && { key }),
});

/** Kafka by the settings; connects nothing by itself. */
export const openBroker = (config: KafkaConfig, { clock, logger }: ServiceContext): Broker =>
  createKafkaBroker({
    brokers: config.brokers,
    clientId: config.clientId,
    ...(config.tls !== null && { ssl: tlsOptions(config.tls) }),
    ...(config.sasl !== null && { sasl: config.sasl }),
    clock,
    logger: logger.child({ part: 'kafka' }),
  });

/** The settings as the database room takes them. */
export const databaseOptions = ({ url, tls, poolSize }: DatabaseConfig): DatabaseOptions => ({
  url,
  poolSize,
  ...(tls !== null && {
    tls: { rejectUnauthorized: tls.mode === 'verify-full', ...(tls.ca !== null && { ca: tls.ca }) },
  }),
});

/** PostgreSQL by the settings; connects nothing by itself. */
export const openDatabase = (config: DatabaseConfig, { logger }: ServiceContext): DatabaseHandle =>
  createDatabase({ ...databaseOptions(config), logger: logger.child({ part: 'database' }) });

/** The registry's REST interface by the settings. */
export const openRegistryApi = (config: RegistryConfig, clock: Clock): RegistryApi =>
  createRegistryApi({ ...config, clock });

/** The registry by the settings; asks nothing by itself. */
export const openRegistry = (
  config: RegistryConfig,
  context: ServiceContext & { readonly prefix: string; readonly cache?: SchemaCache },
): SchemaRegistry =>
  createSchemaRegistry({
    api: openRegistryApi(config, context.clock),
    prefix: context.prefix,
    clock: context.clock,
    ...(context.cache !== undefined && { cache: context.cache }),
    onCacheFailure: (err) => {
      context.logger.warn({ err }, 'schema cache failed');
    },
  });
