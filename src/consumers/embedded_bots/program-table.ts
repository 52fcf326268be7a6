import type { BotProgram } from './bot.ts';
import { converter } from './programs/converter.ts';
import { encrypt } from './programs/encrypt.ts';
import { followup } from './programs/followup.ts';
import { giphy } from './programs/giphy.ts';
import { helloworld } from './programs/helloworld.ts';
import { virtualFs } from './programs/virtual-fs.ts';

/** Every program, under the name that a service row has. @source zulip zerver/lib/integrations.py EMBEDDED_BOTS */
export const PROGRAMS: ReadonlyMap<string, BotProgram> = new Map(
  [converter, encrypt, helloworld, virtualFs, giphy, followup].map((program) => [program.name, program]),
);
