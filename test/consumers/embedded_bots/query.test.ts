import { expect, it } from 'vitest';
import { queryWithoutMention } from '../../../src/consumers/embedded_bots/query.ts';

const ALICE = { id: 42, fullName: 'Alice' };

it.each([
  ['a name', '@**Alice** Hello World', 'Hello World'],
  ['a name with an id', '@**Alice|42** Hello World', 'Hello World'],
  ['an old name with the id', '@**Old Name|42** Hello', 'Hello'],
  ['nothing but the mention', '@**Alice**', ''],
  ['an id alone', '@**|42** x', 'x'],
  ['a mention in the middle', 'Hi @**Alice|42** x', null],
  ['a silent mention', '@_**Alice|42** x', null],
  ['a group', '@*Alice* x', null],
  ['somebody else', '@**Bob|43** x', null],
  ['somebody else’s longer name', '@**Alice Cooper** x', null],
  ['two mentions in the first line', '@**Alice|42** a @**Alice|42** b', 'b'],
  ['a mention in the second line', '@**Bob|43**\n@**Alice|42** b', null],
  ['white space of Python', '@**Alice**\u001c\u0085\n x ', 'x '],
])('check 8: the query of a text with %s', (_name, content, query) => {
  expect(queryWithoutMention(content, ALICE)).toBe(query);
});
