import Table from "cli-table3";
import type { DomainReport, RuleResult, Verdict } from "../../checks";
import { toUnicode } from "../../protocol";
import type { Output } from "../output";
import type { ReportWriter } from "./jsonWriter";

const words: Record<RuleResult, string> = {
  fail: "FAIL",
  couldNotCheck: "unknown",
  warn: "warning",
  info: "info",
  pass: "pass",
  notApplicable: "-",
};
const counted: Record<RuleResult, string> = {
  fail: "failed",
  couldNotCheck: "could not be checked",
  warn: "to be looked at",
  info: "for information",
  pass: "passed",
  notApplicable: "",
};
/** The worst first. */
const order = Object.keys(words) as RuleResult[];

/** One heading a domain and, where there is something to say, a table. */
export function tableWriter(output: Output, flags: { quiet?: boolean; all?: boolean }): ReportWriter {
  const shown: readonly RuleResult[] =
    flags.quiet === true ? ["fail", "couldNotCheck"] : flags.all === true ? order : order.slice(0, 4);
  let blank = "";
  return {
    write(report) {
      const verdicts = report.verdicts.filter(({ result }) => shown.includes(result));
      if (flags.quiet === true && verdicts.length === 0) return;
      output.out(`${blank}${heading(report, output)}\n`);
      if (verdicts.length > 0) output.out(`${table(verdicts, output)}\n`);
      for (const sentence of report.leftOut ?? []) output.out(`${output.colours.yellow("left out")}: ${sentence}\n`);
      blank = "\n";
    },
    end: () => undefined,
  };
}

function heading({ domain, counts, outcome }: DomainReport, { colours }: Output): string {
  const parts = order
    .filter((result) => result !== "notApplicable" && counts[result] > 0)
    .map((result) => `${counts[result]} ${counted[result]}`);
  const unicode = toUnicode(domain);
  const name = unicode === domain ? domain : `${unicode} (${domain})`;
  const paint = { pass: colours.green, fail: colours.red, couldNotCheck: colours.yellow }[outcome];
  return `${paint(colours.bold(name))}: ${parts.join(", ")}`;
}

function table(verdicts: readonly Verdict[], { colours, width }: Output): string {
  const paint: Record<RuleResult, (text: string) => string> = {
    fail: colours.red,
    couldNotCheck: colours.yellow,
    warn: colours.yellow,
    info: colours.cyan,
    pass: colours.green,
    notApplicable: colours.dim,
  };
  const rows = groupAlike(verdicts);
  const ruleWidth = Math.max(...rows.map(({ rules }) => Math.max(...rules.map((rule) => rule.length)))) + 2;
  const rest = Math.max(width - ruleWidth - 9 - 5, 30);
  const grid = new Table({ colWidths: [9, ruleWidth, rest], wordWrap: true, style: { head: [], border: [] } });
  for (const { rules, result, seen, remedy, source } of rows) {
    const advice = remedy === undefined ? "" : `\n${colours.dim(`→ ${remedy} (${source})`)}`;
    grid.push([paint[result](words[result]), rules.join("\n"), `${seen}${advice}`]);
  }
  return grid.toString();
}

interface Row extends Omit<Verdict, "rule"> {
  rules: string[];
}

/** One look-up that fails leaves many rules without an answer, all for one reason: that is one row. */
function groupAlike(verdicts: readonly Verdict[]): Row[] {
  const rows: Row[] = [];
  for (const { rule, ...verdict } of verdicts) {
    const alike =
      verdict.result === "couldNotCheck" || verdict.result === "notApplicable"
        ? rows.find(({ result, seen }) => result === verdict.result && seen === verdict.seen)
        : undefined;
    if (alike) alike.rules.push(rule);
    else rows.push({ ...verdict, rules: [rule] });
  }
  for (const row of rows) if (row.rules.length > 4) row.rules.splice(3, Infinity, `and ${row.rules.length - 3} more`);
  return rows.sort((a, b) => order.indexOf(a.result) - order.indexOf(b.result));
}
