import * as fc from "fast-check";
import { MtaStsMode, policyId, renderPolicy, samePolicy, uncoveredHosts, type Policy } from "../../src/protocol";
import type { LivePolicy, MxFacts, PreviousPolicy, ReadinessVerdict, TransitionFacts } from "../../src/rollout/facts";
import { judgeTransition } from "../../src/rollout/transition";

const names = ["mx1.example.com", "mx2.example.com", "mail.example.net", "example.com"];
const arbitraryPolicy: fc.Arbitrary<Policy> = fc
  .record({
    mode: fc.constantFrom(...Object.values(MtaStsMode)),
    mx: fc.uniqueArray(fc.constantFrom(...names, "*.example.com"), { minLength: 1, maxLength: 3 }),
    maxAge: fc.constantFrom(0, 3600, 86400, 604800, 31557600),
  })
  .map((policy) => ({ ...policy, mx: [...policy.mx].sort() }));
const arbitraryRevision = fc.constantFrom(undefined, 0, 1);
const publish = (policy: Policy, revision?: number) => ({ policy, id: policyId(renderPolicy(policy), revision) });

const arbitraryPrevious: fc.Arbitrary<PreviousPolicy> = fc.oneof(
  fc.constantFrom<PreviousPolicy>({ from: "none" }, { from: "none", unreachable: "no reply" }),
  arbitraryPolicy.map((policy): PreviousPolicy => ({ from: "state", policy })),
  fc.tuple(arbitraryPolicy, arbitraryRevision).map(([policy, revision]): PreviousPolicy => ({
    from: "live",
    ...publish(policy, revision),
  })),
);
const arbitraryLive: fc.Arbitrary<LivePolicy> = fc.oneof(
  fc.constantFrom<LivePolicy>(
    { state: "notAsked" },
    { state: "absent", why: "no record" },
    { state: "unreachable", why: "no reply" },
  ),
  fc.tuple(arbitraryPolicy, arbitraryRevision).map(([policy, revision]): LivePolicy => ({
    state: "published",
    text: renderPolicy(policy),
    ...publish(policy, revision),
  })),
);
const arbitraryMx: fc.Arbitrary<MxFacts> = fc.oneof(
  fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }).map((hosts): MxFacts => ({
    kind: "hosts",
    hosts: hosts.map((host) => ({ host, ttl: 300 })),
  })),
  fc.constantFrom<MxFacts>(
    { kind: "implicit", hosts: [{ host: "example.com", ttl: 0 }] },
    { kind: "null" },
    { kind: "absent", reason: "example.com does not exist in DNS" },
    { kind: "failed", reason: "no reply" },
    { kind: "notAsked" },
  ),
);
const arbitraryReadiness: fc.Arbitrary<ReadinessVerdict | undefined> = fc.constantFrom(
  undefined,
  { state: "ready", reasons: [] },
  { state: "notReady", reasons: ["failures"] },
  { state: "insufficientEvidence", reasons: ["few"] },
);
const arbitraryFacts: fc.Arbitrary<TransitionFacts> = fc
  .record({
    previous: arbitraryPrevious,
    next: fc.option(fc.tuple(arbitraryPolicy, arbitraryRevision), { nil: undefined }),
    live: fc.record({ policy: arbitraryLive, mx: arbitraryMx }),
    readiness: arbitraryReadiness,
    overrides: fc.boolean(),
    retire: fc.constantFrom(undefined, { after: "2026-11-01" }, { after: "2028-01-01" }),
  })
  .map(({ next, overrides, ...rest }) => {
    const published = next === undefined ? undefined : publish(...next);
    return {
      ...rest,
      domain: "example.com",
      ...(published === undefined ? {} : { next: published }),
      ...(overrides && published !== undefined ? { override: { policyId: published.id, reason: "meant" } } : {}),
      tlsReporting: true,
      ttl: 300,
      today: "2026-11-22",
    };
  });

const check = (property: (facts: TransitionFacts) => void) => {
  fc.assert(fc.property(arbitraryFacts, property), { numRuns: 500 });
};

/** The same facts with a next policy that enforces, no override, and no lost object to put back. */
function enforcing(facts: TransitionFacts) {
  if (facts.next === undefined) return undefined;
  const next = publish({ ...facts.next.policy, mode: MtaStsMode.Enforce });
  const restored = facts.previous.from !== "state" && "id" in facts.live.policy && facts.live.policy.id === next.id;
  return restored ? undefined : { ...facts, next, override: undefined };
}

describe("judgeTransition, for any facts", () => {
  test("gives a decision, which is the strictest of its findings", () => {
    check((facts) => {
      const { decision, findings } = judgeTransition(facts);
      const all = findings.map((finding) => finding.decision);
      expect(all.length).toBeGreaterThan(0);
      expect(all).toContain(decision);
      if (decision !== "refuse") expect(all).not.toContain("refuse");
      if (decision === "allow") expect(all).not.toContain("advise");
    });
  });

  test("names a reason in every finding and a remedy in every refusal", () => {
    check((facts) => {
      for (const finding of judgeTransition(facts).findings) {
        expect(finding.reason).not.toMatch(/undefined|NaN|\(\)/);
        expect(finding.reason).not.toBe("");
        if (finding.decision === "refuse") expect(finding.remedy).not.toBe("");
      }
    });
  });

  test("never refuses the same policy", () => {
    check((facts) => {
      const { previous } = facts;
      if (previous.from === "none") return;
      for (const revision of [undefined, 1]) {
        const same = { ...facts, next: publish(previous.policy, revision) };
        expect(judgeTransition(same).decision).not.toBe("refuse");
      }
    });
  });

  test("never refuses a step back from enforce to testing, but for an id that senders may hold with other bytes", () => {
    check((facts) => {
      const { previous, next } = facts;
      if (previous.from === "none" || next === undefined) return;
      const back: TransitionFacts = {
        ...facts,
        previous: { from: previous.from, policy: { ...previous.policy, mode: "enforce" }, id: "20250101" },
        next: publish({ ...next.policy, mode: "testing" }),
      };
      const refused = judgeTransition(back).findings.filter(({ decision }) => decision === "refuse");
      expect(refused.map(({ code }) => code).filter((code) => code !== "return-to-live-id")).toEqual([]);
    });
  });

  test("lets no domain begin to enforce without ready evidence under testing, or the user's override", () => {
    check((facts) => {
      const enforced = enforcing(facts);
      if (enforced === undefined) return;
      const { previous, next, readiness } = enforced;
      if (previous.from !== "none" && previous.policy.mode === "enforce") return;
      if (judgeTransition(enforced).decision === "refuse") return;
      expect(readiness?.state).toBe("ready");
      expect(previous).toMatchObject({ policy: { mode: "testing", mx: next.policy.mx } });
    });
  });

  test("lets no change under enforce leave a live MX host uncovered without the user's override", () => {
    check((facts) => {
      const enforced = enforcing(facts);
      if (enforced === undefined || !("hosts" in enforced.live.mx)) return;
      const { previous, next, live } = enforced;
      if (previous.from !== "none" && samePolicy(previous.policy, next.policy)) return;
      const hosts = "hosts" in live.mx ? live.mx.hosts.map(({ host }) => host) : [];
      if (uncoveredHosts(hosts, next.policy.mx).length === 0) return;
      expect(judgeTransition(enforced).decision).toBe("refuse");
    });
  });

  test("never lets a live enforce policy of ours be left out without the user's override", () => {
    check((facts) => {
      const { previous } = facts;
      if (previous.from === "none" || previous.policy.mode !== "enforce") return;
      expect(judgeTransition({ ...facts, next: undefined, override: undefined }).decision).toBe("refuse");
    });
  });

  test("lifts every refusal by an override for the resulting id, and says the reason; another id lifts nothing", () => {
    check((facts) => {
      if (facts.next === undefined) return;
      const { id } = facts.next;
      const bare = judgeTransition({ ...facts, override: undefined });
      const lifted = judgeTransition({ ...facts, override: { policyId: id, reason: "a planned outage" } });
      const other = judgeTransition({
        ...facts,
        override: { policyId: `${id.slice(0, -1)}x`, reason: "a planned outage" },
      });
      expect(lifted.decision).not.toBe("refuse");
      expect(lifted.findings.filter((finding) => finding.lifted === "a planned outage")).toHaveLength(
        bare.findings.filter(({ decision }) => decision === "refuse").length,
      );
      expect(other).toEqual(bare);
    });
  });
});
