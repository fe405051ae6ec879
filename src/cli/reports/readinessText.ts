import { printable } from "../../net/printable";
import type { Readiness, Reason } from "../../reports";
import type { Output } from "../output";

const WORDS = { ready: "READY", notReady: "NOT READY", insufficientEvidence: "NOT ENOUGH EVIDENCE" } as const;

/** The verdict with every reason and number, for people. */
export function readinessText(readiness: Readiness, { colours }: Pick<Output, "colours">): string {
  const { verdict, domain, reasons, warnings, readySince } = readiness;
  const paint = { ready: colours.green, notReady: colours.red, insufficientEvidence: colours.yellow }[verdict];
  const since = readySince === undefined ? "" : ` since ${readySince.toISOString().slice(0, 10)}`;
  const lines = [`${colours.bold(paint(`${WORDS[verdict]}${since}`))} to enforce MTA-STS for ${printable(domain)}`, ""];
  for (const reason of reasons)
    lines.push(...reasonLines(reason, reason.kind === "blocking" ? colours.red("✗") : colours.yellow("…")));
  for (const warning of warnings) lines.push(...reasonLines(warning, colours.cyan("!")));
  if (reasons.length + warnings.length > 0) lines.push("");
  return `${lines.concat(numberLines(readiness)).join("\n")}\n`;
}

function reasonLines({ message, remedy }: Reason, mark: string): string[] {
  return [`  ${mark} ${printable(message, 1000)}`, `    ${printable(remedy, 400)}`];
}

function numberLines({ numbers }: Readiness): string[] {
  const { evidence, notEvidence, organizationDays, organizations, successes, failures, spanDays } = numbers;
  const { firstDay, lastDay, knownReporters, otherSuccesses, provenShare, restartedAfter } = numbers;
  const lines = [
    `Reports: ${evidence} that count, ${notEvidence} that do not`,
    `Since ${restartedAfter === undefined ? "the window began" : `the last failure (${restartedAfter})`}: ${organizationDays} organization-days ` +
      `of ${organizations} organizations, ${spanDays} days${firstDay === undefined ? "" : ` (${firstDay} to ${lastDay ?? firstDay})`}`,
    `Known reporters: ${knownReporters.length === 0 ? "none" : knownReporters.map((name) => printable(name)).join(", ")}`,
    `Sessions: ${successes} succeeded, ${failures} failed` +
      (otherSuccesses === 0 ? "" : `; ${otherSuccesses} more succeeded by senders that are no known reporters`),
  ];
  if (provenShare !== undefined && failures === 0) {
    lines.push(
      `${successes} sessions without failure prove, with 95 % confidence, that at most ${percent(provenShare)} of them would fail (3/n)`,
    );
  }
  return lines;
}

function percent(share: number): string {
  return `${(share * 100).toPrecision(2)} %`;
}
