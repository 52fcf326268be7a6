import { createHash } from 'node:crypto';

/**
 * Event id of an event that another event causes: the same cause and purpose always give the same id, so a second run
 * of a handler cannot make a second event. A UUID of version 8 (RFC 9562) from SHA-256.
 *
 * @param purpose what the event is for, distinct among all events of one cause: `mail:<conversation>`, `reply:0`.
 */
export const deriveEventId = (causeEventId: string, purpose: string): string => {
  // The length keeps "a" + "bc" and "ab" + "c" apart, whatever an id looks like.
  const hash = createHash('sha256').update(`${causeEventId.length}:${causeEventId}${purpose}`).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
};
