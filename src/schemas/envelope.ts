/** The Confluent wire format: magic byte 0, four bytes of schema id (big-endian), then the Avro body. */
export const ENVELOPE_BYTES = 5;

/** Schema id of a value, or why it has none. */
export type Envelope =
  { readonly kind: 'id'; readonly id: number } | { readonly kind: 'bad'; readonly message: string };

const bad = (message: string): Envelope => ({ kind: 'bad', message });

/** Reads the envelope; the messages tell a person what kind of bytes were sent instead. Never throws. */
export const readEnvelope = (value: Buffer | null): Envelope => {
  if (value === null) return bad('the record has no value (a tombstone)');
  if (value.length === 0) return bad('the value is empty');
  const first = value[0];
  if (first === 0x7b || first === 0x5b) return bad('the value is JSON text, not Avro with a schema id');
  if (value.length < ENVELOPE_BYTES) {
    return bad(`the value has ${value.length} bytes, the schema id alone needs ${ENVELOPE_BYTES}`);
  }
  if (first !== 0) return bad(`the first byte is ${first}, not the magic byte 0 of Avro with a schema id`);
  return { kind: 'id', id: value.readUInt32BE(1) };
};

/** Envelope, the branch of a union stream (null for a stream of one record), and the record's own bytes. */
export const writeEnvelope = (id: number, branch: number | null, body: Buffer): Buffer => {
  const head = ENVELOPE_BYTES + (branch === null ? 0 : 1);
  const value = Buffer.allocUnsafe(head + body.length);
  value[0] = 0;
  value.writeUInt32BE(id, 1);
  // A zigzag number below 64 is one byte; no stream has as many event types.
  if (branch !== null) value[ENVELOPE_BYTES] = branch * 2;
  body.copy(value, head);
  return value;
};
