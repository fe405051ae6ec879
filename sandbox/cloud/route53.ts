import { AwsError } from "./errors";
import { isApexAuthority, newHostedZone } from "./hostedZone";
import { bareName, liesIn } from "./names";
import { checkAliasTarget } from "./route53Alias";
import { checkValues } from "./route53Values";
import { CloudState, HostedZone, Route53RecordSet } from "./state";
import { formatStrings, quotedStrings } from "./txtStrings";

const service = "Route 53";

export type ChangeAction = "CREATE" | "UPSERT" | "DELETE";
export interface Change {
  action: ChangeAction;
  recordSet: Route53RecordSet;
}

/** Route 53: hosted zones of record sets, at most one set for each name and type. */
export class Route53 {
  constructor(private readonly state: CloudState) {}

  createHostedZone(zone: { name: string; id?: string; private?: boolean; comment?: string }): HostedZone {
    const created = newHostedZone(zone);
    this.state.hostedZones.set(created.id, created);
    return created;
  }

  getHostedZone(id: string): HostedZone {
    const zone = this.state.hostedZones.get(id.replace(/^\/hostedzone\//, ""));
    if (zone) return zone;
    throw new AwsError(service, "GetHostedZone", 404, "NoSuchHostedZone", `No hosted zone found with ID: ${id}`);
  }

  listHostedZones(): HostedZone[] {
    return [...this.state.hostedZones.values()];
  }

  deleteHostedZone(id: string): void {
    const zone = this.getHostedZone(id);
    if (zone.recordSets.some((set) => !isApexAuthority(set, zone))) {
      throw new AwsError(
        service,
        "DeleteHostedZone",
        400,
        "HostedZoneNotEmpty",
        "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
      );
    }
    this.state.hostedZones.delete(zone.id);
    for (const [name, delegatedTo] of this.state.delegations) {
      if (delegatedTo === zone.id) this.state.delegations.delete(name);
    }
  }

  findRecordSet(zoneId: string, name: string, type: string): Route53RecordSet | undefined {
    return find(this.getHostedZone(zoneId).recordSets, bareName(name), type);
  }

  /** All of the batch or nothing of it. Throws InvalidChangeBatch with every reason. */
  changeRecordSets(zoneId: string, changes: readonly Change[]): void {
    const zone = this.getHostedZone(zoneId);
    let sets = [...zone.recordSets];
    const problems: string[] = [];
    for (const { action, recordSet } of changes) {
      const wanted = normalize(recordSet);
      const existing = find(sets, wanted.name, wanted.type);
      if (action === "DELETE") {
        problems.push(...checkDelete(wanted, existing));
      } else {
        problems.push(...this.check(zone, sets, action, wanted, existing));
      }
      sets = sets.filter((set) => set !== existing);
      if (action !== "DELETE") sets.push(wanted);
    }
    if (problems.length > 0) {
      const detail = `[${problems.join(", ")}]`;
      throw new AwsError(service, "ChangeResourceRecordSets", 400, "InvalidChangeBatch", detail);
    }
    zone.recordSets = sets;
  }

  private check(
    zone: HostedZone,
    sets: readonly Route53RecordSet[],
    action: ChangeAction,
    wanted: Route53RecordSet,
    existing: Route53RecordSet | undefined,
  ): string[] {
    const { name, type } = wanted;
    if (!liesIn(name, zone.name)) {
      return [`RRSet with DNS name ${name}. is not permitted in zone ${zone.name}.`];
    }
    if (action === "CREATE" && existing) {
      return [`Tried to create resource record set [name='${name}.', type='${type}'] but it already exists`];
    }
    if (type === "CNAME" && name === zone.name) {
      return [`RRSet of type CNAME with DNS name ${name}. is not permitted at apex in zone ${zone.name}.`];
    }
    const beside = sets.filter((set) => set.name === name && set !== existing);
    if (type === "CNAME" && beside.length > 0) {
      return [
        `RRSet of type CNAME with DNS name ${name}. is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}.`,
      ];
    }
    if (beside.some((set) => set.type === "CNAME")) {
      return [
        `RRSet of type ${type} with DNS name ${name}. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone.name}.`,
      ];
    }
    return wanted.alias ? checkAliasTarget(this.state, zone, wanted, wanted.alias) : checkValues(wanted, action);
  }
}

function checkDelete(wanted: Route53RecordSet, existing: Route53RecordSet | undefined): string[] {
  const label = `[name='${wanted.name}.', type='${wanted.type}']`;
  if (!existing) return [`Tried to delete resource record set ${label} but it was not found`];
  const same = JSON.stringify([existing.ttl, existing.values]) === JSON.stringify([wanted.ttl, wanted.values]);
  return same
    ? []
    : [`Tried to delete resource record set ${label} but the values provided do not match the current values`];
}

function normalize(set: Route53RecordSet): Route53RecordSet {
  const text = (value: string): string => {
    const strings = quotedStrings(value);
    return strings ? formatStrings(strings) : value;
  };
  return { ...set, name: bareName(set.name), values: set.type === "TXT" ? set.values.map(text) : [...set.values] };
}

function find(sets: readonly Route53RecordSet[], name: string, type: string): Route53RecordSet | undefined {
  return sets.find((set) => set.name === name && set.type === type);
}
