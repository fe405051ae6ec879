import { printable } from "../net/printable";
import { collectFacts } from "./collect/collectFacts";
import type { Network } from "./collect/network";
import { judge, tally, type Verdict } from "./judge";
import { leftOut } from "./limits";
import type { RuleResult } from "./rule";
import { rules } from "./rules";

/** What `mta-sts check` says of one domain. */
export interface DomainReport {
  /** A-labels. */
  domain: string;
  /** The worst of the verdicts: any fail, else any that could not be checked, else pass. */
  outcome: "pass" | "fail" | "couldNotCheck";
  counts: Record<RuleResult, number>;
  /** Milliseconds it took. */
  ms: number;
  verdicts: Verdict[];
  /** What was too much to look at, one sentence each (see `limits`); absent where everything was. */
  leftOut?: string[];
}

export interface JudgeOptions {
  /** Ids of rules to leave out. */
  ignore?: ReadonlySet<string>;
}

/**
 * Collects and judges one domain (A-labels). Never throws.
 *
 * @example
 * const report = await checkDomain("example.com", openNetwork({}));
 */
export async function checkDomain(
  domain: string,
  network: Network,
  { ignore = new Set() }: JudgeOptions = {},
): Promise<DomainReport> {
  const started = performance.now();
  const facts = await collectFacts(domain, network);
  const verdicts = judge(
    facts,
    rules.filter(({ id }) => !ignore.has(id)),
  );
  const counts = tally(verdicts);
  const outcome = counts.fail > 0 ? "fail" : counts.couldNotCheck > 0 ? "couldNotCheck" : "pass";
  const unseen = leftOut(facts).map((sentence) => printable(sentence, 400));
  return {
    ...{ domain, outcome, counts, ms: Math.round(performance.now() - started), verdicts },
    ...(unseen.length > 0 ? { leftOut: unseen } : {}),
  };
}
