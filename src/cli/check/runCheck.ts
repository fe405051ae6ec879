import { checkDomain, mapLimit, openNetwork, rules } from "../../checks";
import { ExitCode } from "../exitCode";
import { networkOptions, type NetworkFlags } from "../networkOptions";
import type { Output } from "../output";
import { readDomains } from "./readDomains";
import { jsonWriter } from "./jsonWriter";
import { startProgress } from "./progress";
import { tableWriter } from "./tableWriter";

/** The command's options as commander gives them. */
export interface CheckFlags extends NetworkFlags {
  file?: string;
  smtp?: boolean;
  json?: boolean;
  quiet?: boolean;
  all?: boolean;
  ignore?: string[];
  concurrency: number;
}

/** Checks the domains, each as soon as there is room; writes each report once those before it are written. */
export async function runCheck(args: readonly string[], flags: CheckFlags, output: Output): Promise<number> {
  const ignore = ignoredRules(flags.ignore ?? []);
  const { domains, problems } = readDomains(args, flags.file);
  for (const problem of problems) output.err(`error: ${problem}\n`);
  if (domains.length === 0) {
    if (problems.length === 0) output.err("error: no domain given; name one, or a file with --file\n");
    return ExitCode.CouldNotCheck;
  }
  const network = openNetwork({ ...networkOptions(flags), smtp: flags.smtp });
  const writer = flags.json === true ? jsonWriter(output) : tableWriter(output, flags);
  const progress = startProgress(output, domains.length, flags.quiet !== true);
  let failed = false;
  let unknown = problems.length > 0;
  const check = async (domain: string) => {
    const report = await checkDomain(domain, network, { ignore });
    progress.done();
    return report;
  };
  for await (const report of mapLimit(domains, flags.concurrency, check)) {
    failed ||= report.outcome === "fail";
    unknown ||= report.outcome === "couldNotCheck";
    progress.aside(() => {
      writer.write(report);
    });
  }
  progress.end();
  writer.end();
  return failed ? ExitCode.Failed : unknown ? ExitCode.CouldNotCheck : ExitCode.Ok;
}

function ignoredRules(ids: readonly string[]): ReadonlySet<string> {
  const unknown = ids.filter((id) => !rules.some((rule) => rule.id === id));
  if (unknown.length > 0) throw new Error(`--ignore: no rule has the id ${unknown.join(", ")}; see mta-sts explain`);
  return new Set(ids);
}
