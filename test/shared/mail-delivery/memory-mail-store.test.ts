import { describe } from 'vitest';
import { mailUser, REALM } from './delivery-world.ts';
import { mailStoreContract } from './mail-store-contract.ts';
import { MemoryMailStore } from './memory-mail-store.ts';

describe('the mail store in memory', () => {
  mailStoreContract(() => {
    const store = new MemoryMailStore(() => 1_000_000, 35_000);
    store.knownRealms.set(REALM.id, REALM);
    store.knownUsers.set(10, mailUser());
    return {
      store,
      leaseMs: 35_000,
      age: (eventIds, ageMs) => {
        for (const id of eventIds) {
          const row = store.ledger.get(id);
          if (row !== undefined) row.updatedAtMs -= ageMs;
        }
        return Promise.resolve();
      },
      responseOf: (id) => Promise.resolve(store.ledger.get(id)?.response ?? ''),
      user: { id: 10, email: 'hamlet@zulip.com', realmId: REALM.id },
    };
  });
});
