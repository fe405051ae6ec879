import { MtaStsMode, policyId, renderPolicy, type Policy } from "../../src/protocol";
import type { LivePolicy, MxFacts, TransitionFacts } from "../../src/rollout/facts";

/** A policy for tests: testing, one host, a week. */
export function policy(part: Partial<Policy> = {}): Policy {
  return { mode: MtaStsMode.Testing, mx: ["mx1.example.com"], maxAge: 604800, ...part };
}

export function publish(part: Partial<Policy> = {}, revision?: number): { policy: Policy; id: string } {
  const value = policy(part);
  return { policy: value, id: policyId(renderPolicy(value), revision) };
}

export function published(part: Partial<Policy> = {}, revision?: number): LivePolicy & { state: "published" } {
  const { policy: value, id } = publish(part, revision);
  return { state: "published", policy: value, id, text: renderPolicy(value) };
}

export function hosts(...names: string[]): MxFacts {
  return { kind: "hosts", hosts: names.map((host) => ({ host, ttl: 3600 })) };
}

/** A quiet day: nothing live but one covered MX host, reporting on, no override. */
export function facts(part: Partial<TransitionFacts> = {}): TransitionFacts {
  return {
    domain: "example.com",
    previous: { from: "none" },
    live: { policy: { state: "absent", why: "there is no _mta-sts record" }, mx: hosts("mx1.example.com") },
    tlsReporting: true,
    ttl: 300,
    today: "2026-11-22",
    ...part,
  };
}

/** A step inside one stack: the state's policy is also the one that is live, as after a finished deploy. */
export function step(
  from: Partial<Policy> | undefined,
  to: Partial<Policy> | undefined,
  part: Partial<TransitionFacts> = {},
): TransitionFacts {
  const before = from === undefined ? undefined : published(from);
  const removal = to === undefined;
  return facts({
    previous:
      before === undefined
        ? { from: "none" }
        : { from: removal ? "live" : "state", policy: before.policy, id: before.id },
    ...(to === undefined ? {} : { next: publish(to) }),
    live: { policy: before ?? { state: "absent", why: "there is no _mta-sts record" }, mx: hosts("mx1.example.com") },
    ...part,
  });
}
