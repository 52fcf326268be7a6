import type { Tx } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';

/** Without a sign of life for so long a person counts as away, ms. */
const PRESENCE_IDLE_MS = 200_000;

/** How people can be reached. */
export interface Reachability {
  /** Have a phone that takes pushes. */
  readonly withDevice: ReadonlySet<number>;
  /** Were active lately. */
  readonly active: ReadonlySet<number>;
}

const REACH = {
  name: 'send_reach',
  text: `
    select 'device' as kind, user_id as id from zerver_pushdevicetoken where user_id = any($1::int[])
    union
    select 'device', user_id from zerver_pushdevice
      where user_id = any($1::int[]) and bouncer_device_id is not null
    union all
    select 'active', user_profile_id from zerver_userpresence
      where user_profile_id = any($1::int[]) and last_active_time > $2`,
} as const;

/** Reads how these users can be reached at the instant `nowMs`. */
export async function readReachability(
  tx: Tx,
  userIds: readonly number[],
  nowMs: number,
): Promise<Reachability> {
  const since = new Date(nowMs - PRESENCE_IDLE_MS);
  const rows = await runHot<{ kind: 'device' | 'active'; id: number }>(tx, REACH, [userIds, since]);
  const idsOf = (kind: 'device' | 'active'): ReadonlySet<number> =>
    new Set(rows.filter((row) => row.kind === kind).map(({ id }) => id));
  return { withDevice: idsOf('device'), active: idsOf('active') };
}
