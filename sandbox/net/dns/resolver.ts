/** The recursive resolver: follows delegations and aliases over all zones. It caches nothing. */
import { type DnsAnswer, emptyAnswer } from "./answer";
import { distributionNamed, type Edges, edgeRecords } from "./edgeAddresses";
import type { CloudState } from "../../cloud/state";
import { normalName } from "./names";
import type { ResourceRecord } from "./record";
import { negativeSoa } from "./zone";
import { answerInZone } from "./zoneAnswers";
import type { ZoneTable } from "./zoneTable";

/** An alias chain of more steps is a loop, as real resolvers see it. */
const ALIAS_LIMIT = 16;
/** Seconds; for the addresses of name servers. */
const NAME_SERVER_TTL = 3600;
/** Seconds; for a distribution's own name. */
const DISTRIBUTION_TTL = 60;

export interface ResolverWorld {
  table: ZoneTable;
  state: CloudState;
  edges: Edges;
  /** The address of an authoritative server, which is started by being asked for. */
  nameServerAddress: (name: string) => string;
}

export function resolve(world: ResolverWorld, name: string, type: string): DnsAnswer {
  const answer = emptyAnswer("NOERROR");
  let current = name;
  for (let hop = 0; hop < ALIAS_LIMIT; hop++) {
    const service = serviceRecords(world, current, type);
    if (service) {
      answer.answers.push(...service);
      return answer;
    }
    const zone = world.table.delegated(current);
    if (zone === "lame") return emptyAnswer("SERVFAIL");
    const found = answerInZone(zone, current, type);
    switch (found.kind) {
      case "records":
        answer.answers.push(...found.records);
        return answer;
      case "alias":
        answer.answers.push(found.record);
        current = normalName(found.target);
        continue;
      case "referral": // to servers that the sandbox has not got
        return emptyAnswer("SERVFAIL");
      case "noData":
      case "noName":
        answer.rcode = found.kind === "noName" ? "NXDOMAIN" : "NOERROR";
        answer.authorities.push(...negativeSoa(zone));
        return answer;
    }
  }
  return emptyAnswer("SERVFAIL");
}

/** Names that belong to the services themselves and to no zone. */
function serviceRecords(world: ResolverWorld, name: string, type: string): ResourceRecord[] | undefined {
  const ofType = (records: ResourceRecord[]) => records.filter((record) => type === "ANY" || record.type === type);
  if (distributionNamed(world.state, name)) return ofType(edgeRecords(name, world.edges.cloudfront, DISTRIBUTION_TTL));
  if (!world.table.isNameServer(name)) return undefined;
  const zone = world.table.delegated(name);
  if (zone !== "lame" && zone.has(name)) return undefined; // a server inside a zone of the sandbox has its records there
  if (type !== "A" && type !== "ANY") return [];
  return [{ name, type: "A", ttl: NAME_SERVER_TTL, data: world.nameServerAddress(name) }];
}
