import { describeDeliveryLedger } from './delivery-ledger-contract.ts';
import { MemoryDeliveryLedger } from './memory-delivery-ledger.ts';

let serial = 0;

describeDeliveryLedger<'tx'>('in memory', () => {
  let nowMs = Date.UTC(2026, 0, 5, 9);
  const ledger = new MemoryDeliveryLedger(() => nowMs);
  return {
    ledger,
    transaction: (run) => run('tx'),
    age: (durationMs) => {
      nowMs += durationMs;
      return Promise.resolve();
    },
    state: (key) => Promise.resolve(ledger.row(key).state),
    freshKey: () => {
      serial += 1;
      return { messageId: serial * 100, botId: serial, serviceId: serial };
    },
  };
});
