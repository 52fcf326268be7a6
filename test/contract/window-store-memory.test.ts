import { MemoryWindowStore } from '../runtime/window/memory-window-store.ts';
import { windowStoreContract } from './window-store-contract.ts';

windowStoreContract('memory', () => {
  const store = new MemoryWindowStore();
  return Promise.resolve({
    store,
    transaction: (run) => store.transaction(run),
    end: () => Promise.resolve(),
  });
});
