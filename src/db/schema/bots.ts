import { pgTable, unique } from '../drizzle.ts';
import { id64, indexesOf, nonNegative, requiredText, requiredVarchar, small } from './columns.ts';
import { userId } from './references.ts';

/** Where an outgoing webhook posts to, or which embedded bot runs; a bot may have several, used in id order. */
export const zerverService = pgTable(
  'zerver_service',
  {
    id: id64(),
    name: requiredVarchar(100),
    user_profile_id: userId(),
    base_url: requiredText(),
    token: requiredText(),
    interface: small(1),
  },
  (t) => [
    ...nonNegative('zerver_service', [t.interface]),
    ...indexesOf('zerver_service', [t.user_profile_id]),
  ],
);

/** What an embedded bot remembers. */
export const zerverBotstoragedata = pgTable(
  'zerver_botstoragedata',
  { id: id64(), bot_profile_id: userId(), key: requiredText(), value: requiredText() },
  (t) => [
    unique('zerver_botstoragedata_bot_profile_id_key_uniq').on(t.bot_profile_id, t.key),
    ...indexesOf('zerver_botstoragedata', [t.bot_profile_id, t.key]),
  ],
);

/** How an embedded bot is configured. */
export const zerverBotconfigdata = pgTable(
  'zerver_botconfigdata',
  { id: id64(), bot_profile_id: userId(), key: requiredText(), value: requiredText() },
  (t) => [
    unique('zerver_botconfigdata_bot_profile_id_key_uniq').on(t.bot_profile_id, t.key),
    ...indexesOf('zerver_botconfigdata', [t.bot_profile_id, t.key]),
  ],
);
