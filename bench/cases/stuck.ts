import { systemClock } from '../../src/runtime/clock.ts';
import { decodeFinishedMap } from '../../src/runtime/finished-map.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { withMembers } from '../members.ts';
import type { Members, MemberTask } from '../members.ts';
import { openBenchBroker } from '../queue-under-test.ts';

const COUNT = 50_000;
const SESSION_MS = 6_000;
/** Events that are stuck, scattered over the log, in the second half of the case. */
const SCATTERED = 200;
const KEYS = 1_000;

interface Found {
  readonly redone: number;
  readonly beyondInFlight: number;
  readonly metadata: number;
}

/** What a `kill -9` costs when much is finished behind little that is not. */
export const stuckCase: BenchCase = {
  name: 'stuck',
  question: `Handler calls repeated after kill -9, with ${COUNT.toLocaleString('en-US')} records finished behind one that hangs`,
  async run(context) {
    const one: Found[] = [];
    const many: Found[] = [];
    for (let run = 0; run < Math.min(context.runs, 2); run += 1) {
      one.push(await measure({ ...context, prefix: `${context.prefix}o${run}` }, 1));
      many.push(await measure({ ...context, prefix: `${context.prefix}m${run}` }, SCATTERED));
    }
    const rows = (name: string, stuck: number, found: readonly Found[]) => [
      {
        name: `${name}: repeated`,
        unit: 'handler calls',
        values: found.map(({ redone }) => redone),
        aim: { sense: 'at most', value: stuck } as const,
      },
      {
        name: `${name}: repeated though not in flight`,
        unit: 'handler calls',
        values: found.map(({ beyondInFlight }) => beyondInFlight),
        aim: { sense: 'at most', value: 0 } as const,
      },
      {
        name: `${name}: metadata of the commit`,
        unit: 'bytes',
        values: found.map(({ metadata }) => metadata),
        aim: { sense: 'at most', value: 4_096 } as const,
      },
    ];
    return {
      samples: [
        ...rows('one stuck', 1, one),
        ...rows(`${SCATTERED} stuck, scattered over the log`, SCATTERED, many),
      ],
      ratios: [],
      notes: [
        'One partition; the handler of the stuck records never ends. The process is killed when everything else is finished and the commit says so; another process of the group then finishes the rest.',
      ],
    };
  },
};

const measure = async (context: BenchContext, stuck: number): Promise<Found> => {
  const { brokers } = context.stack;
  const count = Math.round(COUNT * context.scale);
  return withMembers(context, { partitions: 1 }, async ({ members, databaseUrl }) => {
    const everyNth = Math.floor(count / stuck);
    const isStuck = (id: number): boolean => id % everyNth === 0 && id / everyNth < stuck;
    const userOf = (id: number): number => (isStuck(id) ? id / everyNth : stuck + (id % KEYS));
    await members.send(Array.from({ length: count }, (_, id) => ({ id, user: userOf(id) })));
    const task: MemberTask = {
      databaseUrl,
      effect: 'none',
      concurrency: 2 * SCATTERED,
      sessionTimeoutMs: SESSION_MS,
    };
    const first = await members.start({ ...task, slowUsers: stuck, slowMs: 3_600_000 });
    const metadata = await untilCommitted(members, { brokers, finished: count - stuck });
    await first.kill('SIGKILL');
    await members.start(task);
    await untilCommitted(members, { brokers, finished: count });
    const redone = (members.notes()[1] ?? []).filter(({ kind }) => kind === 'start').map(({ id }) => id);
    return { redone: redone.length, beyondInFlight: redone.filter((id) => !isStuck(id)).length, metadata };
  });
};

/** Waits until the committed offset and its map together hold so many finished records; answers the map's length. */
const untilCommitted = async (
  members: Members,
  { brokers, finished }: { readonly brokers: string; readonly finished: number },
): Promise<number> => {
  const admin = openBenchBroker(brokers).admin();
  await admin.connect();
  let length = 0;
  try {
    await members.until(`${finished} records are committed as finished`, async () => {
      await systemClock.sleep(50);
      const [commit] = await admin.committedOffsets(members.names.group, [members.names.main]);
      const base = Number(commit?.offset ?? 0n);
      length = commit?.metadata.length ?? 0;
      const ranges = decodeFinishedMap(base, commit?.metadata ?? '');
      return base + ranges.reduce((sum, { from, to }) => sum + to - from, 0) === finished;
    });
  } finally {
    await admin.disconnect();
  }
  return length;
};
