import { rules, type Rule } from "../../checks";
import { printable } from "../../net/printable";
import { resultTypes } from "../../reports/triage/resultTypes";
import { ExitCode } from "../exitCode";
import type { Output } from "../output";
import { closestTo } from "./closest";

/** Explains one name, or lists all of them. */
export function runExplain(name: string | undefined, output: Output): number {
  if (name === undefined) {
    output.out(list(output));
    return ExitCode.Ok;
  }
  const rule = rules.find(({ id }) => id === name);
  const type = resultTypes.get(name);
  if (!rule && !type) {
    const near = closestTo(name, [...rules.map(({ id }) => id), ...resultTypes.keys()]);
    const hint = near === undefined ? "`mta-sts explain` lists the names." : `Did you mean ${near}?`;
    output.err(`error: no rule and no result type is named "${printable(name, 60)}". ${hint}\n`);
    return ExitCode.CouldNotCheck;
  }
  const { bold } = output.colours;
  if (rule) output.out(ruleText(rule, bold));
  if (type) {
    output.out(`${bold(name)}: a result type of TLS reports (${type.source})\n\n`);
    output.out(`Means:   ${type.means}\nCause:   ${type.cause}\nRemedy:  ${type.remedy("the MX host")}\n`);
    if (type.effect !== undefined) output.out(`Effect:  ${type.effect}\n`);
  }
  return ExitCode.Ok;
}

const amounts = { fail: "a failure", warn: "a warning", info: "information" } as const;

function ruleText({ id, severity, source, asks, remedy }: Rule, bold: (text: string) => string): string {
  return [
    `${bold(id)}: a rule of mta-sts check (${source})`,
    "",
    `Asks:    ${asks}`,
    `Broken:  ${amounts[severity]}`,
    `Remedy:  ${remedy}`,
    "",
  ].join("\n");
}

function list({ colours }: Output): string {
  const width = Math.max(...[...rules.map(({ id }) => id), ...resultTypes.keys()].map((id) => id.length));
  const lines = [
    colours.bold("Rules of mta-sts check"),
    ...rules.map(({ id, severity, asks }) => `  ${id.padEnd(width)}  ${severity.padEnd(4)}  ${asks}`),
    "",
    colours.bold("Result types of TLS reports (RFC 8460 §4.3)"),
    ...[...resultTypes].map(([id, { means }]) => `  ${id.padEnd(width)}        ${means}`),
  ];
  return `${lines.join("\n")}\n`;
}
