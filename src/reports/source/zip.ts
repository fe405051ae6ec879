import { inflateRawSync } from "node:zlib";
import { messageOf } from "../errorText";
import type { Entry, ZipFile } from "yauzl";
import { loadYauzl } from "../loadOnUse";
import { LIMITS } from "../limits";
import { ReportError } from "../parse/reportError";
import { crc32 } from "./crc32";
import type { Room } from "./room";

/** One file of an archive: its bytes, or why they could not be read. */
export type ArchiveFile = { name: string; bytes: Buffer } | { name: string; error: ReportError };

/**
 * Reads a ZIP archive from memory, one file after another. yauzl reads the directory; the data is inflated here, within
 * the declared size, because a declared size is a claim. Refused: entries that share bytes with another (the overlapping
 * bomb), links, encryption, a wrong CRC, more output than there is room for. Nothing is ever written to disk, so a
 * name like `../../x` is only a label; yauzl refuses it all the same.
 *
 * @throws ReportError `bad-zip` or `too-large` when the archive as a whole cannot be trusted any further.
 */
export async function* readZip(archive: Buffer, room: Room): AsyncGenerator<ArchiveFile> {
  const zip = await asZipError(loadYauzl().fromBufferPromise(archive, { lazyEntries: true, validateEntrySizes: true }));
  if (zip.entryCount > LIMITS.archiveEntries) {
    throw new ReportError("too-large", `has ${zip.entryCount} entries; at most ${LIMITS.archiveEntries} are read`);
  }
  const taken: Range[] = [];
  for await (const entry of entriesOf(zip)) {
    if (entry.fileName.endsWith("/")) continue;
    let bytes: Buffer;
    try {
      bytes = await readEntry(zip, archive, entry, taken, room);
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      if (error.code === "too-large") throw error;
      yield { name: entry.fileName, error };
      continue;
    }
    yield { name: entry.fileName, bytes };
  }
}

/** Bytes of the archive that an entry uses, header and data. */
interface Range {
  start: number;
  end: number;
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  const entries = zip.eachEntry()[Symbol.asyncIterator]();
  for (;;) {
    const next = await asZipError(entries.next());
    if (next.done === true) return;
    yield next.value;
  }
}

async function readEntry(zip: ZipFile, archive: Buffer, entry: Entry, taken: Range[], room: Room): Promise<Buffer> {
  if (entry.isEncrypted()) throw new ReportError("bad-zip", "is encrypted");
  // Unix mode in the upper half of the attributes, where the archive was made on Unix.
  if (((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000) throw new ReportError("link", "is a symbolic link");
  const header = await asZipError(zip.readLocalFileHeaderPromise(entry, { minimal: true }));
  const start = entry.relativeOffsetOfLocalHeader;
  const end = header.fileDataStart + entry.compressedSize;
  if (end > archive.length) throw new ReportError("bad-zip", "lies outside of the archive");
  claim(taken, { start, end });
  const size = entry.uncompressedSize;
  room.take(size);
  const data = archive.subarray(header.fileDataStart, end);
  const bytes = entry.compressionMethod === 0 ? data : inflate(data, entry.compressionMethod, size);
  if (bytes.length !== size) throw new ReportError("bad-zip", `has ${bytes.length} bytes, not the declared ${size}`);
  if (crc32(bytes) !== entry.crc32) throw new ReportError("bad-zip", "has a wrong checksum (CRC-32)");
  return bytes;
}

/** Keeps the ranges sorted, so that the check costs a binary search and a look at two neighbours. */
function claim(taken: Range[], range: Range): void {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (taken[middle]!.start < range.start) low = middle + 1;
    else high = middle;
  }
  const before = taken[low - 1];
  const after = taken[low];
  if ((before !== undefined && before.end > range.start) || (after !== undefined && after.start < range.end)) {
    throw new ReportError("bad-zip", "shares its bytes with another entry of the archive");
  }
  taken.splice(low, 0, range);
}

function inflate(data: Buffer, method: number, size: number): Buffer {
  if (method !== 8) throw new ReportError("bad-zip", `is compressed by method ${method}; only deflate is read`);
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, size), chunkSize: Math.max(64, size + 1) });
  } catch (error) {
    const reason = messageOf(error);
    throw new ReportError("bad-zip", `cannot be inflated to its declared ${size} bytes: ${reason}`);
  }
}

async function asZipError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new ReportError("bad-zip", `damaged ZIP archive: ${messageOf(error)}`);
  }
}
