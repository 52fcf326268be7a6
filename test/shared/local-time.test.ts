import { describe, expect, it } from 'vitest';
import { formatMoment, zonedMailDate } from '../../src/shared/local-time.ts';

const MOMENT = Date.UTC(2025, 11, 18, 13, 6, 15);

describe('times as one reader reads them', () => {
  it.each([
    ['Europe/Berlin', 'Thu, 18 Dec 2025 14:06:15 +0100'],
    ['Asia/Kolkata', 'Thu, 18 Dec 2025 18:36:15 +0530'],
    ['America/New_York', 'Thu, 18 Dec 2025 08:06:15 -0500'],
    ['Pacific/Kiritimati', 'Fri, 19 Dec 2025 03:06:15 +1400'],
    ['UTC', 'Thu, 18 Dec 2025 13:06:15 +0000'],
    ['', 'Thu, 18 Dec 2025 13:06:15 +0000'],
    ['Mars/Olympus', 'Thu, 18 Dec 2025 13:06:15 +0000'],
  ])('a mail date in %j', (zone, date) => {
    expect(zonedMailDate(MOMENT, zone)).toBe(date);
  });

  it('midnight is hour 00', () => {
    expect(zonedMailDate(Date.UTC(2025, 0, 1), 'UTC')).toBe('Wed, 01 Jan 2025 00:00:00 +0000');
  });

  it('the clock of twelve or twenty-four hours', () => {
    const at = (is24HourClock: boolean): string =>
      formatMoment(new Date(MOMENT), { language: 'en', timeZone: 'UTC', is24HourClock }).replaceAll(
        '\u202f',
        ' ',
      );
    expect(at(false)).toBe('Thu, Dec 18, 2025, 1:06 PM UTC');
    expect(at(true)).toBe('Thu, Dec 18, 2025, 13:06 UTC');
  });

  it('a language that nobody knows reads as English, an unknown zone is refused', () => {
    expect(
      formatMoment(new Date(MOMENT), { language: 'x!', timeZone: 'UTC', is24HourClock: true }),
    ).toContain('Thu, Dec 18');
    expect(() =>
      formatMoment(new Date(MOMENT), { language: 'en', timeZone: 'Mars/Olympus', is24HourClock: true }),
    ).toThrow(RangeError);
  });
});
