import { describe, expect, it } from 'vitest';
import { encodeHashComponent, groupLink, personLink, topicLink } from '../../src/shared/narrow-links.ts';

const REALM_URL = 'http://zulip.testserver';

describe('links into the app', () => {
  it.each([
    ['abc-_~*XYZ09', 'abc-_~*XYZ09'],
    ['a b', 'a.20b'],
    ['1.5', '1.2E5'],
    ['(x)', '.28x.29'],
    ["it's!", 'it.27s.21'],
    ['50%', '50.25'],
    ['grün', 'gr.C3.BCn'],
    ['', ''],
  ])('encode %j as %j', (text, encoded) => {
    expect(encodeHashComponent(text)).toBe(encoded);
  });

  it('name a channel by id and name, a topic as it is', () => {
    expect(
      topicLink(REALM_URL, { id: 7, name: 'my channel' }, 'a topic', { mode: 'with', messageId: 9 }),
    ).toBe(`${REALM_URL}/#narrow/channel/7-my-channel/topic/a.20topic/with/9`);
  });

  it('check 39: name a person readably', () => {
    expect(personLink(REALM_URL, { id: 8, name: "Cordelia, Lear's daughter" })).toBe(
      `${REALM_URL}/#narrow/dm/8-Cordelia,-Lear's-daughter`,
    );
    expect(personLink(REALM_URL, { id: 8, name: 'a  "b"/<c>`%\n' })).toBe(`${REALM_URL}/#narrow/dm/8-a-b-c-`);
  });

  it('name a group by the ids of the others, in order', () => {
    expect(groupLink(REALM_URL, [11, 9])).toBe(`${REALM_URL}/#narrow/dm/9,11`);
    expect(groupLink(REALM_URL, [11, 9, 10])).toBe(`${REALM_URL}/#narrow/dm/9,10,11-group`);
  });
});
