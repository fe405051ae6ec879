import { hostFault } from "./hostFaults";
import { readHost } from "./hostName";
import { parseList } from "./inputList";
import { problemOf, type Fault } from "./problem";
import { accept, refuse, type Result } from "./result";
import { ruaFault, type RuaFaultCode } from "./ruaFaults";

const URI_CHARACTERS = /^[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]*$/;
const AFTER_AUTHORITY = /^[^[\]]*$/;
const ATOM = '[^\\p{Cc}\\p{Cs}\\p{Z}()<>[\\]:;@\\\\,."]+';
const LOCAL_PART = new RegExp(`^(?:${ATOM}(?:\\.${ATOM})*|"(?:[^"\\\\\\p{Cc}\\p{Cs}]|\\\\[ -~])*")$`, "u");
// What a TXT record can hold (RFC 1035 §3.2.1: RDLENGTH has 16 bits), less a length byte for every 255 and the version.
const RUA_BYTES = 65000;
const RUA_LIMIT = 5000;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/**
 * Reads an address for reports: a `mailto:` or `https:` URI (RFC 8460 §3). Scheme and host get lower case; `,` `!` `;`,
 * which the record uses or could be taken for its syntax, are percent-encoded.
 *
 * @example parseRua("MAILTO:tls!1@Example.com", "rua[0]"); // { ok: true, value: "mailto:tls%211@example.com" }
 */
export function parseRua(value: unknown, path: string): Result<string> {
  if (typeof value !== "string") return refuse(path, value, ruaFault("type"));
  const read = readRua(value);
  return typeof read === "string"
    ? accept(read)
    : { ok: false, problems: read.map((fault) => problemOf(path, value, fault)) };
}

/** The normal form of a report URI, or what is wrong with it. */
export function readRua(text: string): string | Fault[] {
  const faults = uriFaults(text);
  if (faults.length > 0) return faults.map(ruaFault);
  const colon = text.indexOf(":");
  const rest = text.slice(colon + 1);
  return text.slice(0, colon).toLowerCase() === "mailto" ? readMailto(rest) : readHttps(rest);
}

function uriFaults(text: string): RuaFaultCode[] {
  if (text.trim() === "") return ["empty"];
  if (/,\s*(?:mailto|https):/i.test(text)) return ["several"];
  const faults: RuaFaultCode[] = [];
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(text)?.[0].toLowerCase();
  if (scheme === undefined) faults.push("scheme-missing");
  else if (scheme === "http") faults.push("http");
  else if (scheme !== "mailto" && scheme !== "https") faults.push("scheme");
  if (!URI_CHARACTERS.test(text)) faults.push("character");
  if (/%(?![0-9a-f]{2})/i.test(text)) faults.push("percent");
  if (text.includes("#")) faults.push("fragment");
  return faults;
}

function readMailto(rest: string): string | Fault[] {
  const [, address = "", query = ""] = /^([^?]*)(.*)$/s.exec(rest) ?? [];
  const [local = "", domain = "", ...more] = address.split("@");
  const decoded = percentDecode(local);
  const isLocal = decoded !== undefined && LOCAL_PART.test(decoded) && Buffer.byteLength(decoded) <= 64;
  if (!isLocal || local.startsWith("//") || domain === "" || more.length > 0) return [ruaFault("address")];
  if (!AFTER_AUTHORITY.test(query)) return [ruaFault("character")];
  const host = readHost(domain, { subject: "rua-host" });
  if (typeof host === "string") return `mailto:${encodeReserved(local)}@${host}${encodeReserved(query)}`;
  return domain.includes("!") ? [ruaFault("address")] : host.map((code) => hostFault("rua-host", code));
}

function readHttps(rest: string): string | Fault[] {
  const [, authority = "", path = ""] = /^\/\/([^/?]*)(.*)$/s.exec(rest) ?? [];
  if (authority === "" || authority.startsWith(":")) return [ruaFault("host")];
  if (authority.includes("@")) return [ruaFault("userinfo")];
  if (!AFTER_AUTHORITY.test(path)) return [ruaFault("character")];
  const [, name = "", port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(authority) ?? [];
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535))
    return [ruaFault("port")];
  const host = isIpAddress(name) ? name.toLowerCase() : readHost(name, { subject: "rua-host" });
  if (typeof host !== "string") return host.map((code) => hostFault("rua-host", code));
  return `https://${host}${port === undefined ? "" : `:${port}`}${encodeReserved(path)}`;
}

/** A literal address as a URI has it: dotted decimal, or IPv6 in brackets (RFC 3986 §3.2.2). */
function isIpAddress(host: string): boolean {
  return IPV4.test(host) || (/^\[[0-9a-f:.]+\]$/i.test(host) && URL.canParse(`https://${host}/`));
}

function percentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // not UTF-8
  }
}

function encodeReserved(text: string): string {
  return text.replace(/[,!;]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * Reads the list of addresses for reports: at least one, each as {@link parseRua} does. One given twice counts once;
 * the order is kept.
 */
export function parseRuaList(values: unknown, path: string): Result<string[]> {
  if (values === undefined || (Array.isArray(values) && values.length === 0))
    return refuse(path, values, ruaFault("missing"));
  const uris = parseList(values, path, parseRua, {
    notList: ruaFault("list"),
    limit: RUA_LIMIT,
    tooLong: ruaFault("size"),
  });
  if (!uris.ok) return uris;
  const unique = [...new Set(uris.value)];
  return unique.join(",").length > RUA_BYTES ? refuse(path, values, ruaFault("size")) : accept(unique);
}
