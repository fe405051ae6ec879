/** A Route 53 hosted zone as DNS serves it. */
import type { CloudState, HostedZone, Route53RecordSet } from "../../cloud/state";
import { distributionNamed, edgeRecords, type Edges } from "./edgeAddresses";
import { isWithin, normalName } from "./names";
import { recordFromValue, type ResourceRecord } from "./record";
import { apexRecords, type Zone } from "./zone";

/** Seconds; Route 53 gives an alias to CloudFront this TTL. */
const ALIAS_TTL = 60;

export function route53Zone(zone: HostedZone, state: CloudState, edges: Edges): Zone {
  const name = normalName(zone.name);
  const nameServers = zone.nameServers.map(normalName);
  const setsAt = (owner: string) => zone.recordSets.filter((set) => normalName(set.name) === owner);

  const recordsOf = (set: Route53RecordSet, hops = 0): ResourceRecord[] => {
    const owner = normalName(set.name);
    if (!set.alias)
      return set.values.map((value) => recordFromValue(owner, set.type, set.ttl ?? 300, value, { radix: 8 }));
    const target = normalName(set.alias.name);
    const found = distributionNamed(state, target)
      ? edgeRecords(owner, edges.cloudfront, ALIAS_TTL)
      : isWithin(target, name) && hops < 8
        ? setsAt(target).flatMap((next) => recordsOf(next, hops + 1))
        : [];
    return found.filter(({ type }) => type === set.type).map((record) => ({ ...record, name: owner }));
  };

  const apex = () => {
    const own = setsAt(name).flatMap((set) => recordsOf(set));
    const primary = nameServers[0] ?? "ns.invalid";
    const given = apexRecords(name, nameServers, {
      primary,
      mailbox: "awsdns-hostmaster.amazon.com",
      ttl: 900,
      minimum: 86_400,
    });
    return [...own, ...given.filter(({ type }) => !own.some((record) => record.type === type))];
  };

  return {
    name,
    nameServers,
    at: (owner) => (owner === name ? apex() : setsAt(owner).flatMap((set) => recordsOf(set))),
    has: (owner) => owner === name || zone.recordSets.some((set) => isWithin(normalName(set.name), owner)),
  };
}
