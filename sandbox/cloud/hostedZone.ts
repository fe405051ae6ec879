import { hex, hostedZoneId } from "./identifiers";
import { bareName } from "./names";
import type { HostedZone, Route53RecordSet } from "./state";

/** A hosted zone as Route 53 makes it: with the NS and SOA record sets of its apex. */
export function newHostedZone(zone: { name: string; id?: string; private?: boolean; comment?: string }): HostedZone {
  const id = zone.id ?? hostedZoneId();
  const name = bareName(zone.name);
  const nameServers = delegationSet(id);
  const soa = `${nameServers[0] ?? ""}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return {
    ...{ id, name, private: zone.private ?? false, nameServers },
    ...(zone.comment === undefined ? {} : { comment: zone.comment }),
    recordSets: [
      { name, type: "NS", ttl: 172800, values: nameServers.map((server) => `${server}.`) },
      { name, type: "SOA", ttl: 900, values: [soa] },
    ],
  };
}

/** The record sets that belong to the zone itself and go with it. */
export function isApexAuthority(set: Route53RecordSet, zone: HostedZone): boolean {
  return set.name === zone.name && (set.type === "NS" || set.type === "SOA");
}

/** Four servers that are this zone's alone, so that two zones of one name can disagree. */
function delegationSet(zoneId: string): string[] {
  const numbers = Buffer.from(hex(zoneId), "hex");
  return ["com", "net", "org", "co.uk"].map((suffix, index) => {
    const host = index * 512 + (numbers.readUInt16BE(index * 2) % 512);
    const cluster = String(numbers.readUInt8(8 + index) % 64).padStart(2, "0");
    return `ns-${host}.awsdns-${cluster}.${suffix}`;
  });
}
