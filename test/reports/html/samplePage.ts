import { type Readiness, readReports, summarize } from "../../../src/reports";
import { renderHtml } from "../../../src/reports/html/renderHtml";
import { folderOf } from "../support/folder";
import { bytesOf, failure, googleReport } from "../support/samples";

const HOSTILE = `</title><script>alert(1)</script><img src=x onerror=alert(2)>"'&\u202e\u0007`;

/** A page of reports that try to break out of it at every place. */
export async function page(): Promise<string> {
  const files = Array.from({ length: 20 }, (_, index) => {
    const day = `2026-03-${String(index + 1).padStart(2, "0")}`;
    const details = [failure("certificate-expired", "mx1.example.com", index), failure(HOSTILE, HOSTILE, 3, HOSTILE)];
    return [`${day}.json`, bytesOf(googleReport({ day, organization: HOSTILE, failures: index + 3, details }))];
  });
  const set = await readReports(
    [
      folderOf({
        ...(Object.fromEntries(files) as Record<string, Buffer>),
        [`broken${HOSTILE.replaceAll("/", "")}.json`]: "{",
      }),
    ],
    {
      trust: true,
    },
  );
  const readiness: Readiness = {
    domain: "example.com",
    verdict: "notReady",
    reasons: [
      { code: "failures-on-our-mx", kind: "blocking", message: `at mx1.example.com ${HOSTILE}`, remedy: HOSTILE },
    ],
    warnings: [],
    numbers: {
      evidence: 20,
      notEvidence: 0,
      organizationDays: 20,
      organizations: 1,
      knownReporters: [],
      successes: 100,
      otherSuccesses: 0,
      failures: 5,
      spanDays: 20,
    },
  };
  return renderHtml({ summary: { ...summarize(set), domain: HOSTILE }, readiness, generatedAt: new Date(0) });
}
