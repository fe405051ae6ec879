import { MtaStsMode } from "../protocol";
import type { TransitionFacts } from "./facts";
import type { Finding } from "./finding";
import { overridableId, overrideSnippet } from "./override";

/**
 * The message of a refused step: each refusal with its input, the reason, the rule, the remedy and the override that
 * would lift it. Meant for an error that prints without a stack trace.
 */
export function formatRefusal(findings: readonly Finding[], facts: TransitionFacts): string {
  const refusals = findings.filter(({ decision }) => decision === "refuse");
  const id = overridableId(facts);
  const heading = `${facts.domain}: this step is refused, and the policy was not changed.`;
  const override =
    id === undefined
      ? []
      : [`  If it is meant nevertheless, for this one policy${protection(facts)}: ${overrideSnippet(id)}`];
  return [heading, ...refusals.map(formatOne), ...override].join("\n\n");
}

/** An override is no word to the engine, which protects what enforces or winds down until `rollout.retire` lifts it. */
function protection({ next, previous }: TransitionFacts): string {
  const isProtected = next === undefined && previous.from !== "none" && previous.policy.mode !== MtaStsMode.Testing;
  return isProtected ? ", and after `pulumi state unprotect` for what the engine then names" : "";
}

function formatOne({ input, value, code, reason, rule, remedy }: Finding): string {
  return [
    `  ${input}: ${value} (${code})`,
    `    why:    ${reason}`,
    `    rule:   ${rule}`,
    `    remedy: ${remedy}`,
  ].join("\n");
}

/** One line for each piece of advice, for a warning in the log. A lifted refusal says whose word lifted it. */
export function formatAdvice(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ decision }) => decision === "advise")
    .map(({ code, reason, remedy, lifted }) =>
      lifted === undefined
        ? `${reason} ${remedy} (${code})`
        : `Refused by rule, let through by rollout.override ("${lifted}"): ${reason} (${code})`,
    );
}
