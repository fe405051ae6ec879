import { MtaStsMode } from "../../src/protocol";
import type { TransitionFacts } from "../../src/rollout/facts";
import type { Decision } from "../../src/rollout/finding";
import { formatAdvice, formatRefusal } from "../../src/rollout/formatFindings";
import { judgeTransition } from "../../src/rollout/transition";
import { guardRules, restoreRule, transitionTable } from "../../src/rollout/transitionTable";
import { facts, hosts, publish, published, step } from "./facts";

const { Enforce: enforce, None: none } = MtaStsMode;
const mx1 = "mx1.example.com";
const mx2 = "mx2.example.com";
const both = [mx1, mx2];
const failed = { kind: "failed", reason: "MX of example.com: 192.0.2.53: no reply" } as const;
const ready = { state: "ready", reasons: ["1204 sessions, no failure"], readySince: "2026-11-10" } as const;

interface Row {
  name: string;
  facts: TransitionFacts;
  decision: Decision;
  codes: string[];
}

const live = (part: TransitionFacts, policy: TransitionFacts["live"]["policy"]): TransitionFacts => ({
  ...part,
  live: { ...part.live, policy },
});
const withMx = (part: TransitionFacts, mx: TransitionFacts["live"]["mx"]): TransitionFacts => ({
  ...part,
  live: { ...part.live, mx },
});
/** Says since when the live policy is there. */
const since = (part: TransitionFacts, day: string): TransitionFacts =>
  part.live.policy.state === "published" ? live(part, { ...part.live.policy, since: day }) : part;
const verdict = (readiness: TransitionFacts["readiness"]) => ({ readiness });
const ready_ = verdict({ ...ready, reasons: [...ready.reasons] });

/** One row a rule at least; a rule without a row fails the test below. */
const rows: Row[] = [
  { name: "reporting only stays", facts: step(undefined, undefined), decision: "allow", codes: ["reporting-only"] },
  { name: "reporting only to testing", facts: step(undefined, {}), decision: "allow", codes: ["start-testing"] },
  {
    name: "absent to enforce, even with a ready verdict",
    facts: step(undefined, { mode: enforce }, ready_),
    decision: "refuse",
    codes: ["enforce-without-testing"],
  },
  {
    name: "absent to none",
    facts: step(undefined, { mode: none, mx: [] }),
    decision: "advise",
    codes: ["none-without-policy"],
  },
  { name: "testing to absent", facts: step({}, undefined), decision: "refuse", codes: ["remove-testing"] },
  {
    name: "testing to absent on the user's word",
    facts: step({}, undefined, { retire: { after: "2026-11-21" } }),
    decision: "allow",
    codes: ["remove-testing-expired"],
  },
  {
    name: "testing to absent by a date that came after the policy",
    facts: since(step({}, undefined, { retire: { after: "2026-11-10" } }), "2026-11-10"),
    decision: "allow",
    codes: ["remove-testing-expired"],
  },
  {
    name: "testing to absent by the date of an earlier removal",
    facts: since(step({}, undefined, { retire: { after: "2026-11-10" } }), "2026-11-11"),
    decision: "refuse",
    codes: ["remove-testing"],
  },
  {
    name: "testing to absent by a date of which the host does not tell whether it came before",
    facts: step({}, undefined, { retire: { after: "2026-11-20" } }),
    decision: "refuse",
    codes: ["remove-testing"],
  },
  { name: "testing, unchanged", facts: step({}, {}), decision: "allow", codes: ["same-policy"] },
  { name: "testing with one more host", facts: step({}, { mx: both }), decision: "allow", codes: ["same-mode"] },
  {
    name: "testing to enforce without reports",
    facts: step({}, { mode: enforce }),
    decision: "refuse",
    codes: ["enforce-without-evidence"],
  },
  {
    name: "testing to enforce with too little evidence",
    facts: step({}, { mode: enforce }, verdict({ state: "insufficientEvidence", reasons: ["3 sessions in 7 days"] })),
    decision: "refuse",
    codes: ["enforce-insufficient-evidence"],
  },
  {
    name: "testing to enforce with failures in the reports",
    facts: step(
      {},
      { mode: enforce },
      verdict({ state: "notReady", reasons: ["mx1.example.com: certificate-expired, 12 sessions"] }),
    ),
    decision: "refuse",
    codes: ["enforce-not-ready"],
  },
  {
    name: "testing to enforce with clean reports",
    facts: step({}, { mode: enforce }, ready_),
    decision: "allow",
    codes: ["enforce-ready"],
  },
  {
    name: "testing to enforce together with an MX change",
    facts: step({}, { mode: enforce, mx: both }, ready_),
    decision: "refuse",
    codes: ["enforce-with-mx-change"],
  },
  { name: "testing to none", facts: step({}, { mode: none, mx: [] }), decision: "advise", codes: ["wind-down"] },
  {
    name: "enforce to absent",
    facts: step({ mode: enforce }, undefined),
    decision: "refuse",
    codes: ["remove-enforce"],
  },
  {
    name: "enforce to absent, whatever retire says",
    facts: step({ mode: enforce }, undefined, { retire: { after: "2026-11-21" } }),
    decision: "refuse",
    codes: ["remove-enforce"],
  },
  { name: "enforce to testing", facts: step({ mode: enforce }, {}), decision: "advise", codes: ["step-back"] },
  {
    name: "enforce, unchanged, with a new revision",
    facts: { ...step({ mode: enforce }, {}), next: publish({ mode: enforce }, 1) },
    decision: "allow",
    codes: ["same-policy"],
  },
  {
    name: "enforce to none, with the date from which removal is safe",
    facts: step({ mode: enforce }, { mode: none, mx: [], maxAge: 86400 }),
    decision: "advise",
    codes: ["wind-down"],
  },
  { name: "none to absent", facts: step({ mode: none }, undefined), decision: "refuse", codes: ["remove-too-early"] },
  {
    name: "none to absent on the day itself",
    facts: step({ mode: none }, undefined, { retire: { after: "2026-11-22" } }),
    decision: "refuse",
    codes: ["remove-too-early"],
  },
  {
    name: "none to absent on the day after",
    facts: step({ mode: none }, undefined, { retire: { after: "2026-11-21" } }),
    decision: "allow",
    codes: ["remove-expired"],
  },
  {
    name: "none to absent by the date of an earlier winding down",
    facts: since(step({ mode: none }, undefined, { retire: { after: "2026-11-10" } }), "2026-11-20"),
    decision: "refuse",
    codes: ["remove-too-early"],
  },
  {
    name: "none to testing",
    facts: step({ mode: none, mx: [] }, {}),
    decision: "advise",
    codes: ["start-testing-again"],
  },
  {
    name: "none to enforce",
    facts: step({ mode: none, mx: [] }, { mode: enforce }, ready_),
    decision: "refuse",
    codes: ["enforce-without-testing"],
  },
  {
    name: "a lost object of an enforced domain",
    facts: live(facts({ next: publish({ mode: enforce }) }), {
      state: "absent",
      why: "status 404",
      id: publish({ mode: enforce }).id,
    }),
    decision: "allow",
    codes: ["restore"],
  },
  {
    name: "adopting a domain that already enforces",
    facts: facts({
      previous: { from: "live", policy: publish({ mode: enforce }).policy, id: "20250101" },
      next: publish({ mode: enforce }),
      live: { policy: { ...published({ mode: enforce }), id: "20250101" }, mx: hosts(mx1) },
    }),
    decision: "allow",
    codes: ["same-policy"],
  },
  {
    name: "adopting an enforced domain and changing its MX at once",
    facts: facts({
      previous: { from: "live", policy: publish({ mode: enforce }).policy, id: "20250101" },
      next: publish({ mode: enforce, mx: both }),
      live: { policy: { ...published({ mode: enforce }), id: "20250101" }, mx: hosts(mx1) },
    }),
    decision: "refuse",
    codes: ["same-mode", "adopt-changed"],
  },
  {
    name: "adopting an enforced domain with a step back",
    facts: facts({
      previous: { from: "live", policy: publish({ mode: enforce }).policy, id: "20250101" },
      next: publish(),
      live: { policy: { ...published({ mode: enforce }), id: "20250101" }, mx: hosts(mx1) },
    }),
    decision: "advise",
    codes: ["step-back", "adopt-changed-softly"],
  },
  {
    name: "testing where the live record announces a file that is no policy",
    facts: live(facts({ next: publish() }), { state: "absent", why: 'media type "text/html"', id: "20250101" }),
    decision: "advise",
    codes: ["start-testing", "adopt-unclear"],
  },
  {
    name: "enforce where the live policy could not be read",
    facts: facts({
      previous: { from: "none", unreachable: "no connection to mta-sts.example.com: 192.0.2.1:443: ECONNREFUSED" },
      next: publish({ mode: enforce }),
    }),
    decision: "refuse",
    codes: ["enforce-without-testing", "live-unreachable"],
  },
  {
    name: "enforce drops a pattern that a live MX host needs",
    facts: withMx(step({ mode: enforce, mx: both }, { mode: enforce }), hosts(mx1, mx2)),
    decision: "refuse",
    codes: ["same-mode", "mx-still-needed"],
  },
  {
    name: "enforce drops the last pattern of a domain that is its own mail host",
    facts: withMx(step({ mode: enforce, mx: ["example.com", mx1] }, { mode: enforce }), {
      kind: "implicit",
      hosts: [{ host: "example.com", ttl: 0 }],
    }),
    decision: "refuse",
    codes: ["same-mode", "mx-still-needed"],
  },
  {
    name: "enforce drops a pattern that no live MX host needs",
    facts: step({ mode: enforce, mx: both }, { mode: enforce }),
    decision: "advise",
    codes: ["same-mode", "mx-dropped"],
  },
  {
    name: "enforce drops a pattern that no live MX host needs, by an override: the records changed long ago",
    facts: step(
      { mode: enforce, mx: both },
      { mode: enforce },
      { override: { policyId: publish({ mode: enforce }).id, reason: "unchanged for a week" } },
    ),
    decision: "allow",
    codes: ["same-mode"],
  },
  {
    name: "enforce drops a pattern whose hosts another one covers",
    facts: step({ mode: enforce, mx: ["*.example.com", mx1] }, { mode: enforce, mx: ["*.example.com"] }),
    decision: "allow",
    codes: ["same-mode"],
  },
  {
    name: "enforce drops two patterns, and the live MX records have a TTL of a day",
    facts: withMx(step({ mode: enforce, mx: ["*.example.net", ...both] }, { mode: enforce }), {
      kind: "hosts",
      hosts: [{ host: mx1, ttl: 86400 }],
    }),
    decision: "refuse",
    codes: ["same-mode", "mx-dropped-long-ttl"],
  },
  {
    name: "enforce changes while a live MX host was never covered",
    facts: withMx(step({ mode: enforce }, { mode: enforce, mx: both }), hosts(mx1, "backup.example.net")),
    decision: "refuse",
    codes: ["same-mode", "mx-uncovered-enforced"],
  },
  {
    name: "testing while a live MX host is not covered",
    facts: withMx(step(undefined, {}), hosts(mx1, mx2)),
    decision: "advise",
    codes: ["start-testing", "mx-uncovered"],
  },
  {
    name: "enforce as it is while a live MX host is not covered",
    facts: withMx(step({ mode: enforce }, { mode: enforce }), hosts(mx1, mx2)),
    decision: "advise",
    codes: ["same-policy", "mx-uncovered"],
  },
  {
    name: "testing for a domain with a null MX",
    facts: withMx(step(undefined, {}), { kind: "null" }),
    decision: "refuse",
    codes: ["start-testing", "mx-null"],
  },
  {
    name: "a step back for a domain with a null MX",
    facts: withMx(step({ mode: enforce }, {}), { kind: "null" }),
    decision: "advise",
    codes: ["step-back"],
  },
  {
    name: "enforce begins without an MX look-up",
    facts: withMx(step({}, { mode: enforce }, ready_), failed),
    decision: "refuse",
    codes: ["enforce-ready", "mx-unknown-refused"],
  },
  {
    name: "enforce drops a pattern without an MX look-up",
    facts: withMx(step({ mode: enforce, mx: both }, { mode: enforce }), failed),
    decision: "refuse",
    codes: ["same-mode", "mx-unknown-refused"],
  },
  {
    name: "enforce adds a pattern without an MX look-up",
    facts: withMx(step({ mode: enforce }, { mode: enforce, mx: both }), failed),
    decision: "advise",
    codes: ["same-mode", "mx-unknown"],
  },
  {
    name: "enforce begins with the MX look-up switched off",
    facts: withMx(step({}, { mode: enforce }, ready_), { kind: "notAsked" }),
    decision: "advise",
    codes: ["enforce-ready", "mx-not-checked"],
  },
  {
    name: "back to the policy whose id is still live, after a deploy that stopped at the gate",
    facts: live(step({ mode: enforce }, {}), published()),
    decision: "refuse",
    codes: ["step-back", "return-to-live-id"],
  },
  {
    name: "back to the same policy with a raised revision",
    facts: live({ ...step({ mode: enforce }, {}), next: publish({}, 1) }, published()),
    decision: "advise",
    codes: ["step-back"],
  },
  {
    name: "max_age lowered under enforce to less than a day",
    facts: step({ mode: enforce }, { mode: enforce, maxAge: 3600 }),
    decision: "advise",
    codes: ["same-mode", "max-age-lowered", "max-age-short"],
  },
  {
    name: "TLS-RPT taken away under a policy",
    facts: step({}, {}, { tlsReporting: false }),
    decision: "refuse",
    codes: ["same-policy", "tls-rpt-removed"],
  },
  {
    name: "a move of hosts in one deploy",
    facts: step(
      {},
      {},
      {
        host: {
          previous: { declared: ["cloudfront"], address: "cloudfront" },
          next: { declared: ["cloudflareWorker"], address: "cloudflareWorker" },
        },
      },
    ),
    decision: "refuse",
    codes: ["same-policy", "host-dropped"],
  },
  {
    name: "a move of hosts with both declared",
    facts: step(
      {},
      {},
      {
        host: {
          previous: { declared: ["cloudfront"], address: "cloudfront" },
          next: { declared: ["cloudfront", "cloudflareWorker"], address: "cloudflareWorker" },
        },
      },
    ),
    decision: "allow",
    codes: ["same-policy"],
  },
  {
    name: "a move of hosts together with a policy change",
    facts: step(
      {},
      { mx: both },
      {
        host: {
          previous: { declared: ["cloudfront"], address: "cloudfront" },
          next: { declared: ["cloudfront", "cloudflareWorker"], address: "cloudflareWorker" },
        },
      },
    ),
    decision: "refuse",
    codes: ["same-mode", "host-moved-with-policy"],
  },
  {
    name: "the old host dropped while resolvers may give its address",
    facts: step(
      {},
      {},
      {
        host: {
          previous: { declared: ["cloudfront", "cloudflareWorker"], address: "cloudflareWorker" },
          next: { declared: ["cloudflareWorker"], address: "cloudflareWorker" },
          oldAddressUntil: "2026-11-22T12:05:00.000Z",
        },
      },
    ),
    decision: "refuse",
    codes: ["same-policy", "host-dropped-early"],
  },
  {
    name: "the old host dropped when resolvers have forgotten its address",
    facts: step(
      {},
      {},
      {
        host: {
          previous: { declared: ["cloudfront", "cloudflareWorker"], address: "cloudflareWorker" },
          next: { declared: ["cloudflareWorker"], address: "cloudflareWorker" },
        },
      },
    ),
    decision: "allow",
    codes: ["same-policy"],
  },
  {
    name: "winding down with a retire date that is too early",
    facts: step({ mode: enforce }, { mode: none, mx: [] }, { retire: { after: "2026-11-23" } }),
    decision: "refuse",
    codes: ["wind-down", "retire-too-early"],
  },
  {
    name: "a retire date under testing",
    facts: step({}, {}, { retire: { after: "2026-11-23" } }),
    decision: "advise",
    codes: ["same-policy", "retire-inert"],
  },
  {
    name: "policy left out while a record of ours announces a file that is gone",
    facts: facts({ live: { policy: { state: "absent", why: "status 404", id: publish().id }, mx: hosts(mx1) } }),
    decision: "advise",
    codes: ["reporting-only", "removal-unknown"],
  },
  {
    name: "policy left out while name servers do not agree on a record of ours",
    facts: facts({
      live: {
        policy: { state: "unreachable", why: "ns1 and ns2 do not agree", ids: ["1", publish().id], isServed: true },
        mx: hosts(mx1),
      },
    }),
    decision: "refuse",
    codes: ["reporting-only", "remove-unread"],
  },
  {
    name: "policy left out a second time, while one name server still has the record that is gone",
    facts: facts({
      live: { policy: { state: "unreachable", why: "ns1 and ns2 do not agree", ids: [publish().id] }, mx: hosts(mx1) },
    }),
    decision: "advise",
    codes: ["reporting-only", "removal-unknown"],
  },
  {
    name: "policy left out while what is live could not be read",
    facts: facts({
      live: { policy: { state: "unreachable", why: "TXT of _mta-sts.example.com: SERVFAIL" }, mx: failed },
    }),
    decision: "advise",
    codes: ["reporting-only", "removal-unknown"],
  },
];

describe("judgeTransition", () => {
  test.each(rows)("$name: $decision ($codes)", ({ facts: given, decision, codes }) => {
    const judgement = judgeTransition(given);
    expect(judgement.findings.map(({ code }) => code)).toEqual(codes);
    expect(judgement.decision).toBe(decision);
  });

  test("says exactly this of each step (the messages are the product)", () => {
    const messages = rows.map(({ name, facts: given, decision }) => {
      const { findings } = judgeTransition(given);
      const text = decision === "refuse" ? formatRefusal(findings, given) : formatAdvice(findings).join("\n");
      return `## ${name}\n${text === "" ? (findings[0]?.reason ?? "") : text}`;
    });
    expect(messages.join("\n\n")).toMatchSnapshot();
  });

  test("has a row in this test for every rule", () => {
    const rules = [
      restoreRule,
      ...Object.values(transitionTable).flatMap((row) => Object.values(row).flat(2)),
      ...guardRules,
    ];
    const covered = new Set(rows.flatMap(({ codes }) => codes));
    expect(rules.map(({ code }) => code).filter((code) => !covered.has(code))).toEqual([]);
  });

  test("gives each rule a code of its own", () => {
    const rules = [
      ...new Set([...Object.values(transitionTable).flatMap((row) => Object.values(row).flat(2)), ...guardRules]),
    ];
    expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
  });

  test("names input, value, section and remedy in every refusal, and the snippet that would lift it", () => {
    for (const { facts: given, decision } of rows.filter((row) => row.decision === "refuse")) {
      const { findings } = judgeTransition(given);
      for (const finding of findings.filter((each) => each.decision === "refuse")) {
        expect(finding.input).not.toBe("");
        expect(finding.value).not.toBe("");
        expect(finding.rule).toMatch(/^RFC \d{4} §\d/);
        expect(finding.remedy).not.toBe("");
      }
      expect(decision).toBe("refuse");
      expect(formatRefusal(findings, given)).toMatch(
        /rollout: \{ override: \{ policyId: "[A-Za-z0-9]{1,32}", reason: "…" \} \}$/,
      );
    }
  });
});
