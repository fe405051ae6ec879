import Table from "cli-table3";
import { printable } from "../../net/printable";
import type { Summary } from "../../reports";
import type { Output } from "../output";

/** Rows of one table; the rest is counted. */
const MOST_ROWS = 40;
const MOST_PROBLEMS = 20;

/** The summary for people: totals, per day, per organization, per MX, triage, problems. */
export function summaryText(summary: Summary, { colours, width }: Pick<Output, "colours" | "width">): string {
  const { total, counts, days, organizations, mx, triage, problems, deviations } = summary;
  const { bold, dim, red } = colours;
  const blocks: string[] = [];
  const name = summary.domain === undefined ? "all domains" : summary.domain;
  const besides = [
    [counts.duplicates, "repeated"],
    [counts.disputed, "disputed"],
    [counts.otherDomains, "on other domains"],
    [counts.older, "older"],
    [counts.skipped, "files and mails without a report"],
    [counts.problems, "unreadable"],
  ].filter(([count]) => count !== 0);
  blocks.push(
    `${bold(printable(name))}: ${total.reports} reports, ${total.successes} sessions succeeded, ${total.failures} failed` +
      (besides.length === 0
        ? ""
        : dim(` (besides: ${besides.map(([count, what]) => `${count ?? 0} ${what ?? ""}`).join(", ")})`)),
  );
  const table = (title: string, head: string[], rows: string[][]): void => {
    if (rows.length === 0) return;
    const shown = new Table({ head, style: { head: [], border: [] }, ...(width >= 80 ? {} : { colWidths: [] }) });
    shown.push(...rows.slice(0, MOST_ROWS));
    const more = rows.length > MOST_ROWS ? `\n${dim(`and ${rows.length - MOST_ROWS} more: see --json`)}` : "";
    blocks.push(`${bold(title)}\n${shown.toString()}${more}`);
  };
  const numbers = (row: { reports: number; successes: number; failures: number }): string[] => [
    String(row.reports),
    String(row.successes),
    row.failures > 0 ? red(String(row.failures)) : "0",
  ];
  table(
    "Per day (UTC)",
    ["day", "reports", "succeeded", "failed"],
    days.slice(-MOST_ROWS).map((row) => [row.name, ...numbers(row)]),
  );
  table(
    "Per organization",
    ["organization", "names itself", "evidence", "reports", "succeeded", "failed"],
    organizations.map((row) => [
      printable(row.name, 60),
      printable(row.names.join(", "), 60),
      row.evidence ? "yes" : "no",
      ...numbers(row),
    ]),
  );
  table(
    "Failures per receiving MX",
    ["MX", "failed", "types"],
    mx.map((row) => [
      printable(row.mx ?? "(not named)", 80),
      String(row.failures),
      row.resultTypes
        .map(({ resultType, failures }) => `${printable(resultType || "(none)", 60)} ${failures}`)
        .join("\n"),
    ]),
  );
  if (triage.length > 0) {
    const lines = triage.slice(0, MOST_ROWS).map((group) => {
      const what = `${printable(group.resultType || "(no type)", 60)} at ${printable(group.mx ?? "(no host)", 80)}`;
      const numbersText = `${group.sessions} sessions (${(group.share * 100).toFixed(1)} %) of ${printable(group.organization, 60)}, ${group.firstSeen} to ${group.lastSeen}`;
      const reasons =
        group.reasons.length === 0
          ? ""
          : `\n    ${dim(group.reasons.map((reason) => printable(reason, 100)).join("; "))}`;
      return `  ${bold(group.side)}: ${what}: ${numbersText}${reasons}\n    ${printable(group.remedy, 400)}`;
    });
    if (triage.length > MOST_ROWS) lines.push(dim(`  and ${triage.length - MOST_ROWS} more: see --json`));
    blocks.push(`${bold("What to do")}\n${lines.join("\n")}`);
  }
  if (problems.length > 0) {
    const lines = problems
      .slice(0, MOST_PROBLEMS)
      .map(({ label, message }) => `  ${printable(label, 200)}: ${printable(message, 300)}`);
    if (counts.problems > MOST_PROBLEMS) lines.push(dim(`  and ${counts.problems - MOST_PROBLEMS} more`));
    blocks.push(`${bold("Could not be read")}\n${lines.join("\n")}`);
  }
  if (deviations.length > 0) {
    const list = deviations.map(({ deviation, reports }) => `${deviation} (${reports})`).join(", ");
    blocks.push(dim(`Read rightly, though not as RFC 8460 has it: ${list}`));
  }
  return `${blocks.join("\n\n")}\n`;
}
