/** Every zone of the sandbox's internet at this moment: the clouds', the extra ones, and their parents up to the root. */
import type { CloudflareZone, CloudState, HostedZone } from "../../cloud/state";
import { cloudflareZone } from "./cloudflareZone";
import type { Edges } from "./edgeAddresses";
import { type ExtraRecords, withExtraRecords } from "./extraRecords";
import { nameAndAncestors, normalName, topLabel } from "./names";
import { PARENT_NAME_SERVER, parentZone } from "./parentZone";
import type { ResourceRecord } from "./record";
import { route53Zone } from "./route53Zone";
import type { Zone } from "./zone";

export interface ZoneTable {
  /**
   * The zone that the parents' delegations lead to: the nearest name in the cloud's `delegations`, or extra records. A
   * delegation to a zone that is not there, or is private, is "lame"; where nothing is delegated it is a parent zone.
   */
  delegated(name: string): Zone | "lame";
  /** The zone behind NS records inside of another zone, if one of those servers has it. */
  referredTo(name: string, nameServers: readonly string[]): Zone | undefined;
  /** Every zone that a name server answers for, delegated to it or not. */
  servedBy(nameServer: string): Zone[];
  /** Whether this is the name of some zone's server, and its address is not a record of any zone. */
  isNameServer(name: string): boolean;
}

export interface ZoneSource {
  state: CloudState;
  extra: ExtraRecords;
  edges: Edges;
  /** Addresses behind a name, for Cloudflare's flattening of a CNAME at the apex. */
  flatten: (target: string) => ResourceRecord[];
}

/** The table costs nothing: zones are views, read when asked, so that they show the cloud as it is at that moment. */
export function zoneTable({ state, extra, edges, flatten }: ZoneSource): ZoneTable {
  const view = (zone: HostedZone | CloudflareZone): Zone => {
    const own = "recordSets" in zone ? route53Zone(zone, state, edges) : cloudflareZone(zone, state, edges, flatten);
    return withExtraRecords(own, extra);
  };

  const delegated = (name: string): Zone | "lame" => {
    const extraApex = extra.apexOf(name) ?? "";
    for (const candidate of nameAndAncestors(name)) {
      const id = state.delegations.get(candidate);
      if (id !== undefined) {
        const zone = state.hostedZones.get(id) ?? state.cloudflareZones.get(id);
        const serves = zone && normalName(zone.name) === candidate && !isPrivate(zone);
        return serves ? view(zone) : "lame";
      }
      if (candidate === extraApex) return extra.zone(extraApex);
    }
    const label = topLabel(name);
    return parentZone(topLevels().has(label) ? label : "", zoneNames);
  };

  const zoneNames = () => [
    ...state.delegations.keys(),
    ...publicZones(state).map((zone) => normalName(zone.name)),
    ...extra.apexes(),
  ];
  const topLevels = () => new Set(["", ...zoneNames().map(topLabel)]);

  return {
    delegated,
    referredTo: (name, nameServers) => {
      const serves = (zone: HostedZone | CloudflareZone) =>
        zone.nameServers.some((server) => nameServers.includes(normalName(server)));
      const [zone] = publicZones(state, (other) => normalName(other.name) === name && serves(other));
      return zone && view(zone);
    },
    servedBy: (nameServer) => {
      if (nameServer === PARENT_NAME_SERVER) return [...topLevels()].map((label) => parentZone(label, zoneNames));
      const own = publicZones(state, (zone) => zone.nameServers.some((server) => normalName(server) === nameServer));
      const extras = extra.apexesServedBy(nameServer).map((apex) => extra.zone(apex));
      // Of two zones of one name, extra records are the lesser: they are part of the cloud's zone already.
      return [...own.map(view), ...extras.filter(({ name }) => !own.some((zone) => normalName(zone.name) === name))];
    },
    isNameServer: (name) => {
      if (name === PARENT_NAME_SERVER) return true;
      const zone = delegated(name);
      if (zone !== "lame" && topLabel(zone.name) !== zone.name && zone.has(name)) return false;
      if (extra.apexesServedBy(name).length > 0) return true;
      return (
        publicZones(state, ({ nameServers }) => nameServers.some((server) => normalName(server) === name)).length > 0
      );
    },
  };
}

/** The clouds' zones, delegated ones first: a server that has two of one name answers from that one. */
function publicZones(
  state: CloudState,
  keep: (zone: HostedZone | CloudflareZone) => boolean = () => true,
): (HostedZone | CloudflareZone)[] {
  const all = [...state.hostedZones.values(), ...state.cloudflareZones.values()];
  const kept = all.filter((zone) => !isPrivate(zone) && keep(zone));
  const isDelegated = (zone: HostedZone | CloudflareZone) => state.delegations.get(normalName(zone.name)) === zone.id;
  return kept.sort((a, b) => Number(isDelegated(b)) - Number(isDelegated(a)));
}

function isPrivate(zone: HostedZone | CloudflareZone): boolean {
  return "private" in zone && zone.private;
}
