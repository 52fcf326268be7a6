import type { Database } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import { compileAlertWords } from '../rendering/alert-words.ts';
import type { AlertWords } from '../rendering/alert-words.ts';
import { compileLinkifier } from '../rendering/linkifiers.ts';
import type { Linkifier } from '../rendering/linkifiers.ts';

/** What every rendering for an organization needs. */
export interface RealmTables {
  readonly linkifiers: readonly Linkifier[];
  readonly alertWords: AlertWords;
  /** Name → address of the picture. */
  readonly realmEmoji: ReadonlyMap<string, string>;
}

/** The tables of an organization as they were at most `KEPT_MS` ago. */
export type ReadRealmTables = (realmId: number) => Promise<RealmTables>;

/** A large organization has tens of thousands of alert words: read and compiled for each message, they cost more than all
 *  the rest. A change is seen this many ms later at the latest. */
const KEPT_MS = 10_000;
/** So many organizations are kept at once; beyond it the one read longest ago goes. */
const MAX_REALMS = 200;

interface KeptTables {
  readonly readAtMs: number;
  readonly tables: Promise<RealmTables>;
}

/** Makes the reader, which keeps what it has read for a short time. A failed reading is not kept. */
export function createRealmTables(deps: {
  readonly db: Database;
  readonly nowMs: () => number;
  /** Told of a linkifier that cannot be used; it is left out. */
  readonly onBadLinkifier: (fault: { readonly realmId: number; readonly reason: string }) => void;
}): ReadRealmTables {
  const kept = new Map<number, KeptTables>();
  return (realmId) => {
    const known = kept.get(realmId);
    if (known !== undefined && deps.nowMs() - known.readAtMs < KEPT_MS) return known.tables;
    const tables = readTables(deps.db, realmId, (reason) => {
      deps.onBadLinkifier({ realmId, reason });
    });
    kept.delete(realmId);
    kept.set(realmId, { readAtMs: deps.nowMs(), tables });
    const [oldest] = kept.keys();
    if (kept.size > MAX_REALMS && oldest !== undefined) kept.delete(oldest);
    tables.catch(() => {
      // Whoever waits for it is told; the next message tries again.
      if (kept.get(realmId)?.tables === tables) kept.delete(realmId);
    });
    return tables;
  };
}

async function readTables(
  db: Database,
  realmId: number,
  onBadLinkifier: (reason: string) => void,
): Promise<RealmTables> {
  const [linkifiers, words, emoji] = await Promise.all([
    runHot<{ pattern: string; url_template: string }>(db, LINKIFIERS, [realmId]),
    runHot<{ word: string; userId: number }>(db, ALERT_WORDS, [realmId]),
    runHot<{ name: string; file_name: string }>(db, EMOJI, [realmId]),
  ]);
  return {
    linkifiers: linkifiers.flatMap(({ pattern, url_template: template }) => {
      const compiled = compileLinkifier(pattern, template);
      if (!('kind' in compiled)) return [compiled];
      onBadLinkifier(compiled.reason);
      return [];
    }),
    alertWords: compileAlertWords(words),
    realmEmoji: new Map(
      emoji.map((row) => [row.name, `/user_avatars/${realmId}/emoji/images/${row.file_name}`]),
    ),
  };
}

const LINKIFIERS = {
  name: 'check_linkifiers',
  text: `select pattern, url_template from zerver_realmfilter where realm_id = $1 order by "order", id`,
} as const;

const ALERT_WORDS = {
  name: 'check_alert_words',
  text: `
    select a.word, a.user_profile_id as "userId"
    from zerver_alertword a join zerver_userprofile u on u.id = a.user_profile_id and u.is_active
    where a.realm_id = $1`,
} as const;

const EMOJI = {
  name: 'check_realm_emoji',
  text: `
    select name, file_name from zerver_realmemoji
    where realm_id = $1 and not deactivated and file_name is not null`,
} as const;
