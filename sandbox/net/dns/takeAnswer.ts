/** How a zone's word becomes part of the answer: servers and the resolver do it alike. */
import type { DnsAnswer } from "./answer";
import { normalName } from "./names";
import { negativeSoa, type Zone } from "./zone";
import type { ZoneAnswer } from "./zoneAnswers";

/**
 * Adds what the zone says to the answer.
 *
 * @returns the name to ask on for, where it is an alias; undefined where the answer is complete
 */
export function takeAnswer(
  answer: DnsAnswer,
  found: Exclude<ZoneAnswer, { kind: "referral" }>,
  zone: Zone,
): string | undefined {
  switch (found.kind) {
    case "records":
      answer.answers.push(...found.records);
      return undefined;
    case "alias":
      answer.answers.push(found.record);
      return normalName(found.target);
    case "noData":
    case "noName":
      answer.rcode = found.kind === "noName" ? "NXDOMAIN" : "NOERROR";
      answer.authorities.push(...negativeSoa(zone));
      return undefined;
  }
}
