import { randomBytes } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { LIMITS } from "../limits";

/** Files decompressed together, at most. */
const MOST_FILES = 64;
/** Bytes of compressed files gathered, at most; larger files go their own way. */
const SLAB_BYTES = 512 * 1024;
/** Bytes that a batch may decompress to. */
const MOST_OUTPUT = 4 * 1024 * 1024;
/** Bytes of the shortest gzip file: header 10, empty deflate data 2, trailer 8, less what compressors save. */
const SHORTEST = 18;

/** The secret, and the member that holds it. */
const MARK = randomBytes(16);
const MARK_MEMBER = gzipSync(MARK, { level: 0 });

/**
 * Many small gzip files, decompressed by one call: setting zlib up costs more than inflating a report of a few KB.
 *
 * A gzip file may have several members, so the files are laid one after another. Between two of them goes a member that
 * holds a secret of this process; it must come out exactly where the lengths that the files claim (RFC 1952 ISIZE) say.
 * A file that lies about its length, is damaged, or has bytes after its end therefore cannot shift a border and speak in
 * the name of its neighbour: the batch is given up and each file is decompressed alone.
 */
export class GunzipBatch<Tag> {
  private slabOnUse: Buffer | undefined;
  private readonly mark = MARK;
  private readonly markMember = MARK_MEMBER;
  private members: { tag: Tag; start: number; end: number; length: number }[] = [];
  private filled = 0;
  private output = 0;

  constructor(
    private readonly accept: (bytes: Buffer, tag: Tag) => void,
    private readonly alone: (gzip: Buffer, tag: Tag) => void,
  ) {}

  /** Takes a gzip file; false when it is too large for a batch. The bytes are copied. */
  add(bytes: Buffer, tag: Tag): boolean {
    if (!this.room(bytes.length)) return false;
    bytes.copy(this.slab, this.filled);
    return this.take(bytes.length, tag);
  }

  /** The same for a gzip file in base64, decoded in place. */
  addBase64(text: string, tag: Tag): boolean {
    const most = Math.ceil((text.length * 3) / 4);
    if (!this.room(most)) return false;
    const length = this.slab.write(text, this.filled, most, "base64");
    if (this.slab[this.filled] !== 0x1f || this.slab[this.filled + 1] !== 0x8b) return false;
    return this.take(length, tag);
  }

  /** Decompresses and hands over what was gathered, in order. */
  flush(): void {
    const { members, filled, output } = this;
    if (members.length === 0) return;
    this.members = [];
    this.filled = 0;
    this.output = 0;
    const result = this.inflate(members, this.slab.subarray(0, filled), output);
    if (result === undefined) {
      // Copies: what is handed over may come back with more files before all of these are done.
      const copies = members.map(({ tag, start, end }) => ({ tag, gzip: Buffer.from(this.slab.subarray(start, end)) }));
      for (const { tag, gzip } of copies) this.alone(gzip, tag);
      return;
    }
    let at = 0;
    for (const { tag, length } of members) {
      this.accept(result.subarray(at, at + length), tag);
      at += length + this.mark.length;
    }
  }

  private get slab(): Buffer {
    return (this.slabOnUse ??= Buffer.allocUnsafeSlow(SLAB_BYTES));
  }

  /** Whether files are gathered that wait for {@link flush}. */
  get waiting(): boolean {
    return this.members.length > 0;
  }

  private room(length: number): boolean {
    const needed = length + this.markMember.length;
    if (needed > SLAB_BYTES / 4) return false;
    if (this.members.length >= MOST_FILES || this.filled + needed > SLAB_BYTES) this.flush();
    return true;
  }

  private take(length: number, tag: Tag): boolean {
    const start = this.filled;
    const end = start + length;
    if (length < SHORTEST) return false;
    const claimed = this.slab.readUInt32LE(end - 4);
    if (claimed > LIMITS.jsonPrescanBytes) return false;
    if (this.output + claimed > MOST_OUTPUT) {
      const own = Buffer.from(this.slab.subarray(start, end));
      this.flush();
      return this.add(own, tag);
    }
    this.markMember.copy(this.slab, end);
    this.members.push({ tag, start, end, length: claimed });
    this.filled = end + this.markMember.length;
    this.output += claimed + this.mark.length;
    return true;
  }

  /** The whole output, or undefined when anything at all is not as claimed. */
  private inflate(members: readonly { length: number }[], gzip: Buffer, expected: number): Buffer | undefined {
    let result: Buffer;
    try {
      result = gunzipSync(gzip, { maxOutputLength: expected, chunkSize: expected + 1 });
    } catch {
      return undefined;
    }
    if (result.length !== expected) return undefined;
    let at = 0;
    for (const { length } of members) {
      at += length;
      if (result.compare(this.mark, 0, this.mark.length, at, at + this.mark.length) !== 0) return undefined;
      at += this.mark.length;
    }
    return result;
  }
}
