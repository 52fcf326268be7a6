import * as analytics from '../../src/db/schema/analytics.ts';
import * as archive from '../../src/db/schema/archive.ts';
import * as attachment from '../../src/db/schema/attachment.ts';
import * as audit from '../../src/db/schema/audit.ts';
import * as bots from '../../src/db/schema/bots.ts';
import * as membership from '../../src/db/schema/membership.ts';
import * as message from '../../src/db/schema/message.ts';
import * as notification from '../../src/db/schema/notification.ts';
import * as organization from '../../src/db/schema/organization.ts';
import * as people from '../../src/db/schema/people.ts';
import * as realmLists from '../../src/db/schema/realm-lists.ts';
import * as registration from '../../src/db/schema/registration.ts';
import * as scheduledMessage from '../../src/db/schema/scheduled-message.ts';

/** Every table of a Zulip server that the schema files declare. */
export const zulipTables = {
  ...analytics,
  ...archive,
  ...attachment,
  ...audit,
  ...bots,
  ...membership,
  ...message,
  ...notification,
  ...organization,
  ...people,
  ...realmLists,
  ...registration,
  ...scheduledMessage,
};
