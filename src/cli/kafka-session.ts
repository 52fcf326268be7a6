import type { BrokerAdmin } from '../broker/broker.ts';
import { openBroker } from '../composition/services.ts';
import type { KafkaConfig } from '../config/types.ts';
import { commandLogger } from './command-logger.ts';
import type { Terminal } from './terminal.ts';

/** Runs an action with a connected admin client and disconnects it whatever happens. */
export const withAdmin = async <T>(
  terminal: Terminal,
  options: { readonly verbose?: boolean },
  config: KafkaConfig,
  action: (admin: BrokerAdmin) => Promise<T>,
): Promise<T> => {
  const logger = commandLogger(terminal, options);
  const admin = openBroker(config, { clock: terminal.clock, logger }).admin();
  try {
    await admin.connect();
    return await action(admin);
  } finally {
    await admin.disconnect();
  }
};
