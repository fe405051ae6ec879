/** The server name in a TLS ClientHello, read before the handshake: it decides certificate and TLS versions. */
import { isErrno } from "../errors";

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
/** A hello that asks for more octets than this is none. */
const HELLO_LIMIT = 65_536;

export type ClientHello =
  | { kind: "incomplete" }
  /** The octets begin no TLS connection. */
  | { kind: "notTls" }
  /** `serverName` in lower case; absent where the client names no host. */
  | { kind: "hello"; serverName?: string };

/** @param octets what the client has sent so far (RFC 8446 §4.1.2, RFC 6066 §3) */
export function readClientHello(octets: Buffer): ClientHello {
  const hello = joinRecords(octets);
  if (!Buffer.isBuffer(hello)) return hello;
  try {
    return { kind: "hello", serverName: serverName(hello) };
  } catch (error) {
    // lengths that lead outside of the message
    if (isErrno(error, "ERR_OUT_OF_RANGE", "ERR_BUFFER_OUT_OF_BOUNDS")) return { kind: "notTls" };
    throw error;
  }
}

/** The handshake message's body; it may be spread over several records. */
function joinRecords(octets: Buffer): Buffer | ClientHello {
  const parts: Buffer[] = [];
  let offset = 0;
  while (offset + 5 <= octets.length) {
    if (octets[offset] !== HANDSHAKE) return { kind: "notTls" };
    const end = offset + 5 + octets.readUInt16BE(offset + 3);
    if (end > octets.length) break;
    parts.push(octets.subarray(offset + 5, end));
    offset = end;
    const message = Buffer.concat(parts);
    if (message.length < 4) continue;
    if (message[0] !== CLIENT_HELLO) return { kind: "notTls" };
    const length = message.readUIntBE(1, 3);
    if (message.length >= 4 + length) return message.subarray(4, 4 + length);
  }
  if (octets.length > 0 && octets[0] !== HANDSHAKE) return { kind: "notTls" };
  return { kind: octets.length > HELLO_LIMIT ? "notTls" : "incomplete" };
}

function serverName(hello: Buffer): string | undefined {
  let offset = 2 + 32; // version, random
  offset += 1 + hello.readUInt8(offset); // session id
  offset += 2 + hello.readUInt16BE(offset); // cipher suites
  offset += 1 + hello.readUInt8(offset); // compression methods
  if (offset >= hello.length) return undefined; // no extensions
  const end = offset + 2 + hello.readUInt16BE(offset);
  offset += 2;
  while (offset < end) {
    const type = hello.readUInt16BE(offset);
    const length = hello.readUInt16BE(offset + 2);
    if (type === SERVER_NAME) {
      const nameLength = hello.readUInt16BE(offset + 7); // list length and name type lie between
      return hello.toString("ascii", offset + 9, offset + 9 + nameLength).toLowerCase();
    }
    offset += 4 + length;
  }
  return undefined;
}
