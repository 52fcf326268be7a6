/**
 * The people of `$1::int[]` with all groups that they are in, also through other groups: `member (user_id, group_id)`, to be
 * followed by the statement that asks for them.
 */
export const WITH_MEMBERSHIPS = `
    with recursive member (user_id, group_id) as (
      select user_profile_id, user_group_id from zerver_usergroupmembership where user_profile_id = any($1::int[])
      union
      select m.user_id, g.supergroup_id from member m
        join zerver_groupgroupmembership g on g.subgroup_id = m.group_id)`;
