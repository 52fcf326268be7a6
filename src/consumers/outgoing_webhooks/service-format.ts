/** How a service is spoken to. */
export type ServiceFormat = 'generic' | 'slack';

const FORMATS: ReadonlyMap<number, ServiceFormat> = new Map([
  [1, 'generic'],
  [2, 'slack'],
]);

/**
 * The format of `zerver_service.interface`; null for a number without a meaning.
 * @source zulip zerver/lib/outgoing_webhook.py AVAILABLE_OUTGOING_WEBHOOK_INTERFACES
 */
export const formatOf = (interfaceNumber: number): ServiceFormat | null =>
  FORMATS.get(interfaceNumber) ?? null;
