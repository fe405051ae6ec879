import { statSync } from "node:fs";
import { messageOf } from "../errorText";
import { asReportError } from "../parse/reportError";
import { readFoundFile, readNamedFile } from "../source/readFile";
import { objectsOf } from "../source/s3";
import { readStdin } from "../source/stdin";
import { walk } from "../source/walk";
import { Collector, type ReportSet } from "./collector";
import { Intake, type Item } from "./intake";
import { ReadError, type ReadOptions, type S3Options } from "./options";
import { Progress } from "./progress";
import { itemAt, takeFile } from "./takeFile";
import { readInWorkers, worthWorkers } from "./workers";

/**
 * Reads TLS-RPT reports from files, directories, mailboxes, archives, standard input (`-`) and buckets (`s3://…`).
 *
 * What a file is, its content says; what cannot be read is in `problems`, and the rest goes on. Memory does not grow
 * with the size of what is read, only by some hundred bytes a report.
 *
 * @throws ReadError for a path that does not exist, or with `strict` for the first problem.
 * @example
 * const set = await readReports(["reports/", "inbox.mbox"], { domain: "example.com", authservIds: ["mx.example.com"] });
 * set.reports.filter(({ trust }) => trust.evidence).length;
 */
export async function readReports(paths: readonly string[], options: ReadOptions = {}): Promise<ReportSet> {
  const collector = new Collector({ domain: options.domain, since: options.since?.getTime() });
  const intake = new Intake(collector, {
    authservIds: (options.authservIds ?? []).map((id) => id.toLowerCase()),
    verify: options.verify,
  });
  const run: Run = { collector, intake, options, progress: new Progress(collector, options.onProgress) };
  for (const path of paths) {
    if (path === "-") await readFromStdin(run);
    else if (path.startsWith("s3://")) await readBucket(path, run);
    else await readPath(path, run);
    refuseProblems(run);
  }
  await intake.finish();
  refuseProblems(run);
  run.progress.done();
  return collector.result();
}

interface Run {
  collector: Collector;
  intake: Intake;
  options: ReadOptions;
  progress: Progress;
}

async function readPath(path: string, run: Run): Promise<void> {
  let isDirectory: boolean;
  try {
    isDirectory = statSync(path).isDirectory();
  } catch (error) {
    throw new ReadError(`cannot read ${path}: ${messageOf(error)}`);
  }
  if (isDirectory) await readDirectory(path, run);
  else await readOne(path, itemOf(path, run, true), readNamedFile, run);
}

async function readDirectory(directory: string, run: Run): Promise<void> {
  const files: string[] = [];
  for (const found of walk(directory)) {
    if ("error" in found) run.intake.failed(found.error, itemOf(found.path, run, false));
    else files.push(found.path);
  }
  run.progress.expect(files.length);
  const readHere = async (share: readonly string[]): Promise<void> => {
    for (const path of share) {
      const work = readOne(path, itemOf(path, run, false), readFoundFile, run);
      if (work !== undefined) await work;
    }
  };
  if (worthWorkers(files.length, run.options)) await readInWorkers(files, run.collector, run.options, readHere);
  else await readHere(files);
}

/** A promise only where something is left to wait for: one for each file would cost as much as a tenth of the file. */
function readOne(path: string, item: Item, read: typeof readFoundFile, run: Run): Promise<void> | undefined {
  const work = takeFile(path, item, read, run.intake);
  run.collector.counts.files++;
  const isDue = run.progress.due();
  if (work !== undefined || run.intake.busy || isDue) return settleOne(work, isDue, run);
  refuseProblems(run);
  return undefined;
}

async function settleOne(work: Promise<void> | undefined, isDue: boolean, run: Run): Promise<void> {
  if (work !== undefined) await work;
  if (run.intake.busy) await run.intake.settle();
  if (isDue) await run.progress.report();
  refuseProblems(run);
}

function itemOf(path: string, { options }: Run, named: boolean): Item {
  return itemAt(path, options.trust ?? false, named || "by-name");
}

async function readFromStdin({ collector, intake, options }: Run): Promise<void> {
  const item = itemAt("standard input", options.trust ?? false, true);
  collector.counts.files++;
  try {
    await intake.take(await readStdin(process.stdin), item);
  } catch (error) {
    intake.failed(asReportError(error), item);
  }
  await intake.settle();
}

async function readBucket(url: string, run: Run): Promise<void> {
  const { s3 = {}, trust = false } = run.options;
  const trustedSource = trust || vouchesForOwner(s3);
  for await (const object of objectsOf(url, s3)) {
    const item = itemAt(object.label, trustedSource, "by-name");
    run.collector.counts.files++;
    if ("error" in object) run.intake.failed(object.error, item);
    else await run.intake.take(object.bytes, item);
    if (run.intake.busy) await run.intake.settle();
    if (run.progress.due()) await run.progress.report();
    refuseProblems(run);
  }
}

/** S3 itself refuses a bucket of another account; what other services make of the header, nobody knows. */
function vouchesForOwner({ bucketOwner, endpoint }: S3Options): boolean {
  const isElsewhere = (endpoint ?? process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"]) !== undefined;
  return bucketOwner !== undefined && !isElsewhere;
}

function refuseProblems({ collector, options }: Run): void {
  const problem = options.strict === true ? collector.problems[0] : undefined;
  if (problem !== undefined) throw new ReadError(`${problem.label}: ${problem.message}`);
}
