import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';

/** What a member noted about one call of its handler. */
export interface Note {
  readonly kind: 'start' | 'end';
  /** Ms since the epoch; the clock that the runtime reads, too. */
  readonly atMs: number;
  readonly id: number;
  readonly partition: number;
  readonly attempt: number;
}

const BYTES = 16;

/** Writes a note with one system call: what was noted survives a `kill -9`. */
export const writeNote = (file: number, note: Omit<Note, 'atMs'>): void => {
  const bytes = Buffer.allocUnsafe(BYTES);
  bytes.writeDoubleLE(Date.now(), 0);
  bytes.writeUInt32LE(note.id, 8);
  bytes.writeUInt16LE(note.partition, 12);
  bytes.writeUInt8(note.attempt, 14);
  bytes.writeUInt8(note.kind === 'start' ? 0 : 1, 15);
  writeSync(file, bytes);
};

/** The notes of a file in the order of their writing, without the first `skip` of them. */
export const readNotes = (path: string, skip = 0): readonly Note[] => {
  const bytes = bytesFrom(path, skip * BYTES);
  return Array.from({ length: Math.floor(bytes.length / BYTES) }, (_, index) => {
    const at = index * BYTES;
    return {
      kind: bytes.readUInt8(at + 15) === 0 ? 'start' : 'end',
      atMs: bytes.readDoubleLE(at),
      id: bytes.readUInt32LE(at + 8),
      partition: bytes.readUInt16LE(at + 12),
      attempt: bytes.readUInt8(at + 14),
    };
  });
};

const bytesFrom = (path: string, from: number): Buffer => {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - from));
    return bytes.subarray(0, readSync(file, bytes, { position: from }));
  } finally {
    closeSync(file);
  }
};
