import { isIPv4, isIPv6 } from "node:net";
import type { Call } from "./cloudflareDns";
import { CloudflareError } from "./errors";
import { CloudflareRecord, CloudflareZone } from "./state";

const proxiable = new Set(["A", "AAAA", "CNAME"]);
const sameName = "https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/";
/** Records a zone may hold (zones made since September 2024). */
const quotas = { free: 200, pro: 3500, business: 3500, enterprise: 3500 };

type Refusal = [code: number, detail: string];

/** Throws what Cloudflare has against a record that is to be written into the zone. */
export function checkRecord(
  call: Call,
  zone: CloudflareZone,
  record: CloudflareRecord,
  action: "create" | "update",
): void {
  const others = zone.records.filter((other) => other.id !== record.id);
  const refusal =
    checkForm(zone, record) ??
    checkContent(record) ??
    checkNeighbours(
      record,
      others.filter((other) => other.name === record.name),
    ) ??
    (action === "create" && others.length >= quotas[zone.plan ?? "free"] ? quotaExceeded : undefined);
  if (refusal) throw new CloudflareError(...call, 400, ...refusal);
}

const quotaExceeded: Refusal = [81045, "Record quota exceeded."];

function checkForm(zone: CloudflareZone, record: CloudflareRecord): Refusal | undefined {
  const { name, ttl, proxied, tags = [], comment = "" } = record;
  if (
    name.length > 253 ||
    !name.split(".").every((label) => /^(\*|[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)$/.test(label))
  ) {
    return [9000, "DNS name is invalid."];
  }
  const shortest = zone.plan === "enterprise" ? 30 : 60;
  if (ttl !== 1 && !(ttl >= shortest && ttl <= 86400)) {
    return [9021, `Invalid TTL. Must be between ${shortest} and 86,400 seconds, or 1 for Automatic.`];
  }
  if (proxied && !proxiable.has(record.type)) return [9004, "This record type cannot be proxied."];
  const free = (zone.plan ?? "free") === "free";
  if (free && tags.length > 0) {
    return [9300, `DNS record has ${tags.length} tags, exceeding the quota of 0.`];
  }
  const longest = free ? 100 : 500;
  return comment.length > longest
    ? [9301, `DNS record comment exceeds the maximum of ${longest} characters.`]
    : undefined;
}

function checkContent({ type, content, priority }: CloudflareRecord): Refusal | undefined {
  switch (type) {
    case "A":
      return isIPv4(content) ? undefined : [9005, "Content for A record must be a valid IPv4 address."];
    case "AAAA":
      return isIPv6(content) ? undefined : [9006, "Content for AAAA record must be a valid IPv6 address."];
    case "CNAME":
      return isHost(content) ? undefined : [9007, "Content for CNAME record is invalid."];
    case "MX":
      if (priority === undefined) return [9101, "priority is a required data field."];
      return isHost(content) || content === "" ? undefined : [9009, "Content for MX record must be a hostname."];
    default:
      return undefined;
  }
}

/** TXT and MX live beside anything; addresses and CNAMEs do not share a name, and nothing is there twice. */
function checkNeighbours(record: CloudflareRecord, neighbours: readonly CloudflareRecord[]): Refusal | undefined {
  const { type, content, priority } = record;
  if (neighbours.some((other) => other.type === type && other.content === content && other.priority === priority)) {
    return [81058, "An identical record already exists."];
  }
  const types = new Set(neighbours.map((other) => other.type));
  const refer = `For more details, refer to <${sameName}>.`;
  if (proxiable.has(type) && types.has("NS")) {
    return [81056, `NS records with that host already exist. ${refer}`];
  }
  if (type === "CNAME" && [...proxiable].some((other) => types.has(other))) {
    return [81053, `An A, AAAA, or CNAME record with that host already exists. ${refer}`];
  }
  if (proxiable.has(type) && types.has("CNAME")) {
    return [81054, `A CNAME record with that host already exists. ${refer}`];
  }
  return undefined;
}

function isHost(text: string): boolean {
  return text.length <= 253 && text.split(".").every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label));
}
