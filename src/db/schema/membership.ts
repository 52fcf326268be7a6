import { boolean, index, integer, pgTable, sql, unique, varchar } from '../drizzle.ts';
import { bigNumber, flag, id64, indexesOf, requiredVarchar } from './columns.ts';
import { zerverNamedusergroup, zerverRecipient, zerverUsergroup } from './organization.ts';
import { recipientId, userId } from './references.ts';

const cascade = { onDelete: 'cascade' } as const;

/** A direct message group: `huddle_hash` is the SHA-1 of its members' ids, sorted and joined by commas. */
export const zerverHuddle = pgTable(
  'zerver_huddle',
  {
    id: id64(),
    huddle_hash: requiredVarchar(40).unique('zerver_huddle_huddle_hash_key'),
    recipient_id: integer().references(() => zerverRecipient.id, { onDelete: 'set null' }),
    group_size: integer().notNull(),
  },
  (t) => indexesOf('zerver_huddle', [t.recipient_id]),
);

/** Membership of a person in a channel or direct message group. A null setting means the person's own default. */
export const zerverSubscription = pgTable(
  'zerver_subscription',
  {
    id: id64(),
    user_profile_id: userId(),
    recipient_id: recipientId(),
    active: flag(true),
    is_user_active: flag(true),
    is_muted: flag(false),
    color: varchar({ length: 10 }).notNull().default('#c2c2c2'),
    pin_to_top: flag(false),
    desktop_notifications: boolean(),
    audible_notifications: boolean(),
    push_notifications: boolean(),
    email_notifications: boolean(),
    wildcard_mentions_notify: boolean(),
  },
  (t) => [
    unique('zerver_subscription_user_profile_id_recipient_id_uniq').on(t.user_profile_id, t.recipient_id),
    index('zerver_subscription_recipient_id_user_profile_id_idx')
      .on(t.recipient_id, t.user_profile_id)
      .where(sql`${t.active} and ${t.is_user_active}`),
    ...indexesOf('zerver_subscription', [t.user_profile_id, t.recipient_id]),
  ],
);

/** Direct members of a user group. */
export const zerverUsergroupmembership = pgTable(
  'zerver_usergroupmembership',
  {
    id: id64(),
    user_group_id: bigNumber()
      .notNull()
      .references(() => zerverUsergroup.id, cascade),
    user_profile_id: userId(),
  },
  (t) => [
    unique('zerver_usergroupmembership_group_user_uniq').on(t.user_group_id, t.user_profile_id),
    ...indexesOf('zerver_usergroupmembership', [t.user_group_id, t.user_profile_id]),
  ],
);

/** Groups in groups; membership is recursive. */
export const zerverGroupgroupmembership = pgTable(
  'zerver_groupgroupmembership',
  {
    id: id64(),
    supergroup_id: bigNumber()
      .notNull()
      .references(() => zerverUsergroup.id, cascade),
    subgroup_id: bigNumber()
      .notNull()
      .references(() => zerverNamedusergroup.usergroup_ptr_id, cascade),
  },
  (t) => [
    unique('zerver_groupgroupmembership_uniq').on(t.supergroup_id, t.subgroup_id),
    ...indexesOf('zerver_groupgroupmembership', [t.supergroup_id, t.subgroup_id]),
  ],
);
