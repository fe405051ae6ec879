import type { DomainFacts } from "./facts";

/**
 * What a rule says of a domain:
 * - `pass`: it holds;
 * - `fail`: mail or the policy is broken, or will be under enforce;
 * - `warn`: it works, but not as it should;
 * - `info`: worth knowing;
 * - `notApplicable`: the domain has nothing that the rule is about;
 * - `couldNotCheck`: the look-up or connection failed, so nothing is known.
 */
export type RuleResult = "pass" | "fail" | "warn" | "info" | "notApplicable" | "couldNotCheck";

/** What breaking a rule amounts to. */
export type Severity = "fail" | "warn" | "info";

/** A rule's finding: `broken` takes the rule's severity. */
export interface Judgement {
  result: "broken" | Exclude<RuleResult, Severity>;
  /** One sentence on what was seen. May hold text from the network: printed only after cleaning. */
  seen: string;
}

export interface Rule {
  /** Stable, lower case with dashes; the file has the same name in camelCase. */
  id: string;
  severity: Severity;
  /** The section that decides, such as `RFC 8461 §3.1`. */
  source: string;
  /** One sentence: what holds when the rule passes. */
  asks: string;
  /** One sentence: what to do when it does not. */
  remedy: string;
  judge: (facts: DomainFacts) => Judgement;
}

export const pass = (seen: string): Judgement => ({ result: "pass", seen });
export const broken = (seen: string): Judgement => ({ result: "broken", seen });
export const notApplicable = (seen: string): Judgement => ({ result: "notApplicable", seen });
export const couldNotCheck = (seen: string): Judgement => ({ result: "couldNotCheck", seen });

/** Broken if there is anything to say, else passed. */
export function brokenBy(findings: readonly string[], otherwise: string): Judgement {
  const shown = findings.slice(0, 5);
  const more = findings.length > shown.length ? `, and ${findings.length - shown.length} more` : "";
  return findings.length > 0 ? broken(`${shown.join("; ")}${more}`) : pass(otherwise);
}

/** `1 host`, `2 hosts`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
