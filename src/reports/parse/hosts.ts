import { domainToASCII } from "node:url";
import { ownCopy } from "../ownCopy";

/** A host or domain as reports are compared by: lower case, A-labels, no trailing dot, no spaces around. */
export function normalHost(text: string): string {
  if (isPlain(text) && !text.endsWith(".")) return text;
  let host = text.trim().toLowerCase();
  if (host.endsWith(".")) host = host.slice(0, -1);
  // RFC 8460 §4.4 asks for A-labels; domainToASCII answers "" for what is no domain at all, and then the text stays.
  if (!isAscii(host)) host = domainToASCII(host) || host;
  return host;
}

/** The domain of a mail address, normalised; undefined when there is none. `mailto:` and `<…>` are tolerated. */
export function domainOfAddress(address: string): string | undefined {
  const known = recent.get(address);
  if (known !== undefined || recent.has(address)) return known;
  const own = ownCopy(address.slice(-LONGEST));
  const domain = domainOf(own);
  if (recent.size >= MOST_RECENT) recent.clear();
  if (own.length === address.length) recent.set(own, domain);
  return domain;
}

/** Thousands of reports share a few senders. */
const MOST_RECENT = 1000;
/** Characters of an address, from its end. A domain has 253; beyond ASCII it may be written with more. */
const LONGEST = 2000;
const recent = new Map<string, string | undefined>();

function domainOf(address: string): string | undefined {
  const at = address.lastIndexOf("@");
  if (at === -1) return undefined;
  const domain = normalHost(address.slice(at + 1).replace(/>\s*$/, ""));
  return /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/.test(domain) ? domain : undefined;
}

/** Most texts that are compared in lower case are so already: no upper case, no space, nothing beyond ASCII. */
export function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 0x20 || code > 0x7e || (code >= 0x41 && code <= 0x5a)) return false;
  }
  return true;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}
