import { dead, done, skip } from '../../runtime/outcome.ts';
import type { Outcome } from '../../runtime/outcome.ts';
import type { HandlerContext } from '../../runtime/definition.ts';
import type { MailEvent, MailQueue } from './mail-event.ts';
import type { MailOutbox, MailUser } from './ports.ts';

/** What fanning out needs. */
export interface FanOutDeps<Tx> {
  readonly queue: MailQueue;
  readonly outbox: MailOutbox<Tx>;
  readonly user: (id: number) => Promise<MailUser | undefined>;
}

/**
 * Makes one event per recipient of a mail with several, in one transaction and with ids derived from this event's.
 * The language of users is that of the first, as for one mail to all of them.
 *
 * @source zulip zerver/lib/send_email.py send_email. Different: there all recipients share one mail, see each other,
 * and a refusal of some goes unnoticed when another is accepted.
 */
export async function fanOut<Tx>(
  event: MailEvent,
  context: HandlerContext<Tx>,
  deps: FanOutDeps<Tx>,
): Promise<Outcome> {
  const { queue, outbox } = deps;
  const common = await commonOf(event, deps);
  if (common.kind === 'mixed_realms') return dead('mixed_realms');
  const single = [
    ...(event.to_user_ids ?? []).map((id) => ({
      purpose: `user:${String(id)}`,
      event: { ...event, language: common.language, to_user_ids: [id] },
    })),
    ...(event.to_emails ?? []).map((address) => ({
      purpose: `address:${address}`,
      event: { ...event, to_emails: [address] },
    })),
  ];
  const applied = await context.apply((tx) =>
    outbox.enqueueAll(
      tx,
      single.map(({ purpose, event: one }) => ({
        stream: queue,
        event: one,
        options: {
          cause: { eventId: context.eventId, purpose },
          traceparent: context.traceparent,
          producedAtMs: context.producedAtMs,
        },
      })),
    ),
  );
  return applied.kind === 'applied' ? done : skip('already_fanned_out');
}

/** Users of different organizations have no organization in common to speak for: an error unless one is named. */
async function commonOf<Tx>(
  event: MailEvent,
  { user }: FanOutDeps<Tx>,
): Promise<
  { readonly kind: 'common'; readonly language: string | null } | { readonly kind: 'mixed_realms' }
> {
  const users = await Promise.all((event.to_user_ids ?? []).map(user));
  const realmIds = new Set(users.map((found) => found?.realm.id).filter((id) => id !== undefined));
  if (event.realm_id === null && realmIds.size > 1) return { kind: 'mixed_realms' };
  return { kind: 'common', language: event.language ?? users[0]?.language ?? null };
}
