import { randomInt } from "node:crypto";
import {
  AUTHENTIC_DATA,
  CHECKING_DISABLED,
  RECURSION_DESIRED,
  decode,
  encode,
  type Answer,
  type DecodedPacket,
} from "dns-packet";
import { normalName, toRecord, type DnsRecord, type RecordType } from "./dnsRecord";

/** One question as it goes on the wire. */
export interface DnsQuery {
  id: number;
  /** The name with its letters in random case (a reply that does not echo it is forged or sloppy). */
  name: string;
  type: RecordType;
  bytes: Buffer;
}

export interface QueryFlags {
  /** Ask for recursion. Default: true. */
  recurse?: boolean;
  /** Ask the resolver not to validate DNSSEC (the CD bit): tells a bogus zone from a dead one. */
  checkingDisabled?: boolean;
  /** Send EDNS with a UDP size of 1232 bytes. Default: true. */
  edns?: boolean;
}

/** What a reply said, with everything that does not answer the question dropped. */
export interface DnsMessage {
  /** NOERROR, NXDOMAIN, SERVFAIL, REFUSED, … */
  rcode: string;
  authoritative: boolean;
  /** The resolver says that it validated the answer by DNSSEC (only as good as the way to the resolver). */
  ad: boolean;
  truncated: boolean;
  /** Records of the type asked for, and the CNAMEs on the way to them. */
  answers: DnsRecord[];
  authorities: DnsRecord[];
}

const rcodes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];
/** Works everywhere without fragmentation (DNS flag day 2020). */
const udpPayloadSize = 1232;

/** Whether the name can be asked for at all: labels of 1 to 63 bytes, at most 253 in all (RFC 1035 §2.3.4). */
export function isDnsName(name: string): boolean {
  if (name === ".") return true;
  return Buffer.byteLength(name) <= 253 && name.split(".").every((label) => /^[\x21-\x7e]{1,63}$/.test(label));
}

export function buildQuery(name: string, type: RecordType, flags: QueryFlags = {}): DnsQuery {
  const id = randomInt(0x10000);
  const mixed = randomCase(name);
  const opt: Answer = {
    type: "OPT",
    name: ".",
    udpPayloadSize,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
  const bytes = encode({
    type: "query",
    id,
    // AD in a query asks for AD in the reply, without the signatures themselves (RFC 6840 §5.7).
    flags:
      AUTHENTIC_DATA |
      (flags.recurse === false ? 0 : RECURSION_DESIRED) |
      (flags.checkingDisabled === true ? CHECKING_DISABLED : 0),
    questions: [{ name: mixed, type, class: "IN" }],
    additionals: flags.edns === false ? [] : [opt],
  });
  return { id, name: mixed, type, bytes };
}

/** "reply": ours. "case": ours but for the case of the name. "foreign": not an answer to this question. */
export type Parsed = { kind: "reply" | "case"; message: DnsMessage } | { kind: "foreign" };

export function parseReply(bytes: Buffer, query: DnsQuery): Parsed {
  let packet: DecodedPacket;
  try {
    packet = decode(bytes);
  } catch {
    return { kind: "foreign" };
  }
  const question = packet.questions?.[0];
  if (!packet.flag_qr || packet.id !== query.id || packet.questions?.length !== 1 || !question) {
    return { kind: "foreign" };
  }
  const sameName = question.name.toLowerCase() === query.name.toLowerCase();
  if (!sameName || question.type !== query.type || question.class !== "IN") return { kind: "foreign" };
  const code = (packet.flags ?? 0) & 0xf;
  const message: DnsMessage = {
    rcode: rcodes[code] ?? `RCODE_${code}`,
    authoritative: packet.flag_aa,
    ad: packet.flag_ad,
    truncated: packet.flag_tc,
    answers: answersTo(query, toRecords(packet.answers)),
    authorities: toRecords(packet.authorities),
  };
  return { kind: question.name === query.name ? "reply" : "case", message };
}

function toRecords(answers: Answer[] | undefined): DnsRecord[] {
  return (answers ?? []).flatMap((answer) => toRecord(answer) ?? []);
}

/** Follows the CNAMEs from the question; anything else in the answer section was not asked for. */
function answersTo(query: DnsQuery, records: DnsRecord[]): DnsRecord[] {
  const kept: DnsRecord[] = [];
  const seen = new Set<string>();
  let owner = normalName(query.name);
  while (!seen.has(owner)) {
    seen.add(owner);
    kept.push(...records.filter(({ name, type }) => name === owner && type === query.type));
    const alias = records.find(({ name, type }) => name === owner && type === "CNAME");
    if (alias?.type !== "CNAME" || query.type === "CNAME") break;
    kept.push(alias);
    owner = alias.data;
  }
  return kept;
}

function randomCase(name: string): string {
  return normalName(name).replace(/[a-z]/g, (letter) => (randomInt(2) === 0 ? letter : letter.toUpperCase()));
}
