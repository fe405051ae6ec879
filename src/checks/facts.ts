import type { CaaData } from "dns-packet";
import type { LiveMx } from "../net/liveMx";
import type { LiveTxt } from "../net/liveTxt";
import type { PolicyFetch } from "../net/policyFetch";
import type { SmtpProbe } from "../net/smtpProbe";
import type { ParsedPolicyFile, StsRecordSelection, TlsRptRecordSelection } from "../protocol";

/**
 * Everything that was collected about one domain: plain data, so that collecting (network) and judging (rules) are
 * apart and each rule is a pure function.
 */
export interface DomainFacts {
  /** A-labels, lower case. */
  domain: string;
  /** When the facts were collected. */
  now: Date;
  /** TXT at `_mta-sts`. The selection is over no texts where the look-up failed. */
  sts: { live: LiveTxt; selection: StsRecordSelection };
  /** TXT at `_smtp._tls`. */
  tlsRpt: { live: LiveTxt; selection: TlsRptRecordSelection };
  /** TXT at the domain itself. */
  apex: LiveTxt;
  /** TXT at a name nobody made: what comes back is a wildcard's. */
  random: LiveTxt;
  zone: ZoneFacts;
  host: HostFacts;
  /** The policy file, where one came with status 200; absent otherwise. */
  policy?: PolicyFacts;
  mx: LiveMx;
  /** One entry for each live MX host, as far as the limits go. */
  mxHosts: MxHostFacts[];
  rua: RuaFacts[];
  /** One entry for each address of each MX host, as far as the limits go; absent unless asked for. */
  smtp?: SmtpProbe[];
}

/** A set of name servers as one side gives it. */
export type NameServers = { ok: true; names: string[]; asked: string } | { ok: false; reason: string };

export interface ZoneFacts {
  /** The zone that holds the domain; absent where only an explicit resolver was asked. */
  name?: string;
  /** The NS set as the parent delegates it; absent where only an explicit resolver was asked. */
  parent?: NameServers;
  /** The NS set as the zone's own servers give it. */
  own?: NameServers;
  dnssec: { state: "secure" | "insecure" | "bogus" } | { state: "unknown"; reason: string };
  /** The CAA set that governs `mta-sts.<domain>` (RFC 8659 §3), and the name it stands at. */
  caa: { ok: true; at?: string; records: CaaData[] } | { ok: false; reason: string };
}

export interface HostFacts {
  /** `mta-sts.<domain>` */
  name: string;
  ipv4: string[];
  ipv6: string[];
  /** The names that CNAMEs lead to. */
  chain: string[];
  /** Whether the name exists in DNS; false as well where that is not known. */
  exists: boolean;
  /** Why it could not be looked up. */
  failure?: string;
  /** Where `--connect-to` leads, if given: then addresses do not matter. */
  connectTo?: string;
  /** One fetch for each address, as far as the limits go, or the one of `connectTo`. */
  fetches: PolicyFetch[];
  /** The same fetch by a client that calls itself a browser. */
  asBrowser?: PolicyFetch;
}

export interface PolicyFacts {
  bytes: Buffer;
  file: ParsedPolicyFile;
  lastModified?: Date;
}

export interface MxHostFacts {
  host: string;
  addresses: string[];
  /** Where it leads, if it is a CNAME. */
  chain: string[];
  /** Why its addresses could not be looked up. */
  failure?: string;
  /** TLSA records at `_25._tcp.<host>`; 0 where the look-up failed. */
  tlsa: number;
}

/** Where TLS reports go. */
export interface RuaFacts {
  uri: string;
  scheme: "mailto" | "https";
  /** The mail domain or the host. */
  target: string;
  /** Neither the domain itself nor above or below it. */
  external: boolean;
  /** Whether the target can take reports: an MX or an address. */
  reachable: "yes" | "no" | "unknown";
  seen: string;
}
