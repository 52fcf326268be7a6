const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The delayed mails of the welcome series. */
export type WelcomeMail = 'onboarding_zulip_topics' | 'onboarding_zulip_guide' | 'onboarding_team_to_zulip';

interface Days {
  readonly topics: number;
  readonly guide: number;
  readonly team: number;
}

/**
 * Days after joining, by the weekday of joining: never on a weekend, with a weekday between two mails.
 *
 * @source zulip zerver/lib/onboarding.py get_onboarding_email_schedule
 */
const SCHEDULE: Readonly<Record<string, Days>> = {
  Mon: { topics: 2, guide: 4, team: 8 },
  Tue: { topics: 2, guide: 6, team: 8 },
  Wed: { topics: 2, guide: 6, team: 8 },
  Thu: { topics: 4, guide: 6, team: 8 },
  Fri: { topics: 4, guide: 6, team: 10 },
  Sat: { topics: 2, guide: 4, team: 6 },
  Sun: { topics: 2, guide: 4, team: 8 },
};

/** Delays of the series in ms, each an hour before the time of day at which the person joined. '' is UTC. */
export function welcomeDelaysMs(joinedAtMs: number, timeZone: string): Readonly<Record<WelcomeMail, number>> {
  const weekday = new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
  }).format(joinedAtMs);
  const days = SCHEDULE[weekday];
  if (days === undefined) throw new Error(`No such weekday: ${weekday}`);
  const delay = (count: number): number => count * DAY_MS - HOUR_MS;
  return {
    onboarding_zulip_topics: delay(days.topics),
    onboarding_zulip_guide: delay(days.guide),
    onboarding_team_to_zulip: delay(days.team),
  };
}

/** Rows of people hold whatever a client once sent. */
function isTimeZone(timeZone: string): boolean {
  if (timeZone === '') return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    // A RangeError is the only way to learn that Node does not know the zone.
    return false;
  }
}

/** Kinds of organization with a guide: `zerver_realm.org_type` → kind and address of the guide. */
const GUIDES: Readonly<Record<number, { readonly kind: string; readonly page: string }>> = {
  10: { kind: 'business', page: 'business' },
  20: { kind: 'opensource', page: 'open-source' },
  30: { kind: 'education', page: 'education' },
  35: { kind: 'education', page: 'education' },
  40: { kind: 'research', page: 'research' },
  50: { kind: 'event', page: 'events' },
  60: { kind: 'nonprofit', page: 'non-profits' },
  90: { kind: 'community', page: 'communities' },
};

/** Kinds without a guide: unspecified, government, political group, personal, other. */
const WITHOUT_GUIDE = new Set([0, 70, 80, 100, 1000]);

/** The guide for a kind of organization: `none` where there is none, `unknown` for a number that is no kind. */
export type Guide =
  | { readonly kind: 'guide'; readonly organizationType: string; readonly url: string }
  | { readonly kind: 'none' | 'unknown' };

/** The guide of an organization's kind; communities' is for administrators only. */
export function guideFor(orgType: number, isAdmin: boolean): Guide {
  const guide = GUIDES[orgType];
  if (guide === undefined) return { kind: WITHOUT_GUIDE.has(orgType) ? 'none' : 'unknown' };
  if (guide.kind === 'community' && !isAdmin) return { kind: 'none' };
  return { kind: 'guide', organizationType: guide.kind, url: `https://zulip.com/for/${guide.page}/` };
}

/** What decides which mails a newcomer gets. */
export interface Newcomer {
  readonly joinedAtMs: number;
  readonly timeZone: string;
  readonly orgType: number;
  readonly isAdmin: boolean;
  readonly isCreator: boolean;
  /** Another account, in any organization, has the same address whatever its case. */
  readonly hasOtherAccount: boolean;
}

/** The delayed mails a newcomer gets, with their delays in ms. */
export function plannedWelcomeMails(newcomer: Newcomer): ReadonlyMap<WelcomeMail, number> {
  const delays = welcomeDelaysMs(newcomer.joinedAtMs, newcomer.timeZone);
  const planned = new Map<WelcomeMail, number>();
  const plan = (mail: WelcomeMail): void => void planned.set(mail, delays[mail]);
  if (!newcomer.hasOtherAccount) plan('onboarding_zulip_topics');
  if (guideFor(newcomer.orgType, newcomer.isAdmin).kind === 'guide') plan('onboarding_zulip_guide');
  if (newcomer.isCreator) plan('onboarding_team_to_zulip');
  return planned;
}

/** When an invitation is worth a reminder: two days before its end, if it is valid for at least four. */
export function invitationReminderDelayMs(validForMs: number | null): number | null {
  return validForMs !== null && validForMs >= 4 * DAY_MS ? validForMs - 2 * DAY_MS : null;
}
