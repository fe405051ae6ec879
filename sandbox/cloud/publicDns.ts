import { bareName, liesIn, nameAndParents } from "./names";
import { CloudflareZone, CloudState, HostedZone } from "./state";

/** How many CNAMEs a look-up follows. */
const hopLimit = 8;

/** The zone that resolvers are sent to for a name: the nearest one that its parent delegates to, if any. */
export function delegatedZone(state: CloudState, name: string): HostedZone | CloudflareZone | undefined {
  for (const candidate of nameAndParents(bareName(name))) {
    const id = state.delegations.get(candidate);
    if (id === undefined) continue;
    const zone = state.hostedZones.get(id) ?? state.cloudflareZones.get(id);
    if (zone && liesIn(bareName(name), zone.name) && !("private" in zone && zone.private)) return zone;
  }
  return undefined;
}

/** The record values that the public sees for a name and type, in presentation form. Follows CNAMEs. */
export function publicRecords(state: CloudState, name: string, type: string): string[] {
  let current = bareName(name);
  for (let hop = 0; hop <= hopLimit; hop++) {
    const zone = delegatedZone(state, current);
    if (!zone) return [];
    const values = zoneRecords(zone, current, type);
    if (values.length > 0 || type === "CNAME") return values;
    const alias = zoneRecords(zone, current, "CNAME")[0];
    if (alias === undefined) return [];
    current = bareName(alias);
  }
  return [];
}

function zoneRecords(zone: HostedZone | CloudflareZone, name: string, type: string): string[] {
  if ("recordSets" in zone) {
    const sets = zone.recordSets.filter((set) => set.name === name && set.type === type);
    return sets.flatMap((set) => (set.alias ? [set.alias.name] : set.values));
  }
  const records = zone.records.filter((record) => record.name === name && record.type === type);
  return records.map((record) =>
    record.priority === undefined ? record.content : `${record.priority} ${record.content}`,
  );
}
