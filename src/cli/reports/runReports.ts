import { writeFileSync } from "node:fs";
import { parseDomain } from "../../protocol";
import type { Readiness } from "../../reports";
import { ExitCode } from "../exitCode";
import type { Output } from "../output";
import { packageVersion } from "../packageVersion";
import { accepted } from "../parseOption";
import { givenHosts, givenPatterns, newestPolicy } from "./ourSide";
import { readAll, type ReadFlags } from "./readFlags";
import { writeJson } from "./writeJson";

export interface ReportsFlags extends ReadFlags {
  domain?: string;
  since?: Date;
  html?: string;
}

/** Raised when a field of the output changes its meaning or goes away. */
export const reportsSchemaVersion = 1;

/** Reads, sums up and shows reports. Asks no network: our side is what the options or the reports themselves say. */
export async function runReports(paths: readonly string[], flags: ReportsFlags, output: Output): Promise<number> {
  const domain = flags.domain === undefined ? undefined : accepted(parseDomain(flags.domain, "--domain"));
  const set = await readAll(paths, flags, output, {
    ...(domain === undefined ? {} : { domain }),
    ...(flags.since === undefined ? {} : { since: flags.since }),
  });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where reports are read
  const { summarize, evaluateReadiness } = require("../../reports") as typeof import("../../reports");
  const patterns = givenPatterns(flags) ?? (domain === undefined ? undefined : newestPolicy(set, domain));
  const liveMx = givenHosts(flags);
  const side = patterns === undefined ? undefined : { patterns, liveMx: liveMx?.map(({ host }) => host) };
  const summary = summarize(set, side);
  const readiness =
    domain === undefined
      ? undefined
      : // No report that counts tells of a policy: the verdict says so.
        evaluateReadiness({
          domain,
          mx: patterns ?? [],
          liveMx: patterns === undefined ? undefined : liveMx,
          reports: set,
          now: new Date(),
        });
  if (flags.html !== undefined) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- charts are loaded only where they are drawn
    const { renderHtml } = require("../../reports/html/renderHtml") as typeof import("../../reports/html/renderHtml");
    writeFileSync(flags.html, renderHtml({ summary, readiness, generatedAt: new Date() }));
  }
  if (flags.json === true) writeJson(jsonOf(summary, readiness), output.out);
  else {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- tables are loaded only for people
    const { summaryText } = require("./summaryText") as typeof import("./summaryText");
    output.out(summaryText(summary, output));
  }
  return set.counts.reports === 0 && set.counts.problems > 0 ? ExitCode.CouldNotCheck : ExitCode.Ok;
}

/** The schema: docs/reports.schema.json. */
function jsonOf(summary: object, readiness: Readiness | undefined): object {
  return {
    schemaVersion: reportsSchemaVersion,
    version: packageVersion(),
    ...summary,
    ...(readiness === undefined ? {} : { readiness }),
  };
}
