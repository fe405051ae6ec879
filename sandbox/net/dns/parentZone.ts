/** The root and the top-level domains: nothing but their own SOA and NS, and the way to the zones below. */
import { isWithin } from "./names";
import { apexRecords, type Zone } from "./zone";

/** Their one server: it refers to the zones' own servers. */
export const PARENT_NAME_SERVER = "a.parent-servers.test";

const SOA = { primary: PARENT_NAME_SERVER, mailbox: "hostmaster.parent-servers.test", ttl: 86_400, minimum: 900 };

/** @param zoneNames of every zone there is: the names above them exist */
export function parentZone(name: string, zoneNames: () => readonly string[]): Zone {
  return {
    name,
    nameServers: [PARENT_NAME_SERVER],
    at: (owner) => (owner === name ? apexRecords(name, [PARENT_NAME_SERVER], SOA) : []),
    has: (owner) => owner === name || zoneNames().some((zone) => isWithin(zone, owner)),
  };
}
