import type { Logger } from 'pino';
import type { Database, Tx } from '../../../db/client.ts';
import type { Recorder } from '../../../metrics/recorder.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { Translator } from '../../i18n/translator.ts';
import type { RenderMessage } from '../rendering/render-message.ts';
import type { ChannelOutbox } from './create-channel.ts';

/** Settings of the server that decide what is posted and how it looks. */
export interface CheckSettings {
  /** Address of an organization by its `string_id`, without a slash at the end: `https://chat.example.com`. */
  readonly realmUrl: (stringId: string) => string;
  /** INLINE_IMAGE_PREVIEW. Default true; an organization may switch it off for itself. */
  readonly inlineImagePreview: boolean;
  /** INLINE_URL_EMBED_PREVIEW. Default true; an organization has to switch it on for itself. */
  readonly inlineUrlEmbedPreview: boolean;
  /** CAMO_URI and CAMO_KEY; null: pictures of other hosts are loaded directly. */
  readonly imageProxy: { readonly uri: string; readonly key: string } | null;
  /** PREFER_DIRECT_MESSAGE_GROUP: one or two people write into their group, if there is one. Default false. */
  readonly preferDirectMessageGroup: boolean;
}

/** What the check stage needs. */
export interface CheckDeps {
  /** For everything but the making of channels. */
  readonly db: Database;
  transaction<T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T>;
  readonly outbox: ChannelOutbox;
  readonly clock: Pick<Clock, 'now'>;
  readonly render: RenderMessage;
  readonly translator: Translator;
  readonly recorder: Recorder;
  readonly logger: Logger;
  readonly settings: CheckSettings;
}
