import { countAt, type JsonObject, listAt, missing, objectAt, optionalString, requiredString } from "./fields";
import { normalHost } from "./hosts";
import type { Deviation, FailureDetail, ReportedPolicy } from "./model";
import { pathOf, type Place } from "./place";
import { policyStringsAt, stringsAt } from "./stringList";

/** One entry of `policies[]` (RFC 8460 §4.4). */
export function readPolicy(value: unknown, place: Place, deviations: Deviation[]): ReportedPolicy {
  const entry = objectAt(value, place.parent, place.step);
  const policy = objectAt(entry["policy"], place, "policy");
  const policyPlace: Place = { parent: place, step: "policy" };
  const typeName = requiredString(policy, "policy-type", policyPlace);
  const type = knownType(typeName);
  if (type === "other") deviations.push("policy-type-unknown");
  const details = readDetails(entry, place, deviations);
  const { successes, failures } = readSummary(entry, place, details, deviations);
  return {
    type,
    typeName,
    policyStrings: policyStringsAt(policy, policyPlace, deviations),
    domain: readDomain(policy, type, policyPlace, deviations),
    mxHosts: readMxHosts(policy, policyPlace, deviations),
    successes,
    failures,
    details,
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
  const domain = optionalString(policy, "policy-domain", place);
  if (domain !== undefined) return normalHost(domain);
  if (type !== "no-policy-found") throw missing(pathOf(place, "policy-domain"));
  deviations.push("policy-domain-missing");
  return undefined;
}

/** Google leaves counts of zero out; some leave the summary out. */
function readSummary(
  entry: JsonObject,
  parent: Place,
  details: readonly FailureDetail[],
  deviations: Deviation[],
): { successes: number; failures: number } {
  const value = entry["summary"];
  if (value === undefined || value === null) {
    deviations.push("summary-missing");
    return { successes: 0, failures: 0 };
  }
  const summary = objectAt(value, parent, "summary");
  const place: Place = { parent, step: "summary" };
  const successes = countAt(summary, "total-successful-session-count", place);
  const failures = countAt(summary, "total-failure-session-count", place);
  if (failures === undefined && details.length > 0) deviations.push("failure-count-missing");
  let described = 0;
  for (const detail of details) described += detail.sessions;
  if (failures !== undefined && described > failures) deviations.push("details-exceed-total");
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

function readDetails(entry: JsonObject, place: Place, deviations: Deviation[]): FailureDetail[] {
  const values = listAt(entry, "failure-details", place);
  if (values.length === 0) return [];
  const parent: Place = { parent: place, step: "failure-details" };
  return values.map((value, step) => readDetail(value, { parent, step }, deviations));
}

function readDetail(value: unknown, place: Place, deviations: Deviation[]): FailureDetail {
  const detail = objectAt(value, place.parent, place.step);
  let sessions = countAt(detail, "failed-session-count", place);
  if (sessions === undefined) {
    // A failure that is described has happened at least once.
    deviations.push("failure-count-missing");
    sessions = 1;
  }
  const receivingMx = optionalString(detail, "receiving-mx-hostname", place);
  return {
    resultType: optionalString(detail, "result-type", place)?.trim().toLowerCase() ?? "",
    sessions,
    receivingMx: receivingMx === undefined ? undefined : normalHost(receivingMx) || undefined,
    receivingIp: optionalString(detail, "receiving-ip", place),
    sendingIp: optionalString(detail, "sending-mta-ip", place),
    reasonCode: optionalString(detail, "failure-reason-code", place),
  };
}
