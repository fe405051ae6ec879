import type { LiveTxt } from "../../net/liveTxt";
import type { PolicyFetch } from "../../net/policyFetch";
import type { ParsedStsRecord, ParsedTlsRptRecord, Violation } from "../../protocol";
import type { LiveMx } from "../../net/liveMx";
import type { SmtpProbe } from "../../net/smtpProbe";
import type { DomainFacts, PolicyFacts } from "../facts";
import { couldNotCheck, notApplicable, type Judgement } from "../rule";

/** What most rules need before they can judge; where it is missing, the reason is the judgement. */

type Answered = Extract<LiveTxt, { ok: true }>;

export function givenTxt(live: LiveTxt, judge: (live: Answered) => Judgement): Judgement {
  return live.ok ? judge(live) : couldNotCheck(live.reason);
}

/** TXT at a name where there is any. */
export function givenTexts(live: LiveTxt, judge: (live: Answered) => Judgement): Judgement {
  return givenTxt(live, (answered) =>
    answered.texts.length > 0 ? judge(answered) : notApplicable(`there is no TXT record at ${answered.name}`),
  );
}

/** The one `_mta-sts` record. */
export function givenStsRecord(
  { sts }: DomainFacts,
  judge: (record: ParsedStsRecord & { text: string }, live: Answered) => Judgement,
): Judgement {
  return givenTxt(sts.live, (live) =>
    sts.selection.record ? judge(sts.selection.record, live) : notApplicable(noSingle(live.name, sts.selection)),
  );
}

/** The one `_smtp._tls` record. */
export function givenTlsRptRecord(
  { tlsRpt }: DomainFacts,
  judge: (record: ParsedTlsRptRecord & { text: string }, live: Answered) => Judgement,
): Judgement {
  return givenTxt(tlsRpt.live, (live) =>
    tlsRpt.selection.record
      ? judge(tlsRpt.selection.record, live)
      : notApplicable(noSingle(live.name, tlsRpt.selection)),
  );
}

function noSingle(name: string, { candidates }: { candidates: string[] }): string {
  return candidates.length === 0
    ? `there is no record at ${name}`
    : `there are ${candidates.length} records at ${name}`;
}

/** The fetches that say something about the host: those that this machine had a way for. */
export function givenFetches({ host }: DomainFacts, judge: (fetches: PolicyFetch[]) => Judgement): Judgement {
  if (host.failure !== undefined) return couldNotCheck(host.failure);
  if (host.fetches.length === 0) return notApplicable(`${host.name} has no address to fetch from`);
  const [only] = host.fetches;
  // The name that the user gave does not resolve: that says nothing about the host.
  if (host.connectTo !== undefined && only?.kind === "dns") {
    return couldNotCheck(`--connect-to ${host.connectTo}: ${only.seen}`);
  }
  const fetches = host.fetches.filter((fetch) => !(fetch.kind === "connect" && fetch.noRoute));
  if (fetches.length === 0) return couldNotCheck(`this machine has no way to any address of ${host.name}`);
  return judge(fetches);
}

/** The fetches that came as far as a certificate, or to a handshake that failed. */
export function givenTls(facts: DomainFacts, judge: (fetches: PolicyFetch[]) => Judgement): Judgement {
  return givenFetches(facts, (fetches) => {
    const secured = fetches.filter(({ kind, certificate }) => kind === "tls" || certificate !== undefined);
    return secured.length > 0 ? judge(secured) : notApplicable("no connection came as far as TLS");
  });
}

/** The fetches that got an HTTP answer. */
export function givenResponses(facts: DomainFacts, judge: (fetches: PolicyFetch[]) => Judgement): Judgement {
  return givenFetches(facts, (fetches) => {
    const answered = fetches.filter(({ status }) => status !== undefined);
    return answered.length > 0 ? judge(answered) : notApplicable("no connection came as far as an HTTP answer");
  });
}

export function givenPolicy(facts: DomainFacts, judge: (policy: PolicyFacts) => Judgement): Judgement {
  return facts.policy ? judge(facts.policy) : notApplicable("no policy file was fetched");
}

/** The policy file, unless it is empty or HTML or too large: then it has no lines to judge. */
export function givenPolicyLines(facts: DomainFacts, judge: (policy: PolicyFacts) => Judgement): Judgement {
  return givenPolicy(facts, (policy) => {
    const unreadable = policy.file.violations.find(({ code }) => ["empty-file", "file-size", "html"].includes(code));
    return unreadable ? notApplicable(unreadable.message) : judge(policy);
  });
}

/** The violations with these codes, or with all but these. */
export function violationsOf(violations: readonly Violation[], wanted: (code: string) => boolean): string[] {
  return violations
    .filter(({ code }) => wanted(code))
    .map(({ line, message }) => (line === undefined ? message : `line ${line}: ${message}`));
}

export type KnownMx = Exclude<LiveMx, { kind: "failed" | "absent" }>;

/** The live MX set, whatever it is. */
export function givenMx({ mx }: DomainFacts, judge: (mx: KnownMx) => Judgement): Judgement {
  if (mx.kind === "failed") return couldNotCheck(mx.reason);
  return mx.kind === "absent" ? notApplicable(mx.reason) : judge(mx);
}

/** A fetch that failed by one of these kinds, one sentence each. */
export function failedAs(fetches: readonly PolicyFetch[], ...kinds: PolicyFetch["kind"][]): string[] {
  return [...new Set(fetches.flatMap((fetch) => (!fetch.ok && kinds.includes(fetch.kind) ? [fetch.seen] : [])))];
}

export type ReachedProbe = Extract<SmtpProbe, { kind: "tls" }>;

export function givenProbes({ smtp, mxHosts }: DomainFacts, judge: (probes: SmtpProbe[]) => Judgement): Judgement {
  if (smtp === undefined) return notApplicable("--smtp was not given");
  if (smtp.length > 0) return judge(smtp);
  const failure = mxHosts.find((host) => host.failure !== undefined)?.failure;
  return failure === undefined ? notApplicable("there is no MX address to probe") : couldNotCheck(failure);
}

/** The probes that came as far as a TLS handshake. */
export function givenSmtpTls(facts: DomainFacts, judge: (probes: ReachedProbe[]) => Judgement): Judgement {
  return givenProbes(facts, (probes) => {
    const reached = probes.filter((probe) => probe.kind === "tls");
    return reached.length > 0 ? judge(reached) : notApplicable("no MX came as far as a TLS handshake");
  });
}
