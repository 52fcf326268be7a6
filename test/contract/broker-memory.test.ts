import { createMemoryBroker } from '../../src/broker/memory-broker.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { describeBrokerContract } from './broker-contract.ts';

describeBrokerContract('memory', () => {
  const broker = createMemoryBroker({ clock: systemClock });
  return Promise.resolve({
    broker,
    prefix: 'test',
    deleteBefore: (topic: string, partition: number, offset: bigint) => {
      broker.control.deleteBefore({ topic, partition }, offset);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
});
