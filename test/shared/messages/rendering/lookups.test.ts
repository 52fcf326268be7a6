import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLookups } from '../../../../src/shared/messages/rendering/lookups.ts';
import { rendered } from './support/context.ts';

describe('before a text is rendered', () => {
  test('the names and ids of its mentions are listed, those in code and quotes too', () => {
    const lookups = findLookups(
      '@**King Hamlet** ` @_**Zoe|7**` @**|9**\n> @*support* (@*staff*) .@**not this**',
    );
    expect([...lookups.personNames]).toEqual(['King Hamlet']);
    expect([...lookups.personIds]).toEqual([7, 9]);
    expect([...lookups.groupNames]).toEqual(['support', 'staff']);
  });

  test('words for everybody are no names', () => {
    const lookups = findLookups('@**all** @_**everyone** @**topic** @**All**');
    expect([...lookups.personNames]).toEqual(['All']);
    expect(lookups.mayMentionChannelWildcard).toBe(true);
    expect(lookups.mayMentionTopicWildcard).toBe(true);
    expect(findLookups('@**Zoe**').mayMentionChannelWildcard).toBe(false);
  });

  test('channels are listed with their topics', () => {
    const lookups = findLookups('#**Denmark** #**Denmark>castle** #**a>b@12**');
    expect([...lookups.channelNames]).toEqual(['Denmark', 'Denmark>castle', 'a>b@12', 'a']);
    expect(lookups.topics).toEqual([
      { channelName: 'Denmark', topic: 'castle' },
      { channelName: 'a', topic: 'b@12' },
    ]);
  });

  test('uploads are listed without what follows their name', () => {
    const lookups = findLookups('[x](/user_uploads/2/ab/cat.png) http://h/user_uploads/2/cd/a.jpg?x=1');
    expect([...lookups.uploadPathIds]).toEqual(['2/ab/cat.png', '2/cd/a.jpg']);
  });

  test('an id that no row can have is not looked up', () => {
    expect(findLookups('@**|99999999999999999999**').personIds.size).toBe(0);
  });
});

const name = fc.stringMatching(/^[a-zA-Z0-9 .'é-]{1,20}$/u).filter((text) => text.trim() === text);

test('whoever is mentioned by name or id was listed before', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.constantFrom('', ' ', '(', '\n> ', '`', '**', '- '), name, fc.boolean(), fc.boolean()),
        {
          maxLength: 8,
        },
      ),
      (parts) => {
        const persons = parts.map(([, fullName], index) => ({ id: index + 1, fullName, active: true }));
        const content = parts
          .map(([before, fullName, silent, withId], index) => {
            const id = withId ? `|${index + 1}` : '';
            return `${before}@${silent ? '_' : ''}**${fullName}${id}** `;
          })
          .join('');
        const { facts } = rendered(content, {
          personsById: new Map(persons.map((person) => [person.id, person])),
          personsByName: new Map(persons.map((person) => [person.fullName.toLowerCase(), person])),
        });
        const lookups = findLookups(content);
        const listed = new Set([...lookups.personNames].map((written) => written.toLowerCase()));
        for (const id of [...facts.mentionedUserIds, ...facts.silentlyMentionedUserIds]) {
          const fullName = persons[id - 1]?.fullName.toLowerCase() ?? '';
          expect(lookups.personIds.has(id) || listed.has(fullName)).toBe(true);
        }
      },
    ),
  );
});
