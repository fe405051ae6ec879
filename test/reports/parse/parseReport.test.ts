import fc from "fast-check";
import type { Report } from "../../../src/reports/parse/model";
import { parseReport } from "../../../src/reports/parse/parseReport";
import { ReportError, type ReportErrorCode } from "../../../src/reports/parse/reportError";
import {
  bytesOf,
  googleReport,
  type Json,
  mailRuReport,
  microsoftFetchError,
  microsoftReport,
} from "../support/samples";

function refusal(bytes: Buffer | string): ReportError {
  try {
    parseReport(Buffer.from(bytes));
  } catch (error) {
    if (error instanceof ReportError) return error;
    throw error;
  }
  throw new Error("was read");
}

/** The report with one place of it changed, by a path like `policies.0.summary`. */
function withChange(report: Json, path: string, value: unknown): Buffer {
  const copy = JSON.parse(JSON.stringify(report)) as Json;
  const steps = path.split(".");
  const last = steps.pop()!;
  const parent = steps.reduce((at, step) => at[step] as Json, copy);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return bytesOf(copy);
}

const read = (report: Json): Report => parseReport(bytesOf(report));

describe("reports in the shape of real reporters", () => {
  test("the example of RFC 8460, with mx-host as a string (erratum 6241), is read", () => {
    const example = withChange(
      googleReport({ successes: 5326, failures: 303, organization: "Company-X" }),
      "policies.0.policy.mx-host",
      "*.mail.company-y.example",
    );
    const report = parseReport(example);
    expect(report.policies[0]).toMatchObject({
      successes: 5326,
      failures: 303,
      mxHosts: ["*.mail.company-y.example"],
    });
    expect(report.deviations).toEqual(["mx-host-not-list"]);
  });

  test("Google's left out counts are zero", () => {
    const report = read(googleReport({ successes: 0 }));
    expect(report.policies[0]).toMatchObject({ successes: 0, failures: 0, details: [], mxHosts: [] });
    expect(report.contactDomain).toBe("google.com");
    expect(report.deviations).toEqual([]);
  });

  test("Microsoft's date-times without a zone are UTC, and its tlsa policy-string is unpacked", () => {
    const report = read(microsoftReport());
    expect(new Date(report.start).toISOString()).toBe("2026-03-01T00:00:00.000Z");
    expect(report.policies[1]?.policyStrings).toEqual(["3 1 1 0F9BA6", "3 1 1 AA01"]);
    expect(report.deviations).toEqual(["time-zone-missing", "policy-string-is-json"]);
  });

  test("Microsoft's fetch error without address, MX and policy-string is read", () => {
    expect(read(microsoftFetchError()).policies[0]).toMatchObject({
      policyStrings: [],
      failures: 5,
      details: [{ resultType: "sts-policy-fetch-error", sessions: 5, receivingMx: undefined }],
    });
  });

  test("mail.ru's range to 00:00 of the next day and details above the total are read", () => {
    const report = read(mailRuReport());
    expect(new Date(report.end).toISOString()).toBe("2026-03-02T00:00:00.000Z");
    expect(report.deviations).toEqual(["details-exceed-total"]);
  });

  test.each<[string, string, unknown, Partial<Report> | undefined, string]>([
    ["contact-info null", "contact-info", null, { contact: undefined, contactDomain: undefined }, "contact-missing"],
    ["no organization", "organization-name", undefined, { organization: "" }, "organization-missing"],
    ["unknown policy type", "policies.0.policy.policy-type", "mta-sts2", undefined, "policy-type-unknown"],
    ["mx-host-pattern", "policies.0.policy.mx-host-pattern", ["*.example.com"], undefined, "mx-host-pattern"],
    [
      "policy-string as a string",
      "policies.0.policy.policy-string",
      "version: STSv1",
      undefined,
      "policy-string-not-list",
    ],
    ["no summary", "policies.0.summary", undefined, undefined, "summary-missing"],
    [
      "a detail without a count",
      "policies.0.failure-details",
      [{ "result-type": "x" }],
      undefined,
      "failure-count-missing",
    ],
  ])("%s is read and listed as a deviation", (_name, path, value, expected, deviation) => {
    const report = parseReport(withChange(googleReport(), path, value));
    expect(report.deviations).toContain(deviation);
    if (expected) expect(report).toMatchObject(expected);
  });

  test("a missing policy-domain is read for no-policy-found and refused for sts", () => {
    const none = googleReport();
    none["policies"] = [
      { policy: { "policy-type": "no-policy-found" }, summary: { "total-successful-session-count": 3 } },
    ];
    expect(read(none).policies[0]).toMatchObject({ type: "no-policy-found", domain: undefined, successes: 3 });
    const sts = refusal(withChange(googleReport(), "policies.0.policy.policy-domain", undefined));
    expect(sts.message).toBe("policies[0].policy.policy-domain is missing (RFC 8460 §4.4)");
  });

  test("a byte order mark is skipped", () => {
    const report = parseReport(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(googleReport())]));
    expect(report.deviations).toEqual(["byte-order-mark"]);
  });

  test.each([
    ["MX1.Example.COM.", "mx1.example.com"],
    [" mx1.example.com ", "mx1.example.com"],
    ["mx.bücher.example", "mx.xn--bcher-kva.example"],
    ["__proto__", "__proto__"],
    ["constructor", "constructor"],
  ])("the host %j is compared as %j", (given, normal) => {
    const details = [
      { "result-type": "certificate-expired", "receiving-mx-hostname": given, "failed-session-count": 1 },
    ];
    expect(read(googleReport({ details })).policies[0]?.details[0]?.receivingMx).toBe(normal);
    expect(read(googleReport({ domain: given })).policies[0]?.domain).toBe(normal);
  });
});

describe("what is refused", () => {
  test.each<[string, string, unknown, ReportErrorCode]>([
    ["a negative count", "policies.0.summary.total-failure-session-count", -1, "bad-count"],
    ["a fraction", "policies.0.summary.total-failure-session-count", 0.5, "bad-count"],
    ["a count as a string", "policies.0.summary.total-failure-session-count", "0", "bad-count"],
    ["a count of null", "policies.0.summary.total-failure-session-count", null, "bad-count"],
    ["an absurd count", "policies.0.summary.total-successful-session-count", 1e300, "bad-count"],
    ["a negative detail", "policies.0.failure-details", [{ "failed-session-count": -3 }], "bad-count"],
    ["policies as an object", "policies", {}, "bad-field"],
    ["policies null", "policies", null, "bad-field"],
    ["no policies", "policies", undefined, "not-a-report"],
    ["a policy of null", "policies", [null], "bad-field"],
    ["details as a string", "policies.0.failure-details", "none", "bad-field"],
    ["a detail of a number", "policies.0.failure-details", [7], "bad-field"],
    ["a summary of a list", "policies.0.summary", [], "bad-field"],
    ["a policy type of a number", "policies.0.policy.policy-type", 1, "bad-field"],
    ["a policy-string of numbers", "policies.0.policy.policy-string", [1], "bad-field"],
    ["no report-id", "report-id", undefined, "not-a-report"],
    ["a report-id of a list", "report-id", ["a"], "bad-field"],
    ["an endless report-id", "report-id", "x".repeat(5000), "too-large"],
    ["no date-range", "date-range", undefined, "not-a-report"],
    ["an impossible day", "date-range.start-datetime", "2026-02-30T00:00:00Z", "bad-date"],
    ["a date alone", "date-range.start-datetime", "2026-02-03", "bad-date"],
    ["a range backwards", "date-range.end-datetime", "2020-01-01T00:00:00Z", "bad-date"],
    ["a time of year 0", "date-range.start-datetime", "0000-01-01T00:00:00Z", "bad-date"],
  ])("%s", (_name, path, value, code) => {
    expect(refusal(withChange(googleReport(), path, value)).code).toBe(code);
  });

  test.each([
    ["nothing", "", "not-json"],
    ["a list", "[]", "bad-field"],
    ["null", "null", "bad-field"],
    ["an empty object", "{}", "not-a-report"],
    ["two documents", "{}{}", "not-json"],
    ["one of UTF-16", Buffer.from("\ufeff{}", "utf16le"), "not-json"],
  ])("%s", (_name, text, code) => {
    expect(refusal(text).code).toBe(code);
  });

  test.each([
    ['a second "policies": []', (text: string) => `${text.slice(0, -1)},"policies":[]}`],
    ["an escaped twin", (text: string) => `${text.slice(0, -1)},"pol\\u0069cies":[]}`],
    ["a twin deep inside", (text: string) => text.replace('"summary":{', '"summary":{"a":1,"a":1,')],
    ["__proto__ twice", (text: string) => `${text.slice(0, -1)},"__proto__":[],"__proto__":1}`],
  ])("a duplicate key: %s", (_name, change) => {
    expect(refusal(change(JSON.stringify(googleReport()))).code).toBe("duplicate-key");
  });

  test("nesting of a million levels is refused within a second", () => {
    const started = performance.now();
    expect(refusal(`{"policies":${"[".repeat(1e6)}${"]".repeat(1e6)}}`).code).toBe("too-deep");
    expect(refusal("[".repeat(1e6)).code).toBe("too-deep");
    expect(refusal('{"a":'.repeat(60_000)).code).toBe("not-json");
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("a text made of empty values is refused before it fills the memory", () => {
    expect(refusal(`{"policies":[${"[],".repeat(2e6)}[]]}`).code).toBe("too-large");
  });
});

describe("duplicate keys are found in any JSON, and only there", () => {
  const key = fc.oneof(fc.constantFrom("a", "__proto__", "constructor", '"', "\\", 'x\\"', "é", "1"), fc.string());
  const value = fc.jsonValue({ maxDepth: 3 });

  test("an object with distinct keys is never called a duplicate, with any spacing", () => {
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, 4), (extra, indent) => {
        const text = JSON.stringify({ ...googleReport(), extra }, undefined, indent);
        expect(parseReport(Buffer.from(text)).reportId).toBe("2026-03-01T00:00:00Z_example.com");
      }),
    );
  });

  test("one key written twice is always found", () => {
    fc.assert(
      fc.property(key, value, value, value, (name, first, second, between) => {
        const twin = JSON.stringify(name);
        const object = `{${twin}:${JSON.stringify(first)},"#between":${JSON.stringify(between)},${twin}:${JSON.stringify(second)}}`;
        const text = `{"extra":[1,${name === "#between" ? '{"a":1,"a":2}' : object}],${JSON.stringify(googleReport()).slice(1)}`;
        expect(refusal(text).code).toBe("duplicate-key");
      }),
    );
  });

  test("hostile keys change nothing: no prototype is touched", () => {
    const text = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},${JSON.stringify(googleReport()).slice(1)}`;
    expect(parseReport(Buffer.from(text)).policies).toHaveLength(1);
    expect(({} as Json)["polluted"]).toBeUndefined();
  });
});

test("every byte offset in memory gives the same answer", () => {
  const text = bytesOf(googleReport());
  const memory = Buffer.alloc(text.length + 16, 0x22);
  for (let offset = 0; offset < 8; offset++) {
    text.copy(memory, offset);
    expect(parseReport(memory.subarray(offset, offset + text.length)).policies).toHaveLength(1);
  }
});
