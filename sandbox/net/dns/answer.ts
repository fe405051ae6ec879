/** One question to the sandbox's DNS, and what is answered: before it becomes octets. */
import type { ResourceRecord } from "./record";

/** RFC 1035 §4.1.1, RFC 6895. */
export const Rcode = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
export type RcodeName = keyof typeof Rcode;

export interface DnsQuery {
  /** Normal form. */
  name: string;
  /** As dns-packet names it: "TXT", "ANY", "UNKNOWN_65280". */
  type: string;
  transport: "udp" | "tcp";
  /** "resolver", or the host name of the authoritative server that was asked. */
  server: string;
  recursionDesired: boolean;
  checkingDisabled: boolean;
  /** The EDNS DO bit. */
  dnssecOk: boolean;
}

export interface DnsAnswer {
  rcode: RcodeName;
  authoritative: boolean;
  answers: ResourceRecord[];
  authorities: ResourceRecord[];
  additionals: ResourceRecord[];
}

export function emptyAnswer(rcode: RcodeName, authoritative = false): DnsAnswer {
  return { rcode, authoritative, answers: [], authorities: [], additionals: [] };
}
