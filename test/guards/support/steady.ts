import type { Outcome } from "../../support/engine";

/** What the component "mail" says in the log: advice, the change in one line, the gate's progress. */
export function saidBy({ diagnostics }: Outcome): string[] {
  return diagnostics
    .filter(({ name, severity }) => name === "mail" && severity !== "error")
    .map(({ severity, message }) => `${severity}: ${steady(message)}`);
}

/** What the user is told went wrong; an inline program that returns outputs may be told the same twice. */
export function refusalsIn({ diagnostics }: Outcome): string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const texts = errors.map(({ name, message }) => steady(name === undefined ? message : `${name}: ${message}`));
  // In an update the address beside a refused one says that it stays as it is.
  const told = texts.filter((text) => text !== "" && !/ stays as it is, because another address/.test(text));
  return [...new Set(told)];
}

/** The same as one text. */
export function refusalIn(outcome: Outcome): string {
  return refusalsIn(outcome).join("\n");
}

/** Puts a word in the place of what differs from run to run, and takes the engine's own words away. */
export function steady(text: string): string {
  return (
    text
      .replace(/^(?:preview|update) failed$/, "")
      .replace(/: Preview failed: /g, ": ")
      // An update says the refusal of a whole program twice.
      .replace(/^mail-refused: before hook "stop before anything is deleted[^"]*" failed: /, "")
      .replace(/\b127\.0\.\d+\.\d+:\d+/g, "<address>:<port>")
      .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
      .replace(/\b\d{4}-\d\d-\d\d\b/g, "<day>")
      .replace(/\bns-\d+\.awsdns-\d+\.[a-z.]*[a-z]/g, "<name server>")
      .replace(/\b[a-z0-9]+\.cloudfront\.net/g, "<distribution>.cloudfront.net")
      .replace(/\b(?!0123456789abcdef)[0-9a-f]{32}\b/g, "<record id>")
      .replace(/, \d+ times? in/g, ", <n> times in")
  );
}
