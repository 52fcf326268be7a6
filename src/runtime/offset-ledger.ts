import { decodeFinishedMap, encodeFinishedMap } from './finished-map.ts';
import type { OffsetRange } from './finished-map.ts';

/** Offsets of one chunk; a power of two, so that the offset's bits split cleanly. */
const CHUNK = 1_024;
const WORD_BITS = 32;

/** Open offsets of `[index * CHUNK, (index + 1) * CHUNK)`; a set bit is a record that is not finished. */
class Chunk {
  readonly start: number;
  readonly open = new Int32Array(CHUNK / WORD_BITS);
  count = 0;

  constructor(start: number) {
    this.start = start;
  }

  /** Lowest open offset at or above `from`; -1 when there is none. */
  nextOpen(from: number): number {
    const begin = from - this.start;
    let word = begin >>> 5;
    let bits = (this.open[word] ?? 0) & (-1 << (begin & 31));
    while (bits === 0) {
      word += 1;
      const next = this.open[word];
      if (next === undefined) return -1;
      bits = next;
    }
    return this.start + word * WORD_BITS + (31 - Math.clz32(bits & -bits));
  }
}

/** The answer of `commit`. */
export interface LedgerCommit {
  readonly offset: bigint;
  readonly metadata: string;
}

/**
 * What is finished in one partition during one assignment. Offsets only ever move these ways:
 * - *unseen* (at or above `seen`): not fetched yet;
 * - *open*: tracked, its record waits, runs or settles;
 * - *finished*: handled, or durably moved to a retry tier or the dead letters; or never a record (a gap).
 *
 * `position` is the lowest offset that is not finished: the only offset that is ever committed. Finished offsets above
 * it travel in the commit's metadata. Memory grows with open records only, not with the distance they span; every
 * operation is O(1) amortized. Offsets are whole numbers below 2^53 inside, `bigint` at the border.
 */
export class OffsetLedger {
  #seen: number | null;
  #position: number | null;
  /** Finished by an earlier owner, ascending; those below `#seen` are used up. */
  #restored: readonly OffsetRange[];
  #nextRestored = 0;
  /** Chunks with at least one open record, ascending by insertion because tracking only moves up. */
  readonly #chunks = new Map<number, Chunk>();
  #lastChunk: Chunk | null = null;
  #open = 0;
  #changes = 0;

  /** `committed` null: nothing was ever committed, and the first batch tells where the partition starts. */
  constructor(committed: bigint | null, metadata: string) {
    this.#seen = committed === null ? null : Number(committed);
    this.#position = this.#seen;
    this.#restored = this.#seen === null ? [] : decodeFinishedMap(this.#seen, metadata);
  }

  /** Records that are tracked and not finished. */
  get openCount(): number {
    return this.#open;
  }

  /** Pieces of memory held; each covers 1,024 offsets with at least one open record. */
  get heldChunks(): number {
    return this.#chunks.size;
  }

  /** Grows with every change that a commit would show. */
  get changes(): number {
    return this.#changes;
  }

  /** Lowest offset that is not finished; null before the first batch of a partition without a commit. */
  get position(): number | null {
    return this.#position;
  }

  /** Where the next batch is expected to start. */
  get seen(): number | null {
    return this.#seen;
  }

  /**
   * Begins a batch. Answers how many offsets were jumped over since the last one: above 0 the log was cut by
   * retention, or the client stepped over records; they count as finished.
   */
  beginBatch(fetchedOffset: bigint): number {
    const from = Number(fetchedOffset);
    const jumped = this.#seen === null ? 0 : Math.max(0, from - this.#seen);
    if (this.#seen === null || jumped > 0) this.#advance(from);
    return jumped;
  }

  /** Notes a record. False: it is tracked or finished already and must not be run. */
  track(offset: number): boolean {
    const seen = this.#seen;
    if (seen === null) throw new Error('track before beginBatch');
    if (offset < seen) return false;
    this.#seen = offset + 1;
    if (this.#isRestored(offset)) {
      if (this.#open === 0) this.#position = offset + 1;
      this.#changes += 1;
      return false;
    }
    const index = Math.floor(offset / CHUNK);
    let chunk = this.#lastChunk;
    if (chunk?.start !== index * CHUNK) {
      chunk = new Chunk(index * CHUNK);
      this.#chunks.set(index, chunk);
      this.#lastChunk = chunk;
    } else if (chunk.count === 0) this.#chunks.set(index, chunk);
    const bit = offset - chunk.start;
    chunk.open[bit >>> 5] = (chunk.open[bit >>> 5] ?? 0) | (1 << (bit & 31));
    chunk.count += 1;
    if (this.#open === 0) this.#position = offset;
    this.#open += 1;
    return true;
  }

  /** Ends a batch: everything below `nextOffset` that was not tracked counts as finished. */
  endBatch(nextOffset: bigint): void {
    const next = Number(nextOffset);
    if (this.#seen === null || next > this.#seen) this.#advance(next);
  }

  /** Marks a tracked record as finished. False: it was finished before. */
  finish(offset: number): boolean {
    const index = Math.floor(offset / CHUNK);
    const chunk = this.#lastChunk?.start === index * CHUNK ? this.#lastChunk : this.#chunks.get(index);
    if (chunk === undefined) return false;
    const bit = offset - chunk.start;
    const mask = 1 << (bit & 31);
    const word = chunk.open[bit >>> 5] ?? 0;
    if ((word & mask) === 0) return false;
    chunk.open[bit >>> 5] = word & ~mask;
    chunk.count -= 1;
    this.#open -= 1;
    this.#changes += 1;
    if (chunk.count === 0) this.#chunks.delete(index);
    if (offset === this.#position) this.#position = this.#lowestOpen(offset) ?? this.#seen;
    return true;
  }

  /** Offset and map to commit, the map at most `limit` characters; null when there is nothing to say yet. */
  commit(limit?: number): LedgerCommit | null {
    if (this.#position === null) return null;
    // What an earlier owner finished at the position is part of the finished prefix; an open record is never in it.
    const base = this.#afterRestored(this.#position);
    return {
      offset: BigInt(base),
      metadata: encodeFinishedMap(base, this.#finishedRanges(base), limit),
    };
  }

  #afterRestored(offset: number): number {
    const range = this.#restored.find(({ from, to }) => from <= offset && offset < to);
    return range === undefined ? offset : range.to;
  }

  #advance(to: number): void {
    this.#seen = to;
    this.#changes += 1;
    if (this.#open === 0) this.#position = to;
  }

  #isRestored(offset: number): boolean {
    let range = this.#restored[this.#nextRestored];
    while (range !== undefined && range.to <= offset) {
      this.#nextRestored += 1;
      range = this.#restored[this.#nextRestored];
    }
    return range !== undefined && range.from <= offset;
  }

  /** Lowest open offset; none is below `from`. */
  #lowestOpen(from: number): number | null {
    const first = this.#chunks.values().next().value;
    return first === undefined ? null : first.nextOpen(Math.max(from, first.start));
  }

  /** Finished ranges above `base`: between the open records, then what an earlier owner finished beyond `seen`. */
  *#finishedRanges(base: number): Generator<OffsetRange> {
    const seen = this.#seen ?? base;
    let from = base;
    for (const offset of this.#openOffsets()) {
      if (offset > from) yield { from, to: offset };
      from = offset + 1;
    }
    let pending: OffsetRange | null = seen > from ? { from, to: seen } : null;
    for (const range of this.#restored) {
      if (range.to <= seen) continue;
      const begin = Math.max(range.from, seen);
      if (pending?.to === begin) pending = { from: pending.from, to: range.to };
      else {
        if (pending !== null) yield pending;
        pending = begin > base ? { from: begin, to: range.to } : null;
      }
    }
    if (pending !== null) yield pending;
  }

  *#openOffsets(): Generator<number> {
    for (const chunk of this.#chunks.values()) {
      for (let offset = chunk.nextOpen(chunk.start); offset >= 0; offset = chunk.nextOpen(offset + 1)) {
        yield offset;
      }
    }
  }
}
