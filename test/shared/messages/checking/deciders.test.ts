import { describe, expect, it } from 'vitest';
import { isAnyoneOfSystemGroup } from '../../../../src/shared/messages/checking/direct-rights.ts';
import type { PersonFacts, RealmFacts } from '../../../../src/shared/messages/checking/facts.ts';
import { channelLink } from '../../../../src/shared/messages/checking/owner-warning.ts';
import { toUploadedImage } from '../../../../src/shared/messages/checking/read-uploads.ts';
import { topicLinks } from '../../../../src/shared/messages/checking/topic-links.ts';
import { compileLinkifier } from '../../../../src/shared/messages/rendering/linkifiers.ts';
import type { Linkifier } from '../../../../src/shared/messages/rendering/linkifiers.ts';

const linkifier = (pattern: string, template: string): Linkifier => {
  const compiled = compileLinkifier(pattern, template);
  if ('kind' in compiled) throw new Error(compiled.reason);
  return compiled;
};

describe('who is of a system group', () => {
  const DAY_MS = 86_400_000;
  const realm = { waitingPeriodDays: 10 } as RealmFacts;
  const person = (role: number, ageDays = 100): PersonFacts =>
    ({ role, joinedAtMs: -ageDays * DAY_MS }) as PersonFacts;

  it.each([
    ['role:owners', [person(100)], true],
    ['role:owners', [person(200)], false],
    ['role:administrators', [person(600), person(100)], true],
    ['role:moderators', [person(400)], false],
    ['role:members', [person(400)], true],
    ['role:members', [person(600)], false],
    ['role:everyone', [person(600)], true],
    ['role:nobody', [person(100)], false],
    ['role:fullmembers', [person(400, 9.9)], false],
    ['role:fullmembers', [person(400, 10)], true],
    ['role:fullmembers', [person(300, 0)], true],
    ['role:fullmembers', [person(600)], false],
    [null, [person(100)], null],
  ])('is decided by role for %s', (group, people, expected) => {
    expect(isAnyoneOfSystemGroup(group, people, { nowMs: 0, realm })).toBe(expected);
  });
});

describe('a link to a channel', () => {
  it.each([
    ['Denmark', '#**Denmark**'],
    ['a*b', '[#a&#42;b](#narrow/channel/5-a*b)'],
    ['$$x y', '[#&#36;&#36;x y](#narrow/channel/5-.24.24x-y)'],
    ['$x', '#**$x**'],
  ])('named %s is %s', (name, link) => {
    expect(channelLink({ id: 5, name })).toBe(link);
  });
});

describe('the links of a topic', () => {
  const issues = linkifier('#(?P<id>[0-9]+)', 'https://trac/{id}');
  const words = linkifier('a #(?P<id>[0-9]+)', 'https://words/{id}');

  it('are what linkifiers find, in the order of the text', () => {
    expect(topicLinks('#2 and #1', [issues])).toEqual([
      { text: '#2', url: 'https://trac/2' },
      { text: '#1', url: 'https://trac/1' },
    ]);
  });

  it('do not overlap: an earlier linkifier wins', () => {
    expect(topicLinks('a #2', [words, issues])).toEqual([{ text: 'a #2', url: 'https://words/2' }]);
    expect(topicLinks('a #2', [issues, words])).toEqual([{ text: '#2', url: 'https://trac/2' }]);
  });

  it('are also addresses', () => {
    expect(topicLinks('see https://x.org/y, #1', [issues])).toEqual([
      { text: 'https://x.org/y', url: 'https://x.org/y' },
      { text: '#1', url: 'https://trac/1' },
    ]);
  });
});

describe('an uploaded image', () => {
  const row = {
    path_id: '2/ab/x.png',
    content_type: 'image/png',
    original_width_px: 128,
    original_height_px: 64,
    frames: 1,
    thumbnail_metadata: [],
  };
  const size = (width: number, height: number) => ({
    extension: 'webp',
    max_width: width,
    max_height: height,
    animated: false,
    width,
    height,
  });

  it('without thumbnails waits for them', () => {
    expect(toUploadedImage(row)).toEqual({ contentType: 'image/png', width: 128, height: 64 });
  });

  it('with several frames has a moving thumbnail', () => {
    expect(toUploadedImage({ ...row, frames: 3, thumbnail_metadata: [size(840, 560)] })).toMatchObject({
      thumbnail: { animated: true },
    });
  });

  it('that browsers cannot show is shown by its largest thumbnail', () => {
    const metadata = [size(4032, 3024), size(840, 560)];
    expect(
      toUploadedImage({ ...row, content_type: 'image/heic', thumbnail_metadata: metadata }),
    ).toMatchObject({ transcoded: '4032x3024.webp' });
  });
});
