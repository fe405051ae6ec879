import { deflateRawSync } from "node:zlib";
import { crc32 } from "../../../src/reports/source/crc32";

export interface ZipEntry {
  name: string;
  data: Buffer;
  /** Claims that differ from the truth. */
  size?: number;
  crc?: number;
  offset?: number;
  mode?: number;
  flags?: number;
}

/** Writes a ZIP archive by hand, so that tests can lie in each of its fields. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = deflateRawSync(entry.data);
    const name = Buffer.from(entry.name);
    const fields = Buffer.alloc(22);
    fields.writeUInt16LE(entry.flags ?? 0, 0);
    fields.writeUInt16LE(8, 2);
    fields.writeUInt32LE(entry.crc ?? crc32(entry.data), 8);
    fields.writeUInt32LE(packed.length, 12);
    fields.writeUInt32LE(entry.size ?? entry.data.length, 16);
    fields.writeUInt16LE(name.length, 20);
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), fields, Buffer.alloc(2), name, packed]);
    const central = Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 3, 20, 0]), fields, Buffer.alloc(16), name]);
    central.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
    central.writeUInt32LE(entry.offset ?? offset, 42);
    chunks.push(local);
    directory.push(central);
    offset += local.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...chunks, ...directory, end]);
}
