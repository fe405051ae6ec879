import { printable } from "../../net/printable";
import { type MtaStsMode, parseDomain } from "../../protocol";
import type { LiveMxHost, Probe, Readiness } from "../../reports";
import { ExitCode } from "../exitCode";
import type { NetworkFlags } from "../networkOptions";
import type { Output } from "../output";
import { packageVersion } from "../packageVersion";
import { accepted } from "../parseOption";
import { readInput } from "../readInput";
import { lookUpHosts, lookUpPolicy } from "./lookUp";
import { givenHosts, givenPatterns } from "./ourSide";
import { readAll, type ReadFlags } from "./readFlags";
import { readinessText } from "./readinessText";
import { reportsSchemaVersion } from "./runReports";
import { writeJson } from "./writeJson";

export interface ReadyFlags extends ReadFlags, NetworkFlags {
  reports: string[];
  probe?: string;
  partner?: string[];
  reporter?: string[];
  set?: Record<string, number>;
}

/** Exit 0: ready. 1: not ready, or under enforce new failures on our side. 2: not enough evidence. */
export async function runReady(domainArgument: string, flags: ReadyFlags, output: Output): Promise<number> {
  const domain = accepted(parseDomain(domainArgument, "domain"));
  const { patterns, mode } = await ourPolicy(domain, flags);
  const liveMx = givenHosts(flags) ?? (await liveHosts(domain, flags, output));
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where reports are read
  const lib = require("../../reports") as typeof import("../../reports");
  const now = new Date();
  const since = new Date(now.getTime() - 2 * lib.READINESS_DEFAULTS.windowDays * 86_400_000);
  const reports = await readAll(flags.reports, flags, output, { domain, since });
  const readiness = lib.evaluateReadiness({
    domain,
    mx: patterns,
    liveMx,
    reports,
    probe: flags.probe === undefined ? undefined : readProbe(flags.probe, domain, lib.parseProbe),
    now,
    options: {
      ...flags.set,
      partners: domainsOf(flags.partner, "--partner"),
      reporters: [...lib.READINESS_DEFAULTS.reporters, ...domainsOf(flags.reporter, "--reporter")],
    },
  });
  const alarm = mode === "enforce" ? lib.newFailures(readiness, now, flags.set?.["alarmDays"]) : undefined;
  if (flags.json === true) {
    const document = { schemaVersion: reportsSchemaVersion, version: packageVersion(), mode, ...readiness };
    writeJson(alarm === undefined ? document : { ...document, newFailures: alarm }, output.out);
  } else {
    output.out(readinessText(readiness, output));
    if (alarm !== undefined) output.out(alarmText(alarm.length, output));
  }
  if (alarm !== undefined) return alarm.length > 0 ? ExitCode.Failed : ExitCode.Ok;
  return exitCodeOf(readiness.verdict);
}

/** A name that no sender can have would watch over nobody. */
function domainsOf(names: readonly string[] = [], option: string): string[] {
  return names.map((name) => accepted(parseDomain(name, option)));
}

function exitCodeOf(verdict: Readiness["verdict"]): number {
  if (verdict === "ready") return ExitCode.Ok;
  return verdict === "notReady" ? ExitCode.Failed : ExitCode.CouldNotCheck;
}

function alarmText(failures: number, { colours }: Output): string {
  return failures === 0
    ? `\nThe policy is enforced already; no new failures on your side: ${colours.green("all is well")}\n`
    : `\nThe policy is enforced already: ${colours.red("these failures hold mail back now")}\n`;
}

async function ourPolicy(
  domain: string,
  flags: ReadyFlags,
): Promise<{ patterns: readonly string[]; mode: MtaStsMode | undefined }> {
  const given = givenPatterns(flags);
  if (given !== undefined) return { patterns: given, mode: undefined };
  const policy = await lookUpPolicy(domain, flags);
  return { patterns: policy.mx, mode: policy.mode };
}

async function liveHosts(domain: string, flags: ReadyFlags, output: Output): Promise<LiveMxHost[] | undefined> {
  const found = await lookUpHosts(domain, flags);
  if (found.hosts === undefined) output.err(`warning: the MX records of ${domain}: ${printable(found.reason)}\n`);
  return found.hosts;
}

function readProbe(path: string, domain: string, parse: (text: string, domain: string) => Probe): Probe {
  const text = readInput("--probe", path).toString("utf8");
  try {
    return parse(text, domain);
  } catch (error) {
    throw new Error(`--probe ${path}: ${(error as Error).message}`);
  }
}
