import { type Described, type DetailSink, readDetails } from "./details";
import { countAt, type JsonObject, missing, objectAt, optionalString, requiredString } from "./fields";
import { normalHost } from "./hosts";
import type { Deviation, ReportedPolicy } from "./model";
import { pathOf, type Place } from "./place";
import { policyStringsAt, stringsAt } from "./stringList";

/** One entry of `policies[]` (RFC 8460 §4.4). */
export function readPolicy<Details>(
  value: unknown,
  place: Place,
  deviations: Deviation[],
  sink: DetailSink<Details>,
): ReportedPolicy<Details> {
  const entry = objectAt(value, place.parent, place.step);
  const policy = objectAt(entry["policy"], place, "policy");
  const policyPlace: Place = { parent: place, step: "policy" };
  const typeName = requiredString(policy["policy-type"], policyPlace, "policy-type");
  const type = knownType(typeName);
  if (type === "other") deviations.push("policy-type-unknown");
  const described = readDetails(entry["failure-details"], place, deviations, sink);
  const { successes, failures } = readSummary(entry["summary"], place, described, deviations);
  return {
    type,
    typeName,
    policyStrings: policyStringsAt(policy, policyPlace, deviations),
    domain: readDomain(policy, type, policyPlace, deviations),
    mxHosts: readMxHosts(policy, policyPlace, deviations),
    successes,
    failures,
    details: sink.done(),
  };
}

function knownType(name: string): ReportedPolicy["type"] {
  return name === "sts" || name === "tlsa" || name === "no-policy-found" ? name : "other";
}

/** Only a `no-policy-found` entry may leave its domain out: anything else would be failures of nobody. */
function readDomain(
  policy: JsonObject,
  type: ReportedPolicy["type"],
  place: Place,
  deviations: Deviation[],
): string | undefined {
  const domain = optionalString(policy["policy-domain"], place, "policy-domain");
  if (domain !== undefined) return normalHost(domain);
  if (type !== "no-policy-found") throw missing(pathOf(place, "policy-domain"));
  deviations.push("policy-domain-missing");
  return undefined;
}

/** Google leaves counts of zero out; some leave the summary out. */
function readSummary(
  value: unknown,
  parent: Place,
  described: Described,
  deviations: Deviation[],
): { successes: number; failures: number } {
  if (value === undefined || value === null) {
    deviations.push("summary-missing");
    return { successes: 0, failures: 0 };
  }
  const summary = objectAt(value, parent, "summary");
  const place: Place = { parent, step: "summary" };
  const successes = countAt(summary["total-successful-session-count"], place, "total-successful-session-count");
  const failures = countAt(summary["total-failure-session-count"], place, "total-failure-session-count");
  if (failures === undefined && described.count > 0) deviations.push("failure-count-missing");
  if (failures !== undefined && described.sessions > failures) deviations.push("details-exceed-total");
  return { successes: successes ?? 0, failures: failures ?? 0 };
}

function readMxHosts(policy: JsonObject, place: Place, deviations: Deviation[]): string[] {
  const hosts = policy["mx-host"];
  if ((hosts === undefined || hosts === null) && policy["mx-host-pattern"] !== undefined) {
    deviations.push("mx-host-pattern");
    return stringsAt(policy, "mx-host-pattern", place, "mx-host-not-list", deviations);
  }
  return stringsAt(policy, "mx-host", place, "mx-host-not-list", deviations);
}
