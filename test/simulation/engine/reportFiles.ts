import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { renderPolicy } from "../../../src/protocol";
import type { SentReport } from "../../../simulation/senders/dayBook";
import { epoch } from "../../../simulation/world/virtualClock";

const day = 86_400_000;

/** Writes the reports that simulated senders sent as files (RFC 8460 §4.4), each once. */
export function writeReports(folder: string, domain: string, reports: readonly SentReport[], known: Set<string>): void {
  mkdirSync(folder, { recursive: true });
  for (const report of reports) {
    const name = `${report.organization}!${domain}!${report.day}.json`;
    if (known.has(name)) continue;
    known.add(name);
    writeFileSync(path.join(folder, name), JSON.stringify(reportOf(report, domain)));
  }
}

function reportOf({ organization, day: number, entries }: SentReport, domain: string) {
  const start = epoch + number * day;
  return {
    "organization-name": organization,
    "date-range": {
      "start-datetime": new Date(start).toISOString(),
      "end-datetime": new Date(start + day - 1000).toISOString(),
    },
    "contact-info": `tls@${organization}`,
    "report-id": `${number}.${organization}`,
    policies: entries.map(({ policy: { policy }, host, successes, failures }) => ({
      policy: {
        "policy-type": "sts",
        "policy-string": renderPolicy(policy).trimEnd().split("\r\n"),
        ...{ "policy-domain": domain, "mx-host": policy.mx },
      },
      summary: { "total-successful-session-count": successes, "total-failure-session-count": failures },
      "failure-details":
        failures === 0
          ? []
          : [
              {
                ...{ "result-type": "certificate-not-trusted", "receiving-mx-hostname": host },
                ...{ "sending-mta-ip": "192.0.2.25", "failed-session-count": failures },
              },
            ],
    })),
  };
}
