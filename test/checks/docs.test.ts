import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../src/checks";
import { domainRows } from "./support/domains";
import { validatorDifferences } from "./support/validatorDifferences";

const path = join(__dirname, "../../docs/check.md");
/** For a cell of a table: `<` and `*` mean something outside of code only. */
const cell = (text: string) =>
  text
    .replaceAll("|", "\\|")
    .split("`")
    .map((part, index) => (index % 2 === 0 ? part.replace(/[<*]/g, "\\$&") : part))
    .join("`");

function rulesTable(): string {
  const rows = rules.map(
    ({ id, severity, source, asks, remedy }) =>
      `| \`${id}\` | ${severity} | ${source} | ${cell(asks)} | ${cell(remedy)} |`,
  );
  return ["| Rule | If broken | Source | Asks | Remedy |", "| --- | --- | --- | --- | --- |", ...rows].join("\n");
}

function differencesTable(): string {
  const word = (valid: boolean | undefined) => (valid === undefined ? "as ours" : valid ? "valid" : "not valid");
  const rows = Object.entries(validatorDifferences).map(
    ([label, { checkdmarc, checkdmarcTlsRpt, postfix, decides }]) =>
      `| ${label} | ${word(checkdmarc ?? checkdmarcTlsRpt)} | ${word(postfix)} | ${cell(decides)} |`,
  );
  return [
    "| Domain | checkdmarc | postfix-mta-sts-resolver | What decides |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function between(text: string, marker: string, content: string): string {
  const block = new RegExp(`(<!-- ${marker}[^>]*-->)[\\s\\S]*?(<!-- /${marker} -->)`);
  return text.replace(block, (_, begin: string, end: string) => `${begin}\n\n${content}\n\n${end}`);
}

/** Prettier pads the cells of a table. */
const unpadded = (text: string) => text.replace(/ +/g, " ").replace(/-{3,}/g, "---");

test("docs/check.md has the rules and differences as the code has them (UPDATE_DOCS=1 writes them, Prettier pads them)", () => {
  const now = readFileSync(path, "utf8");
  const wanted = between(between(now, "rules", rulesTable()), "differences", differencesTable());
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, wanted);
  else expect(unpadded(now)).toBe(unpadded(wanted));
});

test("each difference is about a domain of the table", () => {
  const labels = domainRows.map(({ label }) => label);
  expect(Object.keys(validatorDifferences).filter((label) => !labels.includes(label))).toEqual([]);
});
