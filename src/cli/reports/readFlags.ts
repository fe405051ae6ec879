import { setFlagsFromString } from "node:v8";
import type { Command } from "commander";
import { commaList } from "../parseOption";
import type { Output } from "../output";
import type { ReadOptions, ReportSet } from "../../reports";

/** Options of every command that reads reports. */
export interface ReadFlags {
  trust?: boolean;
  authservId?: string[];
  verifyDkim?: boolean;
  strict?: boolean;
  s3Endpoint?: string;
  bucketOwner?: string;
  mx?: string[];
  liveMx?: string[];
  json?: boolean;
}

export function addReadOptions(command: Command): Command {
  return command
    .option("--trust", "JSON reports in these places count as evidence: nobody else can put files there")
    .option(
      "--authserv-id <ids>",
      "ids that your own servers write into Authentication-Results; microsoft365 for Exchange Online",
      commaList,
    )
    .option("--verify-dkim", "verify DKIM signatures while reading (needs the package mailauth)")
    .option("--bucket-owner <account>", "the account that s3:// buckets belong to; their JSON reports count")
    .option("--s3-endpoint <url>", "an S3-compatible service")
    .option("--mx <patterns>", "the policy's mx, instead of looking for the policy", commaList)
    .option("--live-mx <hosts>", "the MX hosts, as host or host:preference, instead of looking them up", commaList)
    .option("--strict", "stop at the first file that cannot be read")
    .option("--json", "write JSON");
}

/** Reads the reports, with a line of progress on a terminal. */
export async function readAll(
  paths: readonly string[],
  flags: ReadFlags,
  output: Output,
  more: Pick<ReadOptions, "domain" | "since">,
): Promise<ReportSet> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where reports are read
  const { readReports, dkimVerifier } = require("../../reports") as typeof import("../../reports");
  // Reading makes much garbage and keeps little: a young generation that stays small saves 30 MB and no time.
  setFlagsFromString("--semi-space-growth-factor=1");
  // And the old one grows with what is kept, not with what was thrown away.
  setFlagsFromString("--heap-growing-percent=30");
  const set = await quietly(() =>
    readReports(paths, {
      ...more,
      trust: flags.trust ?? false,
      authservIds: flags.authservId ?? [],
      strict: flags.strict ?? false,
      s3: {
        ...(flags.s3Endpoint === undefined ? {} : { endpoint: flags.s3Endpoint }),
        ...(flags.bucketOwner === undefined ? {} : { bucketOwner: flags.bucketOwner }),
      },
      ...(flags.verifyDkim === true ? { verify: dkimVerifier() } : {}),
      ...(output.progress
        ? {
            onProgress: ({ files, total, reports }) => {
              output.err(`\r\u001b[K${files}${total === undefined ? "" : `/${total}`} files, ${reports} reports`);
            },
          }
        : {}),
    }),
  );
  if (output.progress) output.err("\r\u001b[K");
  return set;
}

/** mailauth comments on odd signatures by console.log; standard output is for our answer alone. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { log } = console;
  console.log = () => undefined;
  try {
    return await work();
  } finally {
    console.log = log;
  }
}
