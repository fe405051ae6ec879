/** Every zone of the sandbox's internet at this moment: the clouds', the extra ones, and their parents up to the root. */
import type { CloudState } from "../../cloud/state";
import { cloudflareZone } from "./cloudflareZone";
import type { Edges } from "./edgeAddresses";
import { type ExtraRecords, withExtraRecords } from "./extraRecords";
import { isWithin, normalName } from "./names";
import type { ResourceRecord } from "./record";
import { route53Zone } from "./route53Zone";
import { apexRecords, type Zone } from "./zone";

/** The servers of the root and of the top-level domains: they refer to the zones' own servers. */
export const PARENT_NAME_SERVER = "a.parent-servers.test";

export interface ZoneTable {
  /** The zone that the delegations from the root lead to; the root itself where nothing is delegated. */
  delegated(name: string): Zone | "lame";
  /** Every zone that a name server answers for, delegated to it or not. */
  servedBy(nameServer: string): Zone[];
  /** Whether this is the name of some zone's server. */
  isNameServer(name: string): boolean;
}

export interface ZoneSource {
  state: CloudState;
  extra: ExtraRecords;
  edges: Edges;
  /** Addresses behind a name, for Cloudflare's flattening of a CNAME at the apex. */
  flatten: (target: string) => ResourceRecord[];
}

/** The table is cheap: zones are views, read when asked. Make one per question, so that it shows the cloud as it is now. */
export function zoneTable({ state, extra, edges, flatten }: ZoneSource): ZoneTable {
  const all = [
    ...[...state.hostedZones.values()]
      .filter((zone) => !zone.private)
      .map((zone) => ({ id: zone.id, name: normalName(zone.name), view: () => route53Zone(zone, state, edges) })),
    ...[...state.cloudflareZones.values()].map((zone) => ({
      id: zone.id,
      name: normalName(zone.name),
      view: () => cloudflareZone(zone, state, edges, flatten),
    })),
  ].map(({ view, ...zone }) => ({ ...zone, view: () => withExtraRecords(view(), extra) }));
  const delegations = new Map([...state.delegations].map(([name, id]) => [normalName(name), id]));

  const cloudZone = (name: string): Zone | "lame" | undefined => {
    const within = all.filter((zone) => isWithin(name, zone.name));
    const delegatedNames = [...delegations.keys()].filter((zone) => isWithin(name, zone));
    const nearest = [...within.map((zone) => zone.name), ...delegatedNames].reduce(
      (best, zone) => (zone.length > best.length ? zone : best),
      "",
    );
    const extraApex = extra.apexOf(name);
    if (extraApex !== undefined && extraApex.length > nearest.length) return extra.zone(extraApex);
    if (nearest === "") return undefined;
    const candidates = within.filter((zone) => zone.name === nearest);
    const chosen = delegations.get(nearest);
    if (chosen === undefined) return candidates[0]?.view();
    return candidates.find((zone) => zone.id === chosen)?.view() ?? "lame";
  };

  const names = () => [...all.map((zone) => zone.name), ...extra.apexes()];
  const topLevel = (name: string): Zone => {
    const label = name.slice(name.lastIndexOf(".") + 1);
    const exists = label !== "" && names().some((zone) => isWithin(zone, label));
    return parentZone(exists ? label : "", names);
  };

  return {
    delegated: (name) => cloudZone(name) ?? topLevel(name),
    servedBy: (nameServer) => {
      if (nameServer === PARENT_NAME_SERVER) {
        const labels = new Set(["", ...names().map((zone) => zone.slice(zone.lastIndexOf(".") + 1))]);
        return [...labels].map((label) => parentZone(label, names));
      }
      const extras = [...extra.apexes()].filter((apex) => !all.some((zone) => zone.name === apex));
      return [...all.map((zone) => zone.view()), ...extras.map((apex) => extra.zone(apex))].filter((zone) =>
        zone.nameServers.includes(nameServer),
      );
    },
    isNameServer: (name) => {
      if (name === PARENT_NAME_SERVER) return true;
      const inCloud = [...state.hostedZones.values(), ...state.cloudflareZones.values()].some((zone) =>
        zone.nameServers.some((server) => normalName(server) === name),
      );
      return inCloud || [...extra.apexes()].some((apex) => extra.zone(apex).nameServers.includes(name));
    },
  };
}

/** The root or a top-level domain: nothing but its own SOA and NS, and the names that lead to the zones below. */
function parentZone(name: string, zones: () => string[]): Zone {
  const soa = { primary: PARENT_NAME_SERVER, mailbox: "hostmaster.parent-servers.test", ttl: 86_400, minimum: 900 };
  return {
    name,
    nameServers: [PARENT_NAME_SERVER],
    at: (owner) => (owner === name ? apexRecords(name, [PARENT_NAME_SERVER], soa) : []),
    has: (owner) => owner === name || zones().some((zone) => isWithin(zone, owner)),
  };
}
