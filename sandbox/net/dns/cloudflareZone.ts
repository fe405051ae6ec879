/** A Cloudflare zone as DNS serves it: proxied names and Worker custom domains answer with the edge's addresses. */
import type { CloudflareRecord, CloudflareZone, CloudState } from "../../cloud/state";
import { edgeRecords, type Edges } from "./edgeAddresses";
import { isWithin, normalName } from "./names";
import { recordFromValue, type ResourceRecord } from "./record";
import { apexRecords, type Zone } from "./zone";

/** Seconds; what "automatic" (1) means, and what proxied records always have. */
const AUTOMATIC_TTL = 300;

/** @param flatten addresses behind a CNAME at the apex, which Cloudflare answers in its place */
export function cloudflareZone(
  zone: CloudflareZone,
  state: CloudState,
  edges: Edges,
  flatten: (target: string) => ResourceRecord[],
): Zone {
  const name = normalName(zone.name);
  const nameServers = zone.nameServers.map(normalName);
  const customDomains = () =>
    [...state.workerCustomDomains.values()]
      .filter((domain) => domain.zoneId === zone.id)
      .map((domain) => normalName(domain.hostname));

  const recordsOf = (record: CloudflareRecord): ResourceRecord[] => {
    const owner = normalName(record.name);
    if (record.proxied) return edgeRecords(owner, edges.cloudflare, AUTOMATIC_TTL);
    if (record.type === "CNAME" && owner === name) {
      return flatten(normalName(record.content)).map((found) => ({ ...found, name: owner }));
    }
    const ttl = record.ttl === 1 ? AUTOMATIC_TTL : record.ttl;
    return [recordFromValue(owner, record.type, ttl, valueOf(record))];
  };

  const at = (owner: string) => {
    if (customDomains().includes(owner)) return edgeRecords(owner, edges.cloudflare, AUTOMATIC_TTL);
    return unique(zone.records.filter((record) => normalName(record.name) === owner).flatMap(recordsOf));
  };

  const apex = () => {
    const soa = { primary: nameServers[0] ?? "ns.invalid", mailbox: "dns.cloudflare.com", ttl: 1800, minimum: 1800 };
    return [...at(name), ...apexRecords(name, nameServers, soa)];
  };

  return {
    name,
    nameServers,
    at: (owner) => (owner === name ? apex() : at(owner)),
    has: (owner) =>
      owner === name ||
      zone.records.some((record) => isWithin(normalName(record.name), owner)) ||
      customDomains().some((hostname) => isWithin(hostname, owner)),
  };
}

/** Cloudflare keeps the preference of an MX beside its content. */
function valueOf({ type, content, priority }: CloudflareRecord): string {
  return type === "MX" ? `${priority ?? 0} ${content}` : content;
}

/** Several proxied records at one name still give each edge address once. */
function unique(records: ResourceRecord[]): ResourceRecord[] {
  return records.filter(
    (record, index) =>
      (record.type !== "A" && record.type !== "AAAA") ||
      records.findIndex((other) => other.type === record.type && other.data === record.data) === index,
  );
}
