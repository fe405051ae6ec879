/** One authoritative server: it answers for its own zones, refers to what they have given away, refuses the rest. */
import { type DnsAnswer, emptyAnswer } from "./answer";
import { isWithin } from "./names";
import type { ResourceRecord } from "./record";
import { takeAnswer } from "./takeAnswer";
import type { Zone } from "./zone";
import { answerInZone } from "./zoneAnswers";
import type { ZoneTable } from "./zoneTable";

/** Aliases are followed inside the server's zones only; the resolver does the rest. */
const ALIAS_LIMIT = 8;

export function answerAuthoritatively(table: ZoneTable, server: string, name: string, type: string): DnsAnswer {
  const zones = table.servedBy(server);
  const first = zoneOf(zones, name);
  if (!first) return emptyAnswer("REFUSED");
  const answer = emptyAnswer("NOERROR", true);
  let current = name;
  for (let hop = 0; hop < ALIAS_LIMIT; hop++) {
    const zone = zoneOf(zones, current);
    if (!zone) return answer; // the alias leads elsewhere
    const given = givenAway(table, zone, current, type);
    if (given) return { ...answer, authoritative: hop > 0, authorities: given };
    const found = answerInZone(zone, current, type);
    if (found.kind === "referral") return { ...answer, authoritative: hop > 0, authorities: found.records };
    const target = takeAnswer(answer, found, zone);
    if (target === undefined) return answer;
    current = target;
  }
  return answer;
}

function zoneOf(zones: readonly Zone[], name: string): Zone | undefined {
  const within = zones.filter((zone) => isWithin(name, zone.name));
  return within.reduce<Zone | undefined>(
    (best, zone) => (!best || zone.name.length > best.name.length ? zone : best),
    undefined,
  );
}

/** The NS records of a zone below ours to which the name is delegated; a DS is asked of the parent (RFC 4035 §3.1.4.1). */
function givenAway(table: ZoneTable, zone: Zone, name: string, type: string): ResourceRecord[] | undefined {
  const child = table.delegated(name);
  if (child === "lame" || child.name.length <= zone.name.length || !isWithin(child.name, zone.name)) return undefined;
  if (type === "DS" && child.name === name) return undefined;
  return child.nameServers.map((data) => ({ name: child.name, type: "NS", ttl: 172_800, data }));
}
