import { domainToASCII, domainToUnicode } from "node:url";
import { hostFault, type HostFaultCode, type HostSubject } from "./hostFaults";
import { problemOf } from "./problem";
import { accept, type Result } from "./result";

/** Octets of a name in DNS, written without the trailing dot (RFC 1035 §2.3.4). */
export const NAME_LIMIT = 253;
/** The longest record name made for a domain is `_smtp._tls.<domain>` (RFC 8460 §3). */
const DOMAIN_LIMIT = NAME_LIMIT - "_smtp._tls.".length;
// No name of 253 octets needs more; keeps hostile values out of IDN processing.
const INPUT_LIMIT = 1000;

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const IPV6 = /^\[?(?=[^\]]*:[^\]]*:)[0-9a-f:.]+(?:%\w+)?\]?(?::\d+)?$/i;

/**
 * Reads a mail domain: lower case, without trailing dot, Unicode as A-labels (RFC 5890 §2.3.2.1). It needs at least two
 * labels, and at most 242 octets, because `_smtp._tls.` goes in front of it.
 *
 * @example parseDomain("Bücher.Example.", "domain"); // { ok: true, value: "xn--bcher-kva.example" }
 */
export function parseDomain(value: unknown, path: string): Result<string> {
  return parseHost(value, path, { subject: "domain", limit: DOMAIN_LIMIT });
}

export interface HostOptions {
  subject: HostSubject;
  /** Octets that the name may have, 253 by default. */
  limit?: number;
  /** Labels that it must have, 2 by default. */
  minLabels?: number;
}

/** {@link parseDomain} for any kind of host name; problem codes start with the subject. */
export function parseHost(value: unknown, path: string, options: HostOptions): Result<string> {
  const read = readHost(value, options);
  if (typeof read === "string") return accept(read);
  return { ok: false, problems: read.map((code) => problemOf(path, value, hostFault(options.subject, code))) };
}

/** The normal form of a host name, or what is wrong with it. */
export function readHost(value: unknown, { limit = NAME_LIMIT, minLabels = 2 }: HostOptions): string | HostFaultCode[] {
  if (typeof value !== "string") return ["type"];
  const shape = shapeFault(value);
  if (shape) return [shape];
  const characters = characterFaults(value);
  if (characters.length > 0)
    return [...characters, ...labelFaults(value, limit, 1).filter((code) => STRUCTURE.has(code))];
  const ascii = toAscii(value);
  if (ascii === undefined) return ["idn"];
  const host = ascii.toLowerCase().replace(/\.$/, "");
  const faults = labelFaults(host, limit, minLabels);
  return faults.length > 0 ? faults : host;
}

/** What can be said of labels even if they have characters that they must not have. */
const STRUCTURE = new Set<HostFaultCode>(["empty-label", "hyphen", "label-length"]);

/** Something that is not a host name at all: one problem says it best. */
function shapeFault(text: string): HostFaultCode | undefined {
  if (text === "" || text === ".") return "empty";
  if (text.length > INPUT_LIMIT) return "length";
  if (text.includes("://") || text.startsWith("//")) return "url";
  if (text.includes("@")) return "mailbox";
  if (IPV6.test(text) || /^\[.*\]$/.test(text)) return "ip-address";
  if (/:\d*$/.test(text)) return "port";
  if (/[/?#]/.test(text)) return "url";
  return undefined;
}

/**
 * Characters that cannot be in a host name. This goes first because IDN processing as URLs do it drops or decodes
 * some (`%41`, tab, soft hyphen, what follows a slash) and would make another name of the user's.
 */
function characterFaults(text: string): HostFaultCode[] {
  const faults: HostFaultCode[] = [];
  if (text.includes("*")) faults.push("wildcard");
  if (text.includes("_")) faults.push("underscore");
  // Joiners (U+200C, U+200D) have their place in some scripts; IDN processing checks where.
  if (/[^\w.*\u0080-\u{10FFFF}-]|(?![\u200C\u200D])\p{Default_Ignorable_Code_Point}|\p{Cs}|\p{Cc}/u.test(text))
    faults.push("character");
  return faults;
}

/** A-labels for Unicode labels, checked if they are given; undefined if IDNA refuses a label or a character. */
export function toAscii(text: string): string | undefined {
  const isPlain = /^\p{ASCII}*$/u.test(text) && !/(?:^|\.)xn--/i.test(text);
  if (isPlain) return text;
  return characterFaults(text).length > 0 ? undefined : domainToASCII(text) || undefined;
}

function labelFaults(host: string, limit: number, minLabels: number): HostFaultCode[] {
  if (host === "") return ["empty"];
  const labels = host.split(".");
  const faults = new Set<HostFaultCode>();
  for (const label of labels) {
    if (label === "") faults.add("empty-label");
    else if (label.length > 63) faults.add("label-length");
    else if (/^-|-$/.test(label)) faults.add("hyphen");
    else if (label.includes("*")) faults.add("wildcard");
    else if (!LABEL.test(label)) faults.add("character");
  }
  if (host.length > limit) faults.add("length");
  if (endsInNumber(labels)) faults.add("ip-address");
  else if (labels.length < minLabels) faults.add("single-label");
  return [...faults];
}

/** IPv4 in any notation (`192.0.2.1`, `0x7f.1`): no top-level domain is a number (RFC 1123 §2.1). */
function endsInNumber(labels: readonly string[]): boolean {
  return /^(?:\d+|0x[0-9a-f]*)$/i.test(labels.at(-1) ?? "");
}

/**
 * Whether a text is a `Domain` of RFC 5321 §4.1.2 that DNS can hold: letters, digits and inner hyphens, labels of at
 * most 63 octets, 253 in all, no trailing dot, and not an IP address. Case and number of labels do not matter.
 */
export function isDomain(text: string): boolean {
  return (
    text.length <= NAME_LIMIT && text.split(".").every((label) => LABEL.test(label)) && !endsInNumber(text.split("."))
  );
}

/** A host name or MX pattern for people to read: A-labels as Unicode. Anything else is given back as it is. */
export function toUnicode(host: string): string {
  const wildcard = host.startsWith("*.") ? "*." : "";
  const name = host.slice(wildcard.length).replace(/\.$/, "");
  if (!isDomain(name)) return host;
  const unicode = domainToUnicode(name);
  return unicode === "" ? host : wildcard + unicode;
}
