import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stages, type Stage } from "../src/rollout/changes";
import type { Rule } from "../src/rollout/finding";
import { standingRules } from "../src/rollout/rules/standingRules";
import { guardRules, restoreRule, transitionTable } from "../src/rollout/transitionTable";
import { markdownTable, withGenerated } from "./generatedMarkdown";

/** Writes the tables of docs/rollout.md from the rules themselves. Run: `npx tsx tools/renderTransitions.ts`. */

export const docsFile = path.join(__dirname, "..", "docs", "rollout.md");

const stageNames: Record<Stage, string> = {
  absent: "no policy",
  testing: "`testing`",
  enforce: "`enforce`",
  none: "`none`",
};
const decisions: Record<Rule["decision"], string> = {
  allow: "allowed",
  advise: "allowed, with advice",
  refuse: "**refused**",
};

export function renderTransitions(): string {
  const steps = stages.flatMap((from) =>
    stages.flatMap((to) =>
      transitionTable[from][to].map((rule) => [stageNames[from], stageNames[to], ...columnsOf(rule)]),
    ),
  );
  const guards = [restoreRule, ...guardRules].map(columnsOf);
  return [
    "### Each step",
    "In each step, the first line whose condition holds decides.",
    markdownTable(["From", "To", "When", "Decision", "Why", "Source", "Code"], steps),
    "### On every step",
    "These are judged besides; each that applies is reported. The first one replaces the table above.",
    markdownTable(["When", "Decision", "Why", "Source", "Code"], guards),
    "### In every run",
    "By what is live alone, whether or not anything changes. They stop a run before anything is registered.",
    markdownTable(["When", "Decision", "Why", "Source", "Code"], standingRules.map(columnsOf)),
  ].join("\n\n");
}

function columnsOf(rule: Rule): string[] {
  return [rule.when, decisions[rule.decision], rule.summary, rule.rule.split(":")[0] ?? "", `\`${rule.code}\``];
}

/** The document with its generated part replaced. */
export function withTransitions(document: string): string {
  return withGenerated(document, "docs/rollout.md", "tools/renderTransitions.ts", renderTransitions());
}

if (require.main === module) writeFileSync(docsFile, withTransitions(readFileSync(docsFile, "utf8")));
