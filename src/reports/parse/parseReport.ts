import { LIMITS } from "../limits";
import { parseDateTime } from "./dateTime";
import { DetailList, type DetailSink } from "./details";
import { type JsonObject, objectAt, optionalString, requiredString, wrongType } from "./fields";
import { domainOfAddress } from "./hosts";
import { parseJson } from "./json";
import type { Deviation, Report } from "./model";
import { type Place, ROOT } from "./place";
import { readPolicy } from "./policyEntry";
import { ReportError } from "./reportError";

const POLICIES: Place = { parent: ROOT, step: "policies" };
const DATE_RANGE: Place = { parent: ROOT, step: "date-range" };

/**
 * Reads one TLS-RPT report (RFC 8460 §4.4) from its JSON bytes, as strictly as a verdict needs and as leniently as real
 * reporters demand: the deviations of docs/reports.md are read rightly and listed; anything ambiguous is refused.
 *
 * @param bytes UTF-8 JSON, with or without a byte order mark.
 * @throws ReportError with the place, the value and the rule.
 * @example
 * const report = parseReport(fs.readFileSync("google.com!example.com!1704067200!1704153599!001.json"));
 * report.policies[0]?.successes; // 5326
 */
export function parseReport(bytes: Uint8Array): Report {
  return parseReportInto(bytes, new DetailList());
}

/** The same, with the failure details as the sink makes them. */
export function parseReportInto<Details>(bytes: Uint8Array, sink: DetailSink<Details>): Report<Details> {
  const deviations: Deviation[] = [];
  const document = objectAt(parseJson(withoutByteOrderMark(bytes, deviations)), ROOT, "the document");
  const list = document["policies"];
  if (!Array.isArray(list)) throw wrongType(list, "policies", "an array");
  if (list.length > LIMITS.policies) {
    throw new ReportError("too-large", `policies has ${list.length} items; at most ${LIMITS.policies} are read`);
  }
  const { start, end } = readDateRange(document, deviations);
  const contact = optionalString(document["contact-info"], ROOT, "contact-info");
  if (contact === undefined) deviations.push("contact-missing");
  const organization = optionalString(document["organization-name"], ROOT, "organization-name");
  if (organization === undefined) deviations.push("organization-missing");
  const reportId = requiredString(document["report-id"], ROOT, "report-id");
  const policies = list.map((policy, step) => readPolicy(policy, { parent: POLICIES, step }, deviations, sink));
  return {
    organization: organization ?? "",
    contact,
    contactDomain: contact === undefined ? undefined : domainOfAddress(contact),
    reportId,
    start,
    end,
    policies,
    deviations: deviations.length > 1 ? [...new Set(deviations)] : deviations,
  };
}

function withoutByteOrderMark(bytes: Uint8Array, deviations: Deviation[]): Buffer {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer[0] !== 0xef || buffer[1] !== 0xbb || buffer[2] !== 0xbf) return buffer;
  deviations.push("byte-order-mark");
  return buffer.subarray(3);
}

function readDateRange(document: JsonObject, deviations: Deviation[]): { start: number; end: number } {
  const range = objectAt(document["date-range"], ROOT, "date-range");
  const start = readTime(range["start-datetime"], "start-datetime", deviations);
  const end = readTime(range["end-datetime"], "end-datetime", deviations);
  if (end < start) throw new ReportError("bad-date", "date-range ends before it starts");
  return { start, end };
}

function readTime(value: unknown, key: string, deviations: Deviation[]): number {
  const { time, zoneMissing } = parseDateTime(requiredString(value, DATE_RANGE, key), key);
  if (zoneMissing) deviations.push("time-zone-missing");
  return time;
}
