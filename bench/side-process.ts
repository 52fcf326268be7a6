// The process of one side of a comparison; `run-side.ts` starts it with a side's name and its options.
import type { SideResult } from './side.ts';
import { SIDES } from './sides.ts';
import type { SideName } from './sides.ts';

const [name = '', options = ''] = process.argv.slice(2);
process.once('disconnect', () => process.exit(1));

const run = SIDES[name as SideName] as (options: unknown) => Promise<SideResult>;
process.send?.(await run(JSON.parse(options)), () => process.exit(0));
