import { describe, expect, it } from 'vitest';
import {
  guideFor,
  invitationReminderDelayMs,
  plannedWelcomeMails,
  welcomeDelaysMs,
} from '../../../src/consumers/deferred_email_senders/welcome-series.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 2025-12-15 is a Monday. */
const joinedOn = (weekday: number, hour = 12): number => Date.UTC(2025, 11, 15 + weekday, hour);

const days = (joinedAtMs: number, timeZone = ''): readonly number[] => {
  const delays = welcomeDelaysMs(joinedAtMs, timeZone);
  return [delays.onboarding_zulip_topics, delays.onboarding_zulip_guide, delays.onboarding_team_to_zulip].map(
    (delayMs) => (delayMs + HOUR_MS) / DAY_MS,
  );
};

describe('welcomeDelaysMs', () => {
  it.each([
    ['Monday', 0, [2, 4, 8]],
    ['Tuesday', 1, [2, 6, 8]],
    ['Wednesday', 2, [2, 6, 8]],
    ['Thursday', 3, [4, 6, 8]],
    ['Friday', 4, [4, 6, 10]],
    ['Saturday', 5, [2, 4, 6]],
    ['Sunday', 6, [2, 4, 8]],
  ])(
    'check 36: joined on a %s: days of topics, guide and team, each minus an hour',
    (_, weekday, expected) => {
      expect(days(joinedOn(weekday))).toEqual(expected);
    },
  );

  it('no mail comes on a weekend, whatever the day of joining', () => {
    for (let weekday = 0; weekday < 7; weekday += 1) {
      for (const delay of Object.values(welcomeDelaysMs(joinedOn(weekday), 'UTC'))) {
        expect([0, 6]).not.toContain(new Date(joinedOn(weekday) + delay).getUTCDay());
      }
    }
  });

  it("the weekday is the person's own", () => {
    const lateThursdayInUtc = joinedOn(3, 23);
    expect(days(lateThursdayInUtc, 'Asia/Tokyo')).toEqual([4, 6, 10]);
    expect(days(lateThursdayInUtc, 'America/New_York')).toEqual([4, 6, 8]);
    expect(days(lateThursdayInUtc, 'Mars/Olympus')).toEqual([4, 6, 8]);
  });
});

describe('plannedWelcomeMails', () => {
  const newcomer = {
    joinedAtMs: joinedOn(0),
    timeZone: '',
    orgType: 10,
    isAdmin: false,
    isCreator: false,
    hasOtherAccount: false,
  };
  const [topics, guide, team] = [
    'onboarding_zulip_topics',
    'onboarding_zulip_guide',
    'onboarding_team_to_zulip',
  ] as const;

  it.each([
    [{}, [topics, guide]],
    [{ isCreator: true }, [topics, guide, team]],
    [{ hasOtherAccount: true }, [guide]],
    [{ orgType: 0 }, [topics]],
    [{ orgType: 42 }, [topics]],
    [{ orgType: 90 }, [topics]],
    [{ orgType: 90, isAdmin: true }, [topics, guide]],
  ])('check 35: %j gets %j', (over, mails) => {
    expect([...plannedWelcomeMails({ ...newcomer, ...over }).keys()]).toEqual(mails);
  });
});

it.each([
  [30, 'education'],
  [35, 'education'],
  [20, 'opensource'],
])('organizations of type %i read the guide for %s', (orgType, organizationType) => {
  expect(guideFor(orgType, false)).toMatchObject({ kind: 'guide', organizationType });
});

it.each([
  [10, 8],
  [4, 2],
  [3, null],
])('check 38: an invitation valid for %i days is reminded of after %s', (valid, after) => {
  expect(invitationReminderDelayMs(valid * DAY_MS)).toBe(after === null ? null : after * DAY_MS);
});

it('check 38: an invitation that never expires is never reminded of', () => {
  expect(invitationReminderDelayMs(null)).toBeNull();
});
