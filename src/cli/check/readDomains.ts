import { parseDomain } from "../../protocol";
import { readInput } from "../readInput";

/** The domains to check, each once, and one sentence for each text that is none. */
export function readDomains(args: readonly string[], file?: string): { domains: string[]; problems: string[] } {
  const given = args.map((text, index) => ({ text, path: `domain ${index + 1}` }));
  const listed = file === undefined ? [] : linesOf(file);
  const domains = new Set<string>();
  const problems: string[] = [];
  for (const { text, path } of [...given, ...listed]) {
    const parsed = parseDomain(text, path);
    if (parsed.ok) domains.add(parsed.value);
    else
      problems.push(
        parsed.problems
          .map(({ path: where, value, rule, remedy }) => `${where} ${value}: ${rule}. ${remedy}`)
          .join("; "),
      );
  }
  return { domains: [...domains], problems };
}

function linesOf(file: string): { text: string; path: string }[] {
  const content = readInput("--file", file).toString("utf8");
  return content
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.replace(/#.*$/, "").trim(), path: `line ${index + 1}` }))
    .filter(({ text }) => text !== "");
}
