/** How one reader reads times. */
export interface LocalTime {
  readonly language: string;
  /** IANA name; '' = UTC, the server's zone. */
  readonly timeZone: string;
  readonly is24HourClock: boolean;
}

/** Formats are costly to make and few: languages times zones times clocks in use. */
const formats = new Map<string, Intl.DateTimeFormat>();
const MOST_FORMATS = 1000;

function cached(key: string, make: () => Intl.DateTimeFormat): Intl.DateTimeFormat {
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = make();
  // Zones and languages come from user rows: what people invent must not fill the memory.
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(key, made);
  return made;
}

const zoneOf = (timeZone: string): string => (timeZone === '' ? 'UTC' : timeZone);

/** Zulip writes languages as `pt_BR`, `zh-hans`; a language that Intl does not know falls back to English. */
function localeOf(language: string): string {
  const tag = language.replaceAll('_', '-');
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag) ? tag : 'en';
}

/**
 * A moment in the reader's zone, language and clock, for example `Tue, Sep 30, 2025, 4:30 PM UTC` (with a narrow
 * no-break space before PM). Throws a `RangeError` for an unknown zone or an invalid date.
 */
export function formatMoment(moment: Date, time: LocalTime): string {
  const locale = localeOf(time.language);
  const key = `${locale} ${time.timeZone} ${String(time.is24HourClock)}`;
  const format = cached(
    key,
    () =>
      new Intl.DateTimeFormat(locale, {
        weekday: 'short',
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        timeZoneName: 'short',
        timeZone: zoneOf(time.timeZone),
        hourCycle: time.is24HourClock ? 'h23' : 'h12',
      }),
  );
  return format.format(moment);
}

const DATE_PARTS = {
  weekday: 'short',
  year: 'numeric',
  month: 'short',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'longOffset',
  hourCycle: 'h23',
} as const;

/**
 * A moment as an RFC 5322 date in a zone, for example `Thu, 18 Dec 2025 14:06:15 +0100`. An unknown zone counts as UTC,
 * the server's own.
 */
export function zonedMailDate(momentMs: number, timeZone: string): string {
  const zone = isKnownZone(timeZone) ? zoneOf(timeZone) : 'UTC';
  const format = cached(
    `date ${zone}`,
    () => new Intl.DateTimeFormat('en-US', { ...DATE_PARTS, timeZone: zone }),
  );
  const parts = new Map(format.formatToParts(momentMs).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const offset = /([+-])(\d\d):(\d\d)/.exec(part('timeZoneName'));
  const zoneText = offset === null ? '+0000' : `${offset[1] ?? ''}${offset[2] ?? ''}${offset[3] ?? ''}`;
  const clock = `${part('hour')}:${part('minute')}:${part('second')}`;
  return `${part('weekday')}, ${part('day')} ${part('month')} ${part('year')} ${clock} ${zoneText}`;
}

function isKnownZone(timeZone: string): boolean {
  if (timeZone === '') return true;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    // Intl has no other way to ask; an unknown zone is an answer here, not a failure.
    return false;
  }
}
