import type { BrokerAdmin } from '../broker/broker.ts';
import { openBroker, tlsOptions } from '../composition/services.ts';
import type { ServiceContext } from '../composition/services.ts';
import type { KafkaConfig } from '../config/types.ts';
import { commandLogger } from './command-logger.ts';
import { reachBrokers } from './reach-brokers.ts';
import type { Terminal } from './terminal.ts';

/** A broker that does not take a connection in this time is told as such, ms. */
const REACH_MS = 3_000;

/** Clock and log of a command. */
export const commandContext = (
  terminal: Terminal,
  options: { readonly verbose?: boolean },
): ServiceContext => ({ clock: terminal.clock, logger: commandLogger(terminal, options) });

/** Runs an action with a connected admin client and disconnects it whatever happens. */
export const withAdmin = async <T>(
  context: ServiceContext,
  config: KafkaConfig,
  action: (admin: BrokerAdmin) => Promise<T>,
): Promise<T> => {
  // The client would try for ten seconds before it says that nobody listens.
  await reachBrokers(config.brokers, {
    tls: config.tls === null ? null : tlsOptions(config.tls),
    timeoutMs: REACH_MS,
    clock: context.clock,
  });
  const admin = openBroker(config, context).admin();
  try {
    await admin.connect();
    return await action(admin);
  } finally {
    await admin.disconnect();
  }
};
