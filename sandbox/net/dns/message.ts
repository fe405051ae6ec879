/** DNS messages: octets to a question, an answer to octets (RFC 1035, EDNS of RFC 6891). */
import * as dnsPacket from "dns-packet";
import { type DnsAnswer, type DnsQuery, emptyAnswer, Rcode, type RcodeName } from "./answer";
import { fitsTheWire, normalName } from "./names";
import type { ResourceRecord } from "./record";

/** Octets of a UDP answer without EDNS (RFC 1035 §4.2.1), and the most with it (DNS flag day 2020). */
const PLAIN_UDP_LIMIT = 512;
const EDNS_UDP_LIMIT = 1232;
const MESSAGE_LIMIT = 65_535;
/** RFC 6891 §6.1.3: its upper eight bits go into the OPT record. */
const BADVERS = 16;

export interface DecodedQuery {
  packet: dnsPacket.DecodedPacket;
  question?: dnsPacket.Question;
  edns?: dnsPacket.OptAnswer;
  query: Omit<DnsQuery, "server">;
  /** Set where the message itself decides the answer. */
  refusal?: RcodeName | "BADVERS";
}

/** `undefined` for octets to which no server answers: too short, or themselves an answer. */
export function decodeQuery(octets: Buffer, transport: "udp" | "tcp"): DecodedQuery | undefined {
  if (octets.length < 12 || (octets.readUInt8(2) & 0x80) !== 0) return undefined;
  let packet: dnsPacket.DecodedPacket;
  try {
    packet = dnsPacket.decode(octets);
  } catch {
    const header = Buffer.alloc(12);
    octets.copy(header, 0, 0, 4);
    packet = dnsPacket.decode(header);
    return { packet, query: describe(packet, undefined, undefined, transport), refusal: "FORMERR" };
  }
  const question = packet.questions?.[0];
  const edns = packet.additionals?.find((record): record is dnsPacket.OptAnswer => record.type === "OPT");
  const decoded = { packet, question, edns, query: describe(packet, question, edns, transport) };
  const refusal = refusalOf(decoded);
  return refusal ? { ...decoded, refusal } : decoded;
}

function describe(
  packet: dnsPacket.DecodedPacket,
  question: dnsPacket.Question | undefined,
  edns: dnsPacket.OptAnswer | undefined,
  transport: "udp" | "tcp",
): Omit<DnsQuery, "server"> {
  return {
    name: normalName(question?.name === "." ? "" : (question?.name ?? "")),
    type: question?.type ?? "",
    transport,
    recursionDesired: packet.flag_rd,
    checkingDisabled: packet.flag_cd,
    dnssecOk: edns?.flag_do ?? false,
  };
}

function refusalOf({ packet, question, edns }: Omit<DecodedQuery, "query">): RcodeName | "BADVERS" | undefined {
  if ((((packet.flags ?? 0) >> 11) & 0xf) !== 0) return "NOTIMP";
  if (!question || packet.questions?.length !== 1) return "FORMERR";
  if (edns && edns.ednsVersion > 0) return "BADVERS";
  if (question.type === "AXFR" || question.type === "IXFR") return "REFUSED";
  return question.class === "IN" || question.class === "ANY" ? undefined : "REFUSED";
}

export interface EncodeOptions {
  recursionAvailable: boolean;
  authenticData?: boolean;
}

/** The answer's octets; over the size that the client's UDP takes: none of the records and the TC bit. */
export function encodeAnswer(decoded: DecodedQuery, answer: DnsAnswer, options: EncodeOptions): Buffer {
  const { packet, edns, query } = decoded;
  const flags =
    (answer.authoritative ? dnsPacket.AUTHORITATIVE_ANSWER : 0) |
    (options.recursionAvailable ? dnsPacket.RECURSION_AVAILABLE : 0) |
    (options.authenticData === true ? dnsPacket.AUTHENTIC_DATA : 0) |
    ((packet.flags ?? 0) & (dnsPacket.RECURSION_DESIRED | dnsPacket.CHECKING_DISABLED)) |
    Rcode[answer.rcode];
  const opt: dnsPacket.OptAnswer[] = edns ? [optRecord(edns, decoded.refusal === "BADVERS" ? BADVERS >> 4 : 0)] : [];
  const respell = spellLike(decoded.question?.name);
  const message = (contents: Partial<DnsAnswer>, more = 0) =>
    dnsPacket.encode({
      id: packet.id,
      type: "response",
      flags: flags | more,
      questions: decoded.question ? [decoded.question] : [],
      answers: (contents.answers ?? []).map(respell),
      authorities: contents.authorities ?? [],
      additionals: [...(contents.additionals ?? []), ...opt],
    });
  const limit = query.transport === "tcp" ? MESSAGE_LIMIT : udpLimit(edns);
  const records = [...answer.answers, ...answer.authorities, ...answer.additionals];
  const misfit = records.find((record) => !fitsTheWire(record.name));
  if (misfit) throw new RangeError(`${misfit.name} does not fit into a DNS message (RFC 1035 §2.3.4).`);
  const whole = message(answer);
  if (whole.length <= limit) return whole;
  if (query.transport === "tcp") return encodeAnswer(decoded, emptyAnswer("SERVFAIL"), options);
  return message({}, dnsPacket.TRUNCATED_RESPONSE);
}

function udpLimit(edns: dnsPacket.OptAnswer | undefined): number {
  return edns ? Math.min(Math.max(edns.udpPayloadSize, PLAIN_UDP_LIMIT), EDNS_UDP_LIMIT) : PLAIN_UDP_LIMIT;
}

function optRecord(edns: dnsPacket.OptAnswer, extendedRcode: number): dnsPacket.OptAnswer {
  return {
    type: "OPT",
    name: ".",
    udpPayloadSize: EDNS_UDP_LIMIT,
    extendedRcode,
    ednsVersion: 0,
    flags: edns.flag_do ? dnsPacket.DNSSEC_OK : 0,
    flag_do: edns.flag_do,
    options: [],
  };
}

/** Clients that mix upper and lower case to detect forgery expect their own spelling back. */
function spellLike(name: string | undefined): (record: ResourceRecord) => ResourceRecord {
  return (record) =>
    name !== undefined && normalName(name) === normalName(record.name) ? { ...record, name } : record;
}
