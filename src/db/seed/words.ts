/** A language with the zones and names of people who speak it. */
export interface Speakers {
  readonly language: string;
  /** Share of the organization; all shares add up to 1. */
  readonly share: number;
  readonly zones: readonly string[];
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly twentyFourHours: boolean;
}

/** Who works here. */
export const SPEAKERS: readonly Speakers[] = [
  {
    language: 'en',
    share: 0.4,
    zones: [
      'America/New_York',
      'Europe/London',
      'America/Los_Angeles',
      'Asia/Kolkata',
      'Australia/Sydney',
      '',
    ],
    given: ['Ada', 'Grace', 'Owen', 'Priya', 'Noah', 'Ruth', 'Arjun', 'Maeve', 'Silas', 'Hazel'],
    family: ['Hartley', 'Okafor', 'Sharma', 'Whitlock', 'Byrne', 'Mercer', 'Iyer', 'Fenwick'],
    twentyFourHours: false,
  },
  {
    language: 'de',
    share: 0.2,
    zones: ['Europe/Berlin', 'Europe/Vienna', 'Europe/Zurich'],
    given: ['Jonas', 'Lotte', 'Käthe', 'Emil', 'Jürgen', 'Annika', 'Thea', 'Moritz'],
    family: ['Brandt', 'Weiß', 'Schröder', 'Lindner', 'Vogel', 'Kühn', 'Albrecht'],
    twentyFourHours: true,
  },
  {
    language: 'fr',
    share: 0.12,
    zones: ['Europe/Paris', 'America/Montreal'],
    given: ['Élodie', 'Hugo', 'Amélie', 'Théo', 'Noémie', 'Bastien'],
    family: ['Lefèvre', 'Moreau', 'Girard', "L'Hostis", 'Chevalier'],
    twentyFourHours: true,
  },
  {
    language: 'es',
    share: 0.12,
    zones: ['Europe/Madrid', 'America/Mexico_City', 'America/Argentina/Buenos_Aires'],
    given: ['Lucía', 'Mateo', 'Inés', 'Álvaro', 'Sofía', 'Joaquín'],
    family: ['Núñez', 'Herrera', 'Ibáñez', 'Castaño', 'Vidal'],
    twentyFourHours: true,
  },
  {
    language: 'ja',
    share: 0.1,
    zones: ['Asia/Tokyo'],
    given: ['陽菜', '蓮', '結衣', '大翔', '美咲'],
    family: ['佐藤', '高橋', '渡辺', '小林', '松本'],
    twentyFourHours: true,
  },
  {
    language: 'ru',
    share: 0.06,
    zones: ['Europe/Riga', 'Asia/Yerevan'],
    given: ['Анна', 'Илья', 'Вера', 'Павел'],
    family: ['Соколова', 'Орлов', 'Лебедева', 'Титов'],
    twentyFourHours: true,
  },
];

/** A channel: who can see it and roughly how many of the people are in it. */
export interface ChannelPlan {
  readonly name: string;
  readonly description: string;
  readonly share: number;
  /** Share of the channel messages. */
  readonly weight: number;
  readonly kind: 'public' | 'private' | 'protected' | 'web_public' | 'deactivated';
  readonly topics: readonly string[];
}

/** The channels of the organization. */
export const CHANNELS: readonly ChannelPlan[] = [
  {
    name: 'general',
    description: 'For everybody',
    share: 1,
    weight: 3,
    kind: 'public',
    topics: ['welcome', 'office moves', 'lost and found', 'weekly letter'],
  },
  {
    name: 'announcements',
    description: 'Read this one',
    share: 1,
    weight: 1,
    kind: 'web_public',
    topics: ['releases', 'holidays'],
  },
  {
    name: 'engineering',
    description: 'How we build it',
    share: 0.3,
    weight: 14,
    kind: 'public',
    topics: ['flaky tests', 'database upgrade', 'ci', 'code style', 'on call', 'Kafka'],
  },
  {
    name: 'design',
    description: 'How it looks',
    share: 0.15,
    weight: 10,
    kind: 'public',
    topics: ['icons', 'dark theme', 'empty states', 'typography'],
  },
  {
    name: 'support',
    description: 'What people ask',
    share: 0.2,
    weight: 12,
    kind: 'public',
    topics: ['mail arrives late', 'export', 'billing', 'mobile app', 'translations'],
  },
  {
    name: 'équipe Paris',
    description: 'Le bureau de Paris',
    share: 0.1,
    weight: 8,
    kind: 'public',
    topics: ['déjeuner', 'réunion du lundi', 'matériel'],
  },
  {
    name: 'Büro Berlin',
    description: 'Alles rund ums Büro',
    share: 0.12,
    weight: 8,
    kind: 'public',
    topics: ['Mittagessen', 'Schlüssel', 'Sommerfest'],
  },
  {
    name: '東京オフィス',
    description: '東京の話題',
    share: 0.08,
    weight: 6,
    kind: 'public',
    topics: ['昼ごはん', '会議室', '出張'],
  },
  {
    name: 'operations',
    description: 'What runs where',
    share: 0.1,
    weight: 12,
    kind: 'private',
    topics: ['alerts', 'capacity', 'backups', 'certificates'],
  },
  {
    name: 'people & pay',
    description: 'Confidential',
    share: 0.04,
    weight: 4,
    kind: 'protected',
    topics: ['hiring', 'salary rounds'],
  },
  {
    name: 'leadership',
    description: 'Plans before they are plans',
    share: 0.05,
    weight: 6,
    kind: 'private',
    topics: ['budget', 'roadmap', 'offices'],
  },
  {
    name: 'books',
    description: 'What we read',
    share: 0.15,
    weight: 6,
    kind: 'public',
    topics: ['this month', 'recommendations'],
  },
  {
    name: 'running',
    description: 'Sundays, eight o’clock',
    share: 0.1,
    weight: 5,
    kind: 'public',
    topics: ['routes', 'spring race'],
  },
  {
    name: 'old project',
    description: 'Closed',
    share: 0.1,
    weight: 1,
    kind: 'deactivated',
    topics: ['farewell'],
  },
];

/** What people write. */
export const SENTENCES: readonly string[] = [
  'Could you have a look before lunch?',
  'The second run was green, the first one was not.',
  'I wrote down what we agreed on yesterday.',
  'That is fixed since this morning, please try again.',
  'Wir treffen uns um drei im kleinen Raum.',
  'Ich schaue es mir heute Nachmittag an.',
  'Merci, c’est exactement ce qu’il me fallait.',
  'On en reparle demain matin ?',
  '¿Alguien tiene el enlace a las notas?',
  'Ya está arreglado, gracias.',
  '了解です。確認します。',
  '明日の会議は10時からです。',
  'Спасибо, всё работает.',
  'Five people asked for this today, so it matters.',
  'The graph says otherwise: see the last hour.',
  'No hurry, next week is fine.',
  'I would rather keep the old name.',
  'Here is the list: one, two, three & four < five.',
  'Please do not restart it until I am back.',
  'It depends on the time zone, of course.',
];

/** Emoji that people react with: name and code points. */
export const REACTIONS: readonly (readonly [string, string])[] = [
  ['thumbs_up', '1f44d'],
  ['tada', '1f389'],
  ['heart', '2764'],
  ['eyes', '1f440'],
  ['check', '2705'],
  ['joy', '1f602'],
];
