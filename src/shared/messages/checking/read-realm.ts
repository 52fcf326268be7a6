import type { Database } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { GroupSetting, RealmFacts } from './facts.ts';

/** Name of a system group that a setting names; null for other groups. */
export const systemNameOf = (column: string): string =>
  `(select g.name from zerver_namedusergroup g where g.usergroup_ptr_id = ${column} and g.is_system_group)`;

/** What `RealmRow` takes from `zerver_realm r`. */
export const REALM_COLUMNS = `
  r.id as realm_id, r.string_id, r.deactivated as realm_deactivated, r.topics_policy as realm_topics_policy,
  r.inline_image_preview, r.inline_url_embed_preview, r.default_code_block_language, r.waiting_period_threshold,
  r.can_mention_many_users_group_id::int, ${systemNameOf('r.can_mention_many_users_group_id')} as mention_many_name,
  r.can_access_all_users_group_id::int, ${systemNameOf('r.can_access_all_users_group_id')} as access_all_name,
  r.direct_message_initiator_group_id::int,
  ${systemNameOf('r.direct_message_initiator_group_id')} as direct_initiator_name,
  r.direct_message_permission_group_id::int,
  ${systemNameOf('r.direct_message_permission_group_id')} as direct_permission_name`;

/** A row with `REALM_COLUMNS`. */
export interface RealmRow extends Record<string, unknown> {
  readonly realm_id: number;
  readonly string_id: string;
  readonly realm_deactivated: boolean;
  readonly realm_topics_policy: number;
  readonly inline_image_preview: boolean;
  readonly inline_url_embed_preview: boolean;
  readonly default_code_block_language: string;
  readonly waiting_period_threshold: number;
  readonly can_mention_many_users_group_id: number;
  readonly mention_many_name: string | null;
  readonly can_access_all_users_group_id: number;
  readonly access_all_name: string | null;
  readonly direct_message_initiator_group_id: number;
  readonly direct_initiator_name: string | null;
  readonly direct_message_permission_group_id: number;
  readonly direct_permission_name: string | null;
}

/** The facts in a row with `REALM_COLUMNS`. */
export const toRealm = (row: RealmRow): RealmFacts => ({
  id: row.realm_id,
  stringId: row.string_id,
  isDeactivated: row.realm_deactivated,
  topicsPolicy: row.realm_topics_policy,
  imagePreviews: row.inline_image_preview,
  linkPreviews: row.inline_url_embed_preview,
  defaultCodeBlockLanguage: row.default_code_block_language,
  waitingPeriodDays: row.waiting_period_threshold,
  mentionManyGroup: setting(row.can_mention_many_users_group_id, row.mention_many_name),
  accessAllUsersGroup: setting(row.can_access_all_users_group_id, row.access_all_name),
  directInitiatorGroup: setting(row.direct_message_initiator_group_id, row.direct_initiator_name),
  directPermissionGroup: setting(row.direct_message_permission_group_id, row.direct_permission_name),
});

const setting = (id: number, systemName: string | null): GroupSetting => ({ id, systemName });

const REALM = {
  name: 'check_realm',
  text: `select ${REALM_COLUMNS} from zerver_realm r where r.id = $1`,
} as const;

/** An organization that is not the author's own: only bots that may write everywhere need it. */
export async function readRealm(db: Database, realmId: number): Promise<RealmFacts> {
  const [row] = await runHot<RealmRow>(db, REALM, [realmId]);
  if (row === undefined) throw new Error(`no organization ${realmId}`);
  return toRealm(row);
}
