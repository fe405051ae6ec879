export { checkDomain, type DomainReport, type JudgeOptions } from "./checkDomain";
export { openNetwork, type Network } from "./collect/network";
export type { DomainFacts } from "./facts";
export { judge, tally, type Verdict } from "./judge";
export { mapLimit } from "./mapLimit";
export type { CheckOptions } from "./options";
export type { Judgement, Rule, RuleResult, Severity } from "./rule";
export { rules } from "./rules";
