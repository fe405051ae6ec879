import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { messageOf } from "../errorText";
import { LIMITS } from "../limits";
import { ReportError } from "../parse/reportError";
import { kindOf } from "./kind";

/** Almost every report and mail fits; larger files get memory of their own. */
const SCRATCH_BYTES = 256 * 1024;
const CHUNK_BYTES = 1024 * 1024;
const scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);

/** What a file holds: all of its bytes, or for a large mailbox the chunks to read. */
export type FileContent = { bytes: Buffer } | { mailbox: Iterable<Buffer> };

/**
 * Reads a regular file that was found in a directory. The bytes are valid until the next call. A file that has become a
 * link in the meantime is refused, and one that has become a pipe does not block.
 *
 * @throws ReportError `too-large`, `unreadable`.
 */
export function readFoundFile(path: string): FileContent {
  return read(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, false);
}

/** Reads a file that the user named: links are followed, and a pipe (`<(…)`) is read to its end. */
export function readNamedFile(path: string): FileContent {
  return read(path, constants.O_RDONLY, true);
}

function read(path: string, flags: number, mayBePipe: boolean): FileContent {
  let file: number;
  try {
    file = openSync(path, flags);
  } catch (error) {
    throw unreadable(error);
  }
  let keepOpen = false;
  try {
    const length = readSync(file, scratch, 0, SCRATCH_BYTES, null);
    // A short answer is the whole of a regular file; a pipe gives what it has at the moment.
    if (length < SCRATCH_BYTES && !(mayBePipe && !fstatSync(file).isFile()))
      return { bytes: scratch.subarray(0, length) };
    const beginning = Buffer.from(scratch.subarray(0, length));
    if (kindOf(beginning) === "mbox") {
      keepOpen = true;
      return { mailbox: mailboxChunks(file, beginning) };
    }
    return { bytes: readRest(file, beginning) };
  } catch (error) {
    throw error instanceof ReportError ? error : unreadable(error);
  } finally {
    if (!keepOpen) closeSync(file);
  }
}

function readRest(file: number, beginning: Buffer): Buffer {
  const { size } = fstatSync(file);
  if (size > LIMITS.fileBytes) throw tooLarge(size);
  // One more byte than expected, so that the end is seen without another turn; a pipe says 0 and grows as it comes.
  let memory = Buffer.allocUnsafeSlow(Math.max(size + 1, 2 * SCRATCH_BYTES));
  let filled = beginning.copy(memory);
  for (;;) {
    const length = readSync(file, memory, filled, memory.length - filled, null);
    if (length === 0) return memory.subarray(0, filled);
    filled += length;
    if (filled > LIMITS.fileBytes) throw tooLarge(filled);
    if (filled === memory.length) memory = Buffer.concat([memory], 2 * memory.length);
  }
}

function* mailboxChunks(file: number, beginning: Buffer): Generator<Buffer> {
  try {
    yield beginning;
    const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (;;) {
      const length = readSync(file, chunk, 0, CHUNK_BYTES, null);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

function tooLarge(size: number): ReportError {
  return new ReportError("too-large", `${size} bytes long; at most ${LIMITS.fileBytes} are read, except of a mailbox`);
}

function unreadable(error: unknown): ReportError {
  return new ReportError("unreadable", messageOf(error));
}
