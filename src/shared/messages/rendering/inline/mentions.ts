import type { MentionableGroup, MentionablePerson, RenderContext } from '../context.ts';
import { CHANNEL_WILDCARDS, TOPIC_WILDCARD, groupMentions, personMentions } from '../mention-syntax.ts';
import { element, exactText } from '../node.ts';
import type { Node } from '../node.ts';
import type { Rendering } from '../rendering.ts';
import { matching } from './inline-pass.ts';

/** `@**x**` and `@_**x**`: a person, or a word for everybody. Unknown names stay text. */
export const personMention = matching(personMentions, ([, silent, name = ''], { rendering }) => {
  const asked = silent === '_';
  if (CHANNEL_WILDCARDS.has(name)) {
    if (!asked) rendering.facts.mentionsChannelWildcard = true;
    const attributes = { class: 'user-mention channel-wildcard-mention', 'data-user-id': '*' };
    return mention(attributes, { name, silent: asked });
  }
  if (name === TOPIC_WILDCARD) {
    if (!asked) rendering.facts.mentionsTopicWildcard = true;
    return mention({ class: 'topic-mention' }, { name, silent: asked });
  }
  const person = personFor(rendering.context, name);
  return person === undefined ? undefined : personNode(rendering, person, asked || !person.active);
});

function personNode(rendering: Rendering, person: MentionablePerson, silent: boolean): Node {
  const { mentionedUserIds, silentlyMentionedUserIds } = rendering.facts;
  (silent ? silentlyMentionedUserIds : mentionedUserIds).add(person.id);
  return mention(
    { class: 'user-mention', 'data-user-id': `${person.id}` },
    { name: person.fullName, silent },
  );
}

/** `name`, `name|id` or `|id`. With an id the name must be the person's own, and nobody else is meant. */
function personFor(context: RenderContext, written: string): MentionablePerson | undefined {
  const match = /^(.+)?\|(\d+)$/u.exec(written);
  if (match === null) return context.personsByName.get(written.toLowerCase());
  const person = context.personsById.get(Number(match[2]));
  return match[1] === undefined || match[1] === person?.fullName ? person : undefined;
}

const SYSTEM_GROUPS: ReadonlyMap<string, string> = new Map([
  ['role:nobody', 'Nobody'],
  ['role:owners', 'Owners'],
  ['role:administrators', 'Administrators'],
  ['role:moderators', 'Moderators'],
  ['role:fullmembers', 'Full members'],
  ['role:members', 'Members'],
  ['role:everyone', 'Everyone'],
]);

/** `@*x*` and `@_*x*`: a group. */
export const groupMention = matching(groupMentions, ([, asked, name = ''], { rendering }) => {
  const group: MentionableGroup | undefined = rendering.context.groups.get(name.toLowerCase());
  if (group === undefined) return undefined;
  const silent = asked === '_' || group.deactivated;
  if (!silent) rendering.facts.mentionedGroupIds.add(group.id);
  return mention(
    { class: 'user-group-mention', 'data-user-group-id': `${group.id}` },
    { name: SYSTEM_GROUPS.get(group.name) ?? group.name, silent },
  );
});

function mention(
  attributes: Readonly<Record<string, string>> & { readonly class: string },
  { name, silent }: { readonly name: string; readonly silent: boolean },
): Node {
  const quiet = silent ? { class: `${attributes.class} silent` } : {};
  return element('span', { ...attributes, ...quiet }, [exactText(silent ? name : `@${name}`)]);
}
