import type { Database } from '../../../db/client.ts';
import { runHot } from '../../../db/statement.ts';
import type { PeopleReference, Refused } from '../message-draft.ts';
import { strip } from '../rendering/python-text.ts';
import { CROSS_REALM_BOTS } from './facts.ts';
import type { AuthorFacts, PersonFacts } from './facts.ts';
import { refused } from './refusal.ts';

/** Everybody of a direct conversation, before it is looked at who may write to whom. */
export interface DirectPeople {
  /** In the order named, each once; the author only if named. */
  readonly recipients: readonly PersonFacts[];
  /** Recipients and author, in the order of their ids. */
  readonly everybody: readonly PersonFacts[];
}

const PEOPLE = `
  select u.id, u.email, u.full_name, u.realm_id, r.deactivated, u.is_active, u.is_bot, u.is_mirror_dummy, u.role,
    u.date_joined, u.recipient_id,
    u.is_bot and lower(u.delivery_email) = any($4::text[]) as is_cross_realm_bot
  from zerver_userprofile u join zerver_realm r on r.id = u.realm_id
  where u.id = $1 or (u.realm_id = $2 or $5 or (u.is_bot and lower(u.delivery_email) = any($4::text[])))`;

/** Only a bot of all organizations finds people of other ones, and only by id: two may have the same address. */
const BY_ID = { name: 'check_people_by_id', text: `${PEOPLE} and u.id = any($3::bigint[])` } as const;

const BY_EMAIL = {
  name: 'check_people_by_email',
  text: `${PEOPLE} and upper(u.email) in (select upper(email) from unnest($3::text[]) as email)`,
} as const;

interface PersonRow extends Record<string, unknown> {
  readonly id: number;
  readonly email: string;
  readonly full_name: string;
  readonly realm_id: number;
  readonly deactivated: boolean;
  readonly is_active: boolean;
  readonly is_bot: boolean;
  readonly is_mirror_dummy: boolean;
  readonly role: number;
  readonly date_joined: Date;
  readonly recipient_id: number | null;
  readonly is_cross_realm_bot: boolean;
}

/**
 * The people of a direct message, found by id or by the address that others see; or which of them there is not.
 * @source zulip zerver/lib/addressee.py get_user_profiles, get_user_profiles_by_ids
 */
export async function readDirectPeople(
  db: Database,
  { author }: AuthorFacts,
  reference: PeopleReference,
): Promise<DirectPeople | Refused> {
  const named: readonly (number | string)[] = reference.by === 'ids' ? reference.ids : reference.emails;
  if (named.length === 0) return refused('Message must have recipients');
  const rows = await runHot<PersonRow>(db, reference.by === 'ids' ? BY_ID : BY_EMAIL, [
    author.id,
    author.realmId,
    reference.by === 'ids' ? reference.ids : reference.emails.map(strip).filter(isStorable),
    CROSS_REALM_BOTS,
    author.isCrossRealmBot && reference.by === 'ids',
  ]);
  const people = rows.map(toPerson);
  const found = new Map(
    people.map((person) => [reference.by === 'ids' ? person.id : key(person.email), person]),
  );
  const recipients = new Set<PersonFacts>();
  for (const one of named) {
    const person = found.get(typeof one === 'string' ? key(one) : one);
    if (person === undefined) {
      return refused(typeof one === 'string' ? `Invalid email '${one}'` : `Invalid user ID ${one}`);
    }
    recipients.add(person);
  }
  return { recipients: [...recipients], everybody: people.toSorted((a, b) => a.id - b.id) };
}

/** PostgreSQL takes no text with U+0000; nobody has such an address. */
const isStorable = (email: string): boolean => !email.includes('\u0000');

const key = (email: string): string => strip(email).toUpperCase();

const toPerson = (row: PersonRow): PersonFacts => ({
  id: row.id,
  email: row.email,
  fullName: row.full_name,
  realmId: row.realm_id,
  isRealmDeactivated: row.deactivated,
  isActive: row.is_active,
  isBot: row.is_bot,
  isCrossRealmBot: row.is_cross_realm_bot,
  isMirrorDummy: row.is_mirror_dummy,
  role: row.role,
  joinedAtMs: row.date_joined.getTime(),
  recipientId: row.recipient_id,
});
