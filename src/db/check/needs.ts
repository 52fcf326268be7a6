import { getTableConfig, is, PgTable } from '../drizzle.ts';
import * as analytics from '../schema/analytics.ts';
import * as archive from '../schema/archive.ts';
import * as attachment from '../schema/attachment.ts';
import * as audit from '../schema/audit.ts';
import * as bots from '../schema/bots.ts';
import * as membership from '../schema/membership.ts';
import * as message from '../schema/message.ts';
import * as notification from '../schema/notification.ts';
import * as organization from '../schema/organization.ts';
import * as people from '../schema/people.ts';
import * as realmLists from '../schema/realm-lists.ts';
import * as registration from '../schema/registration.ts';
import * as scheduledMessage from '../schema/scheduled-message.ts';
import * as workers from '../schema/workers.ts';

/** A column as we need it. */
export interface NeededColumn {
  readonly name: string;
  /** As PostgreSQL's `format_type` writes it. */
  readonly type: string;
  readonly notNull: boolean;
}

/** A table as we need it. */
export interface NeededTable {
  /** `workers` for our own, null for a Zulip server's: found by the search path. */
  readonly schema: string | null;
  readonly name: string;
  readonly columns: readonly NeededColumn[];
}

/** A unique index that an `ON CONFLICT` names. */
export interface ConflictTarget {
  readonly table: string;
  readonly columns: readonly string[];
  /** Condition of a partial index. */
  readonly where?: string;
}

const MODULES = [
  analytics,
  archive,
  attachment,
  audit,
  bots,
  membership,
  message,
  notification,
  organization,
  people,
  realmLists,
  registration,
  scheduledMessage,
  workers,
];

/** Every table of the schema files. */
export const tablesNeeded = (): readonly NeededTable[] =>
  MODULES.flatMap((module) => Object.values<unknown>(module))
    .filter((value): value is PgTable => is(value, PgTable))
    .map((table) => {
      const config = getTableConfig(table);
      return {
        schema: config.schema ?? null,
        name: config.name,
        columns: config.columns.map((column) => ({
          name: column.name,
          type: column.getSQLType().replace(/^varchar/, 'character varying'),
          notNull: column.notNull,
        })),
      };
    });

/**
 * Tables of a Zulip server into which the running queues insert: a column there that is required, unknown to us and
 * without a default would make every insert fail.
 */
export const INSERTED_TABLES: ReadonlySet<string> = new Set([
  'zerver_scheduledmessagenotificationemail',
  'zerver_missedmessageemailaddress',
  'zerver_scheduledemail',
  'zerver_scheduledemail_users',
  'confirmation_confirmation',
  'zerver_message',
  'zerver_usermessage',
  'zerver_submessage',
  'zerver_attachment_messages',
  'zerver_client',
  'zerver_huddle',
  'zerver_recipient',
  'zerver_subscription',
  'zerver_usertopic',
  'zerver_stream',
  'zerver_usergroup',
  'zerver_usergroupmembership',
  'zerver_realmauditlog',
  'zerver_reaction',
  'zerver_botstoragedata',
  'zerver_botconfigdata',
  'analytics_usercount',
]);

const counterTargets = (table: string, ...subject: string[]): readonly ConflictTarget[] => [
  { table, columns: [...subject, 'property', 'subgroup', 'end_time'], where: 'subgroup is not null' },
  { table, columns: [...subject, 'property', 'end_time'], where: 'subgroup is null' },
];

/** Unique indexes that an insert of some queue relies on; a Zulip server has all of them. */
export const CONFLICT_TARGETS: readonly ConflictTarget[] = [
  { table: 'zerver_reaction', columns: ['user_profile_id', 'message_id', 'reaction_type', 'emoji_code'] },
  { table: 'zerver_subscription', columns: ['user_profile_id', 'recipient_id'] },
  { table: 'zerver_recipient', columns: ['type', 'type_id'] },
  { table: 'zerver_huddle', columns: ['huddle_hash'] },
  { table: 'zerver_client', columns: ['name'] },
  { table: 'zerver_usertopic', columns: ['user_profile_id', 'stream_id', 'lower(topic_name)'] },
  { table: 'zerver_attachment_messages', columns: ['attachment_id', 'message_id'] },
  { table: 'zerver_stream', columns: ['realm_id', 'upper(name)'] },
  { table: 'zerver_missedmessageemailaddress', columns: ['email_token'] },
  { table: 'confirmation_confirmation', columns: ['type', 'confirmation_key'] },
  { table: 'zerver_scheduledemail_users', columns: ['scheduledemail_id', 'userprofile_id'] },
  { table: 'zerver_botstoragedata', columns: ['bot_profile_id', 'key'] },
  { table: 'zerver_botconfigdata', columns: ['bot_profile_id', 'key'] },
  { table: 'zerver_pushdevice', columns: ['user_id', 'push_account_id'] },
  { table: 'zerver_archivedmessage', columns: ['id'] },
  { table: 'zerver_archivedusermessage', columns: ['id'] },
  ...counterTargets('analytics_usercount', 'user_id'),
  ...counterTargets('analytics_realmcount', 'realm_id'),
];
