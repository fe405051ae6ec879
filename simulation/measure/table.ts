import Table from "cli-table3";
import { strategies } from "../operators/strategies";
import type { Tally } from "./tally";
import type { Justification } from "./justify";

/** What is counted of a strategy's messages and senders, and how it is called. */
export const outcomes = [
  ["messages", "messages"],
  ["undelivered", "undelivered"],
  ["outside", "by hand"],
  ["delayed", "delayed"],
  ["late", "beyond bound"],
  ["inClear", "in clear"],
  ["stale", "stale"],
  ["unprotected", "unprotected"],
  ["lostReports", "lost reports"],
] as const;
const columns = [...outcomes, ["accepted", "accepted"], ["refused", "refused"]] as const;

/** One row a strategy. */
export function strategyTable(tallies: ReadonlyMap<string, Tally>): string {
  const table = new Table({
    head: ["", ...columns.map(([key, title]) => (key === "outside" ? `${title}*` : title))],
    colAligns: ["left", ...columns.map(() => "right" as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, title } of strategies) {
    const tally = tallies.get(name);
    if (tally !== undefined) table.push([title, ...columns.map(([key]) => tally[key].toLocaleString("en"))]);
  }
  return `${table.toString()}\n* undelivered because the MX records were changed by hand, beside any program`;
}

/** Each refusal: what happened where it was applied anyway. */
export function justificationTable(justifications: readonly Justification[]): string {
  const table = new Table({
    head: [
      "refusal",
      "refused",
      "applied anyway",
      "… did harm",
      "undelivered",
      "late",
      "stale",
      "in clear",
      "unprotected",
      "else: why",
    ],
    colAligns: ["left", "right", "right", "right", "right", "right", "right", "right", "right", "left"],
    style: { head: [], border: [], compact: true },
  });
  for (const each of justifications) {
    const { code, refused, applied, harmful, undelivered, late, stale, inClear, unprotected, why } = each;
    table.push([
      code,
      refused,
      applied,
      harmful,
      undelivered,
      late,
      stale,
      inClear,
      unprotected,
      harmful > 0 ? "" : why,
    ]);
  }
  return table.toString();
}

/** The last line, for machines. */
export function jsonLine(sequences: number, seed: number, tallies: ReadonlyMap<string, Tally>): string {
  const rows = [...tallies].map(([name, tally]) => {
    const { refusals, examples, ...numbers } = tally;
    return [name, { ...numbers, examples, refusals }] as const;
  });
  return JSON.stringify({ sequences, seed, strategies: Object.fromEntries(rows) });
}
