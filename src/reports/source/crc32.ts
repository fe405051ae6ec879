import * as zlib from "node:zlib";

/** CRC-32 as in ZIP and gzip. Node has it from 20.15 and 22.2 on; before, a table does. */
export const crc32: (bytes: Uint8Array) => number =
  "crc32" in zlib && typeof zlib.crc32 === "function" ? zlib.crc32 : crc32ByTable;

/** @internal exported for the test that holds both to the same answers. */
export function crc32ByTable(bytes: Uint8Array): number {
  const table = (tableOnce ??= makeTable());
  let crc = -1;
  for (const byte of bytes) crc = table[(crc ^ byte) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

let tableOnce: Int32Array | undefined;

function makeTable(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
}
