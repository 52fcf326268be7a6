/** Lists that an organization keeps: emoji, linkifiers, playgrounds, domains, default channels. */
import { integer, pgTable, sql, text, unique, uniqueIndex, varchar } from '../drizzle.ts';
import { flag, id64, indexesOf, requiredText, requiredVarchar } from './columns.ts';
import { zerverUserprofile } from './organization.ts';
import { realmId, streamId } from './references.ts';

/** A custom emoji; a deactivated one leaves its name free. */
export const zerverRealmemoji = pgTable(
  'zerver_realmemoji',
  {
    id: id64(),
    author_id: integer().references(() => zerverUserprofile.id, { onDelete: 'cascade' }),
    realm_id: realmId(),
    name: requiredText(),
    file_name: text(),
    is_animated: flag(false),
    deactivated: flag(false),
  },
  (t) => [
    uniqueIndex('unique_realm_emoji_when_false_deactivated')
      .on(t.realm_id, t.name)
      .where(sql`not ${t.deactivated}`),
    ...indexesOf('zerver_realmemoji', [t.author_id, t.realm_id, t.file_name]),
  ],
);

/** A linkifier: text that matches `pattern` links to `url_template`. */
export const zerverRealmfilter = pgTable(
  'zerver_realmfilter',
  {
    id: id64(),
    realm_id: realmId(),
    pattern: requiredText(),
    url_template: requiredText(),
    order: integer().notNull().default(0),
  },
  (t) => [
    unique('zerver_realmfilter_realm_id_pattern_uniq').on(t.realm_id, t.pattern),
    ...indexesOf('zerver_realmfilter', [t.realm_id]),
  ],
);

/** Where a code block of one language can be tried out. */
export const zerverRealmplayground = pgTable(
  'zerver_realmplayground',
  {
    id: id64(),
    realm_id: realmId(),
    url_template: requiredText(),
    name: requiredText(),
    pygments_language: requiredVarchar(40),
  },
  (t) => [
    unique('zerver_realmplayground_uniq').on(t.realm_id, t.pygments_language, t.name),
    ...indexesOf('zerver_realmplayground', [t.realm_id, t.pygments_language, t.name]),
  ],
);

/** Mail domains whose people may join. */
export const zerverRealmdomain = pgTable(
  'zerver_realmdomain',
  {
    id: id64(),
    realm_id: realmId(),
    domain: varchar({ length: 80 }).notNull(),
    allow_subdomains: flag(false),
  },
  (t) => [
    unique('zerver_realmdomain_uniq').on(t.realm_id, t.domain),
    ...indexesOf('zerver_realmdomain', [t.realm_id, t.domain]),
  ],
);

/** Ways to log in to an organization. */
export const zerverRealmauthenticationmethod = pgTable(
  'zerver_realmauthenticationmethod',
  { id: id64(), realm_id: realmId(), name: requiredVarchar(80) },
  (t) => [
    unique('zerver_realmauthenticationmethod_uniq').on(t.realm_id, t.name),
    ...indexesOf('zerver_realmauthenticationmethod', [t.realm_id]),
  ],
);

/** Channels that new people are subscribed to. */
export const zerverDefaultstream = pgTable(
  'zerver_defaultstream',
  { id: id64(), realm_id: realmId(), stream_id: streamId() },
  (t) => [
    unique('zerver_defaultstream_uniq').on(t.realm_id, t.stream_id),
    ...indexesOf('zerver_defaultstream', [t.realm_id, t.stream_id]),
  ],
);
