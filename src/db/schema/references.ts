import { integer } from '../drizzle.ts';
import { bigNumber } from './columns.ts';
import { zerverRealm, zerverRecipient, zerverStream, zerverUserprofile } from './organization.ts';

const cascade = { onDelete: 'cascade' } as const;
const setNull = { onDelete: 'set null' } as const;

/** Required reference to an organization; the row goes with it. */
export const realmId = () =>
  integer()
    .notNull()
    .references(() => zerverRealm.id, cascade);

/** Required reference to a person; the row goes with them. */
export const userId = () =>
  integer()
    .notNull()
    .references(() => zerverUserprofile.id, cascade);

/** Reference to a person that is cleared when they go. */
export const optionalUserId = () => integer().references(() => zerverUserprofile.id, setNull);

/** Required reference to a recipient; the row goes with it. */
export const recipientId = () =>
  integer()
    .notNull()
    .references(() => zerverRecipient.id, cascade);

/** Required reference to a channel; the row goes with it. */
export const streamId = () =>
  bigNumber()
    .notNull()
    .references(() => zerverStream.id, cascade);
