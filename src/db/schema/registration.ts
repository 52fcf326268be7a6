import { bigint, index, integer, jsonb, pgTable, smallint, unique, varchar } from '../drizzle.ts';
import { id64, indexesOf, moment, nonNegative, requiredVarchar, small } from './columns.ts';
import { zerverRealm } from './organization.ts';
import { optionalUserId } from './references.ts';

/** An organization that is being made; the record of an import job. Status 0 fresh, 1 used, 2 revoked. */
export const zerverPreregistrationrealm = pgTable(
  'zerver_preregistrationrealm',
  {
    id: id64(),
    name: requiredVarchar(40),
    org_type: small(0),
    default_language: varchar({ length: 50 }).notNull().default('en'),
    string_id: requiredVarchar(40),
    email: requiredVarchar(254),
    status: integer().notNull().default(0),
    created_realm_id: integer().references(() => zerverRealm.id, { onDelete: 'set null' }),
    created_user_id: optionalUserId(),
    data_import_metadata: jsonb().$type<Readonly<Record<string, unknown>>>().notNull().default({}),
  },
  (t) => [
    ...nonNegative('zerver_preregistrationrealm', [t.org_type]),
    ...indexesOf('zerver_preregistrationrealm', [t.created_realm_id, t.created_user_id]),
  ],
);

/** The framework's list of models; links of `confirmation_confirmation` name what they confirm by it. */
export const djangoContentType = pgTable(
  'django_content_type',
  {
    id: integer().primaryKey().generatedByDefaultAsIdentity(),
    app_label: requiredVarchar(100),
    model: requiredVarchar(100),
  },
  (t) => [unique('django_content_type_app_label_model_uniq').on(t.app_label, t.model)],
);

/** Links that confirm something; type 4 unsubscribes the person `object_id`. */
export const confirmationConfirmation = pgTable(
  'confirmation_confirmation',
  {
    id: id64(),
    content_type_id: integer()
      .notNull()
      .references(() => djangoContentType.id, { onDelete: 'cascade' }),
    object_id: bigint({ mode: 'number' }).notNull(),
    date_sent: moment().notNull(),
    confirmation_key: requiredVarchar(40),
    expiry_date: moment(),
    realm_id: integer().references(() => zerverRealm.id, { onDelete: 'cascade' }),
    type: smallint().notNull(),
  },
  (t) => [
    unique('confirmation_confirmation_type_confirmation_key_uniq').on(t.type, t.confirmation_key),
    index('confirmation_confirmation_content_type_id_object_id_idx').on(t.content_type_id, t.object_id),
    ...nonNegative('confirmation_confirmation', [t.object_id, t.type]),
    ...indexesOf('confirmation_confirmation', [
      t.content_type_id,
      t.object_id,
      t.date_sent,
      t.confirmation_key,
      t.expiry_date,
      t.realm_id,
    ]),
  ],
);
