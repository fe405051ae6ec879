import { IPv4, IPv6, isValid, parse } from "ipaddr.js";

/**
 * Why an address that the network gave us must not be connected to: anything but public unicast. Without this, a
 * hostile domain could make us probe the network we run in.
 *
 * @returns one sentence, or undefined where the address is public or private ones are allowed.
 */
export function addressRefusal(address: string, allowPrivate = false): string | undefined {
  if (!isValid(address)) return `"${address}" is not an IP address`;
  if (allowPrivate) return undefined;
  const parsed = unwrap(parse(address));
  const range = parsed.range() === "unicast" && !isAssigned(parsed) ? "unassigned" : parsed.range();
  return range === "unicast" ? undefined : `${address} is not a public address (${rangeNames[range] ?? range})`;
}

/** IPv4 inside IPv6 (mapped, or NAT64 of RFC 6052) is judged as the IPv4 address that would be reached. */
function unwrap(address: IPv4 | IPv6): IPv4 | IPv6 {
  if (!(address instanceof IPv6)) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  return address.range() === "rfc6052" ? new IPv4(address.toByteArray().slice(12)) : address;
}

/** Global IPv6 addresses begin with 2000::/3; what is left below ::/8 are forms such as ::127.0.0.1 (RFC 4291 §2.5.5). */
function isAssigned(address: IPv4 | IPv6): boolean {
  return address instanceof IPv4 || ((address.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}

const rangeNames: Record<string, string> = {
  private: "private, RFC 1918",
  loopback: "loopback",
  linkLocal: "link-local",
  uniqueLocal: "unique local, RFC 4193",
  carrierGradeNat: "carrier-grade NAT, RFC 6598",
  unspecified: "unspecified",
  reserved: "reserved",
  unassigned: "outside of 2000::/3, RFC 4291 §2.5",
};
