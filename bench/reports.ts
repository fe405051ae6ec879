/**
 * bench:reports: reading, validating and summing up reports, against the least that any reader must do with the same
 * files. Needs the compiled package (`npm run build`). PARSEDMARC_PYTHON, a Python that has parsedmarc, adds that peer.
 *
 * Each side has a process of its own, and they work in turns. Time is that of the clock, which needs free cores; a ratio
 * named `…CpuRatio` is of the processor's time, of all threads of a side, and means something on a busy machine too. Each
 * ratio is the median of those of neighbouring samples.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { writeGzipCorpus, writeLargeReport, writeMailCorpus } from "./reports/corpus";
import { inTurns, Runner, type Sample } from "./reports/runner";
import { median, pairedRatio, round } from "./support/ratio";

const files = Number(process.env["BENCH_FILES"] ?? 20_000);
const mails = Number(process.env["BENCH_MAILS"] ?? 5000);
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 25);
/** Of the mails, for a peer that takes its time. */
const PEER_MAILS = Math.min(mails, 500);
const root = join(__dirname, "..");

const script = join(__dirname, "reports/measure.cjs");

/** A side of ours, or the least. */
function side(kind: "floor" | "bareMail" | "single" | "two", folder: string): Runner {
  return new Runner(process.execPath, script, kind, folder);
}

function peakMegabytes(folder: string): number {
  const output = execFileSync(process.execPath, [script, "memory", folder], { encoding: "utf8" });
  return (JSON.parse(output) as { peak: number }).peak;
}

function ratioOf(a: readonly Sample[], b: readonly Sample[], time: keyof Sample): number {
  return pairedRatio(
    a.map((sample) => sample[time]),
    b.map((sample) => sample[time]),
  );
}

interface MailRatios {
  mailRatio: number;
  mailCpuRatio: number;
  parsedmarcRatio?: number;
}

async function mailRatios(folder: string): Promise<MailRatios> {
  const python = process.env["PARSEDMARC_PYTHON"];
  const sides = { ours: side("single", folder), floor: side("bareMail", folder) };
  if (python === undefined) {
    const { ours, floor } = await inTurns(sides, rounds);
    return mailRatio(ours, floor);
  }
  const parsedmarc = new Runner(python, join(__dirname, "reports/timeParsedmarc.py"), folder, String(PEER_MAILS));
  const { ours, floor, peer } = await inTurns({ ...sides, peer: parsedmarc }, rounds);
  const share = ratioOf(peer, ours, "clock");
  return { ...mailRatio(ours, floor), parsedmarcRatio: round((share * mails) / PEER_MAILS, 1) };
}

function mailRatio(ours: readonly Sample[], floor: readonly Sample[]): MailRatios {
  return { mailRatio: ratioOf(ours, floor, "clock"), mailCpuRatio: ratioOf(ours, floor, "cpu") };
}

async function main(): Promise<void> {
  if (!existsSync(join(root, "dist/reports/index.js"))) throw new Error("run npm run build first");
  const folder = mkdtempSync(join(tmpdir(), "bench-reports-"));
  try {
    const gzip = join(folder, "gzip");
    const eml = join(folder, "eml");
    const large = join(folder, "large");
    const few = join(folder, "few");
    const sizes = writeGzipCorpus(gzip, files);
    writeGzipCorpus(few, Math.ceil(files / 20));
    writeMailCorpus(eml, mails, "mx.example.com");
    writeLargeReport(large, 48 * 1024 * 1024);
    const single = await inTurns({ ours: side("single", gzip), floor: side("floor", gzip) }, rounds);
    const two = await inTurns({ ours: side("two", gzip), floor: side("floor", gzip) }, rounds);
    const floor = median(single.floor.map(({ clock }) => clock));
    const ratios = {
      singleRatio: ratioOf(single.ours, single.floor, "clock"),
      singleCpuRatio: ratioOf(single.ours, single.floor, "cpu"),
      twoThreadsRatio: ratioOf(two.ours, two.floor, "clock"),
      busiestThreadRatio: ratioOf(two.ours, two.floor, "busiest"),
      ...(await mailRatios(eml)),
    };
    const memory = { all: peakMegabytes(gzip), few: peakMegabytes(few), large: peakMegabytes(large) };

    const table = new Table({ head: ["", "measured", "limit"], style: { head: [], border: [] } });
    table.push([`F: read, gunzip, JSON.parse of ${files} files`, `${floor.toFixed(0)} ms`, ""]);
    table.push(["one thread, of F", ratios.singleRatio.toFixed(2), "1.15"]);
    table.push(["the same, by processor time", ratios.singleCpuRatio.toFixed(2), ""]);
    table.push(["two threads, of F", ratios.twoThreadsRatio.toFixed(2), "0.75"]);
    table.push(["the busier of the two, of F", ratios.busiestThreadRatio.toFixed(2), ""]);
    table.push([`${mails} mails, of indexOf + base64 + gunzip + parse`, ratios.mailRatio.toFixed(2), "2"]);
    if (ratios.parsedmarcRatio !== undefined) {
      table.push(["parsedmarc, of one thread on mails", ratios.parsedmarcRatio.toFixed(1), "at least 20"]);
    }
    table.push([`memory for ${files} files`, `${memory.all.toFixed(0)} MB`, "90 MB"]);
    table.push([`memory for ${Math.ceil(files / 20)} files`, `${memory.few.toFixed(0)} MB`, ""]);
    table.push(["memory for one report of 48 MB", `${memory.large.toFixed(0)} MB`, "300 MB"]);
    console.log(table.toString());
    console.log(
      JSON.stringify({
        bench: "reports",
        files,
        mails,
        rounds,
        meanJsonBytes: Math.round(sizes.json),
        meanGzipBytes: Math.round(sizes.gzip),
        floorMs: Math.round(floor),
        ...ratios,
        memoryMB: Math.round(memory.all),
        memoryFewMB: Math.round(memory.few),
        memoryLargeMB: Math.round(memory.large),
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
