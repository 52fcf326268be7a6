import type { Tx } from '../client.ts';
import { GROUP_PERMISSIONS, REALM_PERMISSIONS } from '../schema/realm-settings.ts';
import { insertReturningIds, insertRows } from './insert-rows.ts';
import type { SeedRandom } from './random.ts';

/** System groups from the widest to the narrowest; each contains the next one, `role:nobody` stands apart. */
const SYSTEM_GROUPS = [
  'role:internet',
  'role:everyone',
  'role:members',
  'role:fullmembers',
  'role:moderators',
  'role:administrators',
  'role:owners',
] as const;

/** Name of a system group. */
export type SystemGroup = (typeof SYSTEM_GROUPS)[number] | 'role:nobody';

/** Who may do what, where it is not the members. */
const PERMITTED: Partial<Record<(typeof REALM_PERMISSIONS)[number], SystemGroup>> = {
  can_access_all_users_group_id: 'role:everyone',
  can_create_web_public_channel_group_id: 'role:owners',
  can_delete_any_message_group_id: 'role:administrators',
  can_delete_own_message_group_id: 'role:everyone',
  can_manage_all_groups_id: 'role:owners',
  can_manage_billing_group_id: 'role:administrators',
  can_mention_many_users_group_id: 'role:administrators',
  can_resolve_topics_group_id: 'role:everyone',
  can_set_delete_message_policy_group_id: 'role:moderators',
  can_summarize_topics_group_id: 'role:everyone',
  create_multiuse_invite_group_id: 'role:administrators',
  direct_message_initiator_group_id: 'role:everyone',
  direct_message_permission_group_id: 'role:everyone',
};

/** A new organization and its system groups. */
export interface SeededRealm {
  readonly id: number;
  readonly groups: Readonly<Record<SystemGroup, number>>;
}

/** What sets one organization apart. */
export interface RealmPlan {
  readonly name: string;
  readonly stringId: string;
  readonly description: string;
  readonly createdAt: Date;
}

/** Makes an organization with its system groups. Its permissions hold -1 until the groups exist; the database checks
 *  these references at the commit. */
export const seedRealm = async (tx: Tx, plan: RealmPlan, random: SeedRandom): Promise<SeededRealm> => {
  const types = { name: 'text', string_id: 'text', description: 'text', date_created: 'timestamptz' };
  const fixed = { uuid: 'uuid', uuid_owner_secret: 'text', digest_emails_enabled: 'boolean' };
  const permissions = Object.fromEntries(REALM_PERMISSIONS.map((name) => [name, 'bigint']));
  const [id = 0] = await insertReturningIds(tx, {
    table: 'zerver_realm',
    types: { ...types, ...fixed, ...permissions },
    rows: [
      [
        plan.name,
        plan.stringId,
        plan.description,
        plan.createdAt,
        random.uuid(),
        random.hex(64),
        true,
        ...REALM_PERMISSIONS.map(() => -1),
      ],
    ],
  });
  const groups = await seedSystemGroups(tx, id, plan.createdAt);
  const settings = REALM_PERMISSIONS.map((name) => `${name} = ${groups[PERMITTED[name] ?? 'role:members']}`);
  await tx.execute(`update zerver_realm set ${settings.join(', ')} where id = ${id}`);
  await insertRows(tx, { table: 'zerver_realmuserdefault', types: { realm_id: 'int' }, rows: [[id]] });
  await insertRows(tx, {
    table: 'zerver_presencesequence',
    types: { realm_id: 'int', last_update_id: 'bigint' },
    rows: [[id, 0]],
  });
  return { id, groups };
};

const seedSystemGroups = async (
  tx: Tx,
  realmId: number,
  createdAt: Date,
): Promise<Record<SystemGroup, number>> => {
  const names = [...SYSTEM_GROUPS, 'role:nobody'] as const;
  const ids = await seedGroups(
    tx,
    realmId,
    names.map((name) => ({ name, description: '', isSystem: true })),
    createdAt,
    { manage: null, mention: null },
  );
  await insertRows(tx, {
    table: 'zerver_groupgroupmembership',
    types: { supergroup_id: 'bigint', subgroup_id: 'bigint' },
    rows: SYSTEM_GROUPS.slice(1).map((_, index) => [ids[index], ids[index + 1]]),
  });
  return Object.fromEntries(names.map((name, index) => [name, ids[index] ?? 0])) as Record<
    SystemGroup,
    number
  >;
};

/** A group to be made. */
export interface GroupPlan {
  readonly name: string;
  readonly description: string;
  readonly isSystem: boolean;
}

/** Makes named groups. Null as `manage` or `mention` means: the last group of the list itself (for system groups,
 *  `role:nobody`). */
export const seedGroups = async (
  tx: Tx,
  realmId: number,
  groups: readonly GroupPlan[],
  createdAt: Date,
  permitted: { readonly manage: number | null; readonly mention: number | null },
): Promise<readonly number[]> => {
  const ids = await insertReturningIds(tx, {
    table: 'zerver_usergroup',
    types: { realm_id: 'int' },
    rows: groups.map(() => [realmId]),
  });
  const last = ids.at(-1) ?? 0;
  const permissionOf = (name: (typeof GROUP_PERMISSIONS)[number]): number =>
    (name === 'can_mention_group_id' ? permitted.mention : permitted.manage) ?? last;
  await insertRows(tx, {
    table: 'zerver_namedusergroup',
    types: {
      usergroup_ptr_id: 'bigint',
      name: 'text',
      description: 'text',
      is_system_group: 'boolean',
      realm_id: 'int',
      date_created: 'timestamptz',
      ...Object.fromEntries(GROUP_PERMISSIONS.map((name) => [name, 'bigint'])),
    },
    rows: groups.map((group, index) => [
      ids[index],
      group.name,
      group.description,
      group.isSystem,
      realmId,
      createdAt,
      ...GROUP_PERMISSIONS.map(permissionOf),
    ]),
  });
  return ids;
};
