/**
 * SQL: whether one of the two people, aliases of `zerver_userprofile` in one organization, has written to the other alone.
 * One half of what lets a restricted guest know a person; what counts as a shared channel is up to who asks.
 * @source zulip zerver/lib/users.py check_can_access_user
 */
export const haveWritten = (one: string, other: string): string => `(
      exists (select from zerver_message m
        where m.realm_id = ${one}.realm_id and m.sender_id = ${one}.id and m.recipient_id = ${other}.recipient_id)
      or exists (select from zerver_message m
        where m.realm_id = ${one}.realm_id and m.sender_id = ${other}.id and m.recipient_id = ${one}.recipient_id))`;
