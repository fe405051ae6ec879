import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { MtaStsMode, type Policy } from "../protocol";
import type { ReadinessVerdict } from "./facts";
import type { Lookups } from "./lookups";
import { readReadiness } from "./readReadiness";
import type { RolloutArgs } from "./rolloutArgs";

/** What the reports of a domain say, as a program names them. */
export interface Evidence {
  /** Whether the policy may be enforced; undefined where the program names no reports. */
  verdict: (policy: Policy) => Promise<ReadinessVerdict | undefined>;
  /** What a run says under `testing`: since when enforcing is safe, or what is missing. */
  whileTesting: (policy: Policy) => Promise<string[]>;
}

export interface EvidenceContext {
  domain: string;
  rollout: RolloutArgs;
  lookups: Lookups;
  now: () => number;
}

/** The evidence of `rollout.reports`, read at most once a run. */
export function evidenceOf({ domain, rollout, lookups, now }: EvidenceContext): Evidence {
  let read: Promise<ReadinessVerdict> | undefined;
  const verdict = (policy: Policy): Promise<ReadinessVerdict | undefined> => {
    const { reports, evidence } = rollout;
    if (reports === undefined) return Promise.resolve(undefined);
    read ??= (async () =>
      readReadiness({
        ...{ domain, policy, reports, root: projectRoot(), now: now() },
        mx: rollout.checkLiveMx === false ? { kind: "notAsked" } : await lookups.mx(domain),
        ...(evidence === undefined ? {} : { evidence }),
      }))();
    return read;
  };
  return {
    verdict,
    async whileTesting(policy) {
      if (policy.mode !== MtaStsMode.Testing) return [];
      const found = await verdict(policy);
      return found === undefined ? [] : [`${domain}: ${described(found)}`];
    },
  };
}

function described({ state, reasons, readySince }: ReadinessVerdict): string {
  if (state === "ready") return `ready to enforce${readySince === undefined ? "" : ` since ${readySince}`}.`;
  const missing = reasons.slice(0, 3).join("; ");
  return state === "notReady" ? `not ready to enforce: ${missing}.` : `too few reports to enforce yet: ${missing}.`;
}

function projectRoot(): string {
  const { getRootDirectory } = pulumi.runtime as Partial<typeof pulumi.runtime>;
  const root = getRootDirectory?.();
  // Older SDKs do not tell, and an inline program is given a placeholder: both run where the user started them.
  return root !== undefined && path.isAbsolute(root) ? root : process.cwd();
}
