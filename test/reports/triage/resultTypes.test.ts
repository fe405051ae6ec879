import { resultTypes } from "../../../src/reports/triage/resultTypes";
import { advise } from "../../../src/reports/triage/advice";
import { classify, type FailureClass, withClass } from "../../../src/reports/triage/classify";

const side = { patterns: ["mx1.example.com"], liveMx: ["mx1.example.com"] };
const sender = { organization: "google.com", failed: 50, sessions: 100, reports: 1 };

/** What the triage says of one type at our MX. */
function adviceOn(resultType: string): { failureClass: FailureClass; side: string; remedy: string } {
  const group = { resultType, mx: "mx1.example.com", reason: undefined, sessions: 50 };
  const failureClass = classify(group, side);
  return { failureClass, ...advise(withClass(group, failureClass), sender) };
}

test.each([...resultTypes].filter(([type]) => type !== "validation-failure"))(
  "the triage gives the remedy of `mta-sts explain` for %s",
  (type, { remedy }) => {
    expect(adviceOn(type).remedy).toContain(remedy("mx1.example.com"));
  },
);

test.each([
  ["starttls-not-supported", "ours"],
  ["certificate-host-mismatch", "ours"],
  ["certificate-expired", "ours"],
  ["certificate-not-trusted", "ours"],
])("%s at our MX is %s, and the remedy names the host", (type, expected) => {
  expect(adviceOn(type).side).toBe(expected);
  expect(adviceOn(type).remedy).toMatch(/^Before enforcing: .*mx1\.example\.com/);
});

test.each(["constructor", "__proto__", "made-up"])(
  "%s is a type that nobody knows: shown, and taken for unknown",
  (type) => {
    expect(adviceOn(type)).toMatchObject({ failureClass: "unknown", side: "unknown" });
    expect(adviceOn(type).remedy).toContain(type);
  },
);
