import type { Cloud } from "./cloud";
import { bareName } from "./names";
import { formatStrings, quotedStrings } from "./txtStrings";

export interface PlainRecord {
  name: string;
  type: string;
  values: string[];
  /** Seconds. Default: 300. */
  ttl?: number;
  /** Cloudflare only. Default: false. */
  proxied?: boolean;
}

/** Sets the record set in Route 53, or adds records to it at Cloudflare, by zone id. */
export function putPlainRecord(cloud: Cloud, zoneId: string, record: PlainRecord): void {
  const { name, type, ttl = 300, proxied = false } = record;
  const values = type === "TXT" ? record.values.map(quote) : record.values;
  if (cloud.state.hostedZones.has(zoneId)) {
    cloud.route53.changeRecordSets(zoneId, [{ action: "UPSERT", recordSet: { name, type, ttl, values } }]);
    return;
  }
  for (const value of values) {
    const [, priority, host] = (type === "MX" ? /^(\d+)\s+(\S+)$/.exec(value) : null) ?? [];
    cloud.cloudflareDns.createRecord(zoneId, {
      ...{ name, type, ttl: proxied ? 1 : ttl, proxied, content: host ?? value },
      ...(priority === undefined ? {} : { priority: Number(priority) }),
    });
  }
}

/** Removes every record of the name and type, whoever made it. */
export function removePlainRecord(cloud: Cloud, zoneId: string, name: string, type: string): void {
  const matches = (record: { name: string; type: string }): boolean =>
    record.name === bareName(name) && record.type === type;
  const hosted = cloud.state.hostedZones.get(zoneId);
  if (hosted) hosted.recordSets = hosted.recordSets.filter((set) => !matches(set));
  const zone = cloud.state.cloudflareZones.get(zoneId);
  if (zone) zone.records = zone.records.filter((record) => !matches(record));
}

/** A plain text as quoted strings of at most 255 bytes; a value that is quoted already stays. */
function quote(value: string): string {
  if (quotedStrings(value)) return value;
  const escaped = value.replace(/["\\]/g, "\\$&");
  return formatStrings(escaped.match(/.{1,255}/gs) ?? [""]);
}
