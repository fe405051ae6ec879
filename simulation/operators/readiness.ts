import type { MxFacts, ReadinessVerdict } from "../../src/rollout/facts";
import { READINESS_DEFAULTS, type ReportFacts } from "../../src/reports";
import { readinessNow } from "../../src/reports/readiness/evaluateReadiness";
import { domain } from "../deploy/deployment";
import type { SentReport, SessionCount } from "../senders/dayBook";
import { epoch } from "../world/virtualClock";

const day = 86_400_000;

/** The verdict of the component's own rules on what the senders of this world have reported. */
export function readinessOf(
  reports: readonly SentReport[],
  mx: readonly string[],
  live: MxFacts,
  seconds: number,
): ReadinessVerdict {
  const now = epoch + seconds * 1000;
  const liveMx = "hosts" in live ? live.hosts.map(({ host }) => ({ host, preference: 0 })) : undefined;
  const facts = reports.map(factsOf).filter(({ end }) => end <= now && end > now - READINESS_DEFAULTS.windowDays * day);
  const { verdict, reasons } = readinessNow({
    ...{ domain, mx, liveMx, now: new Date(now) },
    reports: { reports: facts, problems: [] },
  });
  return { state: verdict, reasons: reasons.map(({ code }) => code) };
}

const known = new WeakMap<SentReport, ReportFacts>();

function factsOf(report: SentReport): ReportFacts {
  const facts = known.get(report) ?? readFacts(report);
  known.set(report, facts);
  return facts;
}

function readFacts({ organization, day: number, entries }: SentReport): ReportFacts {
  const start = epoch + number * day;
  // Written out: it is made a million times, and spreading takes longer than all the rest.
  return {
    label: organization,
    organization,
    contactDomain: organization,
    reportId: `${number}.${organization}`,
    start,
    end: start + day - 1000,
    disputed: false,
    trust: { evidence: true, identity: organization, reason: "signed" },
    entries: entries.map(entryOf),
  };
}

function entryOf({ policy, host, successes, failures }: SessionCount): ReportFacts["entries"][number] {
  const { mode, mx } = policy.policy;
  return {
    type: "sts",
    typeName: "sts",
    domain,
    policy: { mode, mx },
    successes,
    failures,
    unexplained: 0,
    groups:
      failures === 0
        ? []
        : [{ resultType: "certificate-not-trusted", mx: host, reason: undefined, sessions: failures }],
  };
}
