/** The recursive resolver: follows delegations and aliases over all zones. It caches nothing. */
import { type DnsAnswer, emptyAnswer } from "./answer";
import { distributionNamed, type Edges, edgeRecords } from "./edgeAddresses";
import type { CloudState } from "../../cloud/state";
import { normalName } from "./names";
import type { ResourceRecord } from "./record";
import { takeAnswer } from "./takeAnswer";
import type { Zone } from "./zone";
import { answerInZone, type ZoneAnswer } from "./zoneAnswers";
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
    const { zone: holder, answer: found } = throughReferrals(world.table, zone, current, type);
    if (found.kind === "referral") return emptyAnswer("SERVFAIL"); // to servers that the sandbox has not got
    const target = takeAnswer(answer, found, holder);
    if (target === undefined) return answer;
    current = target;
  }
  return emptyAnswer("SERVFAIL");
}

/** Follows NS records inside of zones down to the zone that has the name, as far as the sandbox has it. */
function throughReferrals(
  table: ZoneTable,
  zone: Zone,
  name: string,
  type: string,
): { zone: Zone; answer: ZoneAnswer } {
  let holder = zone;
  for (;;) {
    const answer = answerInZone(holder, name, type);
    const cut = answer.kind === "referral" ? answer.records[0] : undefined;
    if (answer.kind !== "referral" || !cut) return { zone: holder, answer };
    const servers = answer.records.flatMap((record) => (record.type === "NS" ? [normalName(record.data)] : []));
    const child = table.referredTo(normalName(cut.name), servers);
    if (!child || child.name.length <= holder.name.length) return { zone: holder, answer };
    holder = child; // each step is a longer name: the loop ends
  }
}

/** Whether a question is for the address of a name server that no zone has a record for. */
export function asksForServer(table: ZoneTable, name: string, type: string): boolean {
  return (type === "A" || type === "AAAA" || type === "ANY") && table.isNameServer(name);
}

/** Names that belong to the services themselves and to no zone. */
function serviceRecords(world: ResolverWorld, name: string, type: string): ResourceRecord[] | undefined {
  const ofType = (records: ResourceRecord[]) => records.filter((record) => type === "ANY" || record.type === type);
  if (distributionNamed(world.state, name)) return ofType(edgeRecords(name, world.edges.cloudfront, DISTRIBUTION_TTL));
  if (!asksForServer(world.table, name, type)) return undefined;
  if (type === "AAAA") return [];
  return [{ name, type: "A", ttl: NAME_SERVER_TTL, data: world.nameServerAddress(name) }];
}
