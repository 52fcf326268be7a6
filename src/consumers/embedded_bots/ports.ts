import type { Tx } from '../../db/client.ts';
import type { Recorder } from '../../metrics/recorder.ts';
import type { OutboxWriter } from '../../producer/outbox-writer.ts';
import type { BotProgram } from './bot.ts';
import type { BotRunDeps } from './bot-run.ts';
import type { OwnerNotices } from './failure-notice.ts';

/** What the handler needs. */
export interface EmbeddedBotsDeps extends BotRunDeps {
  readonly outbox: Pick<OutboxWriter<Tx>, 'sendClientEvent'>;
  readonly recorder: Recorder;
  readonly programs: ReadonlyMap<string, BotProgram>;
  readonly ownerNotices: OwnerNotices;
  /** Characters that one bot may store. */
  readonly storageLimit: number;
  /** Address of an organization, without a slash at the end. */
  realmUrl(stringId: string): string;
}
