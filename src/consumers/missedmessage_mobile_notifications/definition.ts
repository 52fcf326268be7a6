import type { QueueDefinition } from '../../runtime/definition.ts';
import type { MissedmessageMobileNotificationsEvent } from '../../schemas/generated/missedmessage_mobile_notifications.ts';
import { DEFAULT_RETRY } from '../retry-policies.ts';

/**
 * Push notifications and their removal.
 * @source zulip, zerver/worker/missedmessage_mobile_notifications.py, PushNotificationsWorker
 */
export const missedmessageMobileNotificationsDefinition: QueueDefinition<MissedmessageMobileNotificationsEvent> =
  {
    queue: 'missedmessage_mobile_notifications',
    // The removal of a notification must follow the notification.
    keyOf: (event) =>
      String(
        event.type === 'register_push_device_to_bouncer'
          ? event.payload.user_profile_id
          : event.user_profile_id,
      ),
    eventTypeOf: (event) => `missedmessage_mobile_notifications.${event.type}`,
    concurrency: 64,
    timeLimitMs: null,
    onTimeout: 'dead',
    idempotency: 'external',
    retryPolicy: () => DEFAULT_RETRY,
    retryPolicies: [DEFAULT_RETRY],
    alertSeconds: { warning: 120, critical: 180 },
  };
