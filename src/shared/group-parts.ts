/**
 * The groups of `$1::bigint[]` with all that they contain, also through other groups: `part (root_id, group_id)`, to be
 * followed by the statement that asks for them. A group is a part of itself.
 */
export const WITH_GROUP_PARTS = `
    with recursive part (root_id, group_id) as (
      select g.id, g.id from unnest($1::bigint[]) as g (id)
      union
      select p.root_id, s.subgroup_id from part p
        join zerver_groupgroupmembership s on s.supergroup_id = p.group_id)`;
