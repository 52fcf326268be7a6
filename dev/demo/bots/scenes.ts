/** How the demo's bot server answers one call. */
export type ServerAnswer = 'replies' | 'replies_late' | 'is_unavailable' | 'redirects_inwards';

/** Status of each answer. */
export const STATUS = {
  replies: 200,
  replies_late: 200,
  is_unavailable: 503,
  redirects_inwards: 302,
} as const satisfies Record<ServerAnswer, number>;

/** A bot of the demo: one on somebody's server, or one that runs inside the workers. */
export type DemoBot =
  | { readonly kind: 'webhook'; readonly format: 'generic' | 'slack' }
  | { readonly kind: 'embedded'; readonly program: 'helloworld' | 'converter' | 'virtual_fs' };

/** The bots by name; no other bot of the seeded organization has one of these. */
export const BOTS = {
  'Weather Bot': { kind: 'webhook', format: 'generic' },
  'Printer Bot': { kind: 'webhook', format: 'generic' },
  'Release Bot': { kind: 'webhook', format: 'slack' },
  'Intranet Bot': { kind: 'webhook', format: 'generic' },
  'Hello Bot': { kind: 'embedded', program: 'helloworld' },
  'Unit Bot': { kind: 'embedded', program: 'converter' },
  'File Bot': { kind: 'embedded', program: 'virtual_fs' },
} as const satisfies Record<string, DemoBot>;

/** Name of a bot. */
export type BotName = keyof typeof BOTS;

/** The names in the order of the table. */
export const BOT_NAMES = Object.keys(BOTS) as BotName[];

/** One question to a bot, and all that follows from it. */
export interface Scene {
  readonly bot: BotName;
  readonly place: 'channel' | 'direct';
  /** Without the mention that stands before it in a channel. */
  readonly question: string;
  /** What the bot writes. `{person}` is the address of who asks. */
  readonly reply: string;
  /** How the bot's server answers the calls for this question, in order; none for bots without a server. */
  readonly answers: readonly ServerAnswer[];
  /** What the bot's owner is told; null: nothing. */
  readonly notice: string | null;
}

const scene = (
  bot: BotName,
  place: Scene['place'],
  question: string,
  reply: string,
  answers: readonly ServerAnswer[] = [],
  notice: string | null = null,
): Scene => ({ bot, place, question, reply, answers, notice });

/** The conversation. Questions to one bot come to it in this order, whatever the other bots are doing. */
export const SCENES: readonly Scene[] = [
  scene('Weather Bot', 'channel', 'how is it outside?', 'Sunny, 21 °C. It took me a while to look.', [
    'replies_late',
  ]),
  scene('Printer Bot', 'channel', 'order paper', 'Ordered, at the third try.', [
    'is_unavailable',
    'is_unavailable',
    'replies',
  ]),
  scene('Release Bot', 'channel', 'what is on main?', 'Version 12.1, in the words of Slack.', ['replies']),
  scene(
    'Intranet Bot',
    'channel',
    'show the wiki',
    "Failure! The bot's URL is for a private or disallowed network",
    ['redirects_inwards'],
    '[A message](…) to your bot @_**Intranet Bot** triggered an outgoing webhook.\nThe URL of your bot is for a private or disallowed network.',
  ),
  scene('Hello Bot', 'channel', 'are you there?', 'beep boop'),
  scene('Unit Bot', 'channel', '5 mile kilometer', '5 mile = 8.04672 kilometer'),
  scene('File Bot', 'channel', 'write list bread and tea', '{person}:\nfile written'),
  scene('File Bot', 'channel', 'read list', '{person}:\nbread and tea'),
  scene('Weather Bot', 'direct', 'and tomorrow?', 'Rain from noon.', ['replies']),
  scene('Hello Bot', 'direct', 'hello', 'beep boop'),
  scene('Unit Bot', 'direct', '20 celsius kelvin', '20 celsius = 293.15 kelvin'),
  scene('File Bot', 'direct', 'pwd', '{person}:\n/'),
];
