import * as fc from "fast-check";
import { factsOf, type ReportFacts } from "../../../src/reports/read/facts";
import { handOver, takeOver } from "../../../src/reports/read/handOver";
import { parseReportInto } from "../../../src/reports/parse/parseReport";
import { FailureGrouper } from "../../../src/reports/read/failureGrouper";
import { judgeTrust } from "../../../src/reports/trust/trust";
import {
  bytesOf,
  failure,
  googleReport,
  type Json,
  mailRuReport,
  microsoftFetchError,
  microsoftReport,
} from "../support/samples";

function factsFrom(json: Json, label: string, trustedSource = true): ReportFacts {
  const report = parseReportInto(bytesOf(json), new FailureGrouper());
  const provenance = { label, trustedSource };
  return factsOf(report, provenance, judgeTrust(report, provenance));
}

/** The way that a message takes from one thread to another. */
function cross(facts: readonly ReportFacts[]): ReportFacts[] {
  return takeOver(structuredClone(handOver(facts)));
}

const SAMPLES = [
  factsFrom(googleReport(), "a.json"),
  factsFrom(googleReport({ contact: null }), "b.json"),
  factsFrom(microsoftReport({ failures: 3, details: [failure("validation-failure", undefined, 2, "why")] }), "c.json"),
  factsFrom(microsoftFetchError(), "d.json", false),
  factsFrom(mailRuReport(), "\u00fcml\u00e4ut/\u0000.json"),
  factsFrom({ ...googleReport(), policies: [] }, "f.json"),
];

test("what one thread hands over is what another takes over, of every kind of report", () => {
  expect(cross(SAMPLES)).toStrictEqual(SAMPLES);
  expect(cross([])).toEqual([]);
});

test("reports of any number and order come over unchanged", () => {
  const facts = fc
    .record({
      successes: fc.nat(),
      failures: fc.nat(1e9),
      contact: fc.option(fc.domain().map((domain) => `tls@${domain}`)),
      details: fc.array(
        fc
          .tuple(
            fc.constantFrom("certificate-expired", "", "nonsense"),
            fc.option(fc.domain()),
            fc.nat(1e6),
            fc.string(),
          )
          .map(([type, mx, sessions, reason]) => failure(type, mx ?? undefined, sessions, reason)),
        { maxLength: 6 },
      ),
    })
    .map((options) => factsFrom(mailRuReport(options), "x.json"));
  fc.assert(
    fc.property(fc.array(facts, { maxLength: 5 }), (list) => {
      expect(cross(list)).toStrictEqual(list);
    }),
  );
});

test("what reports repeat is one object again on the other side", () => {
  const [first, second] = cross([SAMPLES[4]!, factsFrom(mailRuReport({ id: "mr-2" }), "g.json")]);
  expect(second?.trust).toBe(first?.trust);
  expect(second?.entries[0]?.policy).toBe(first?.entries[0]?.policy);
  expect(second?.entries[0]?.groups[1]).toBe(first?.entries[0]?.groups[1]);
});
