/**
 * bench:reports: reading, validating and summing up reports, against the least that any reader must do with the same
 * files. Needs the compiled package (`npm run build`). PARSEDMARC_PYTHON, a Python that has parsedmarc, adds that peer.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { median } from "./support/ratio";
import { writeGzipCorpus, writeLargeReport, writeMailCorpus } from "./reports/corpus";

const files = Number(process.env["BENCH_FILES"] ?? 20_000);
const mails = Number(process.env["BENCH_MAILS"] ?? 5000);
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 5);
const root = join(__dirname, "..");

function measure(...args: string[]): Record<string, number> {
  const script = join(__dirname, "reports/measure.cjs");
  const output = execFileSync(process.execPath, [script, ...args], { encoding: "utf8", cwd: root });
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Record<string, number>;
}

function parsedmarcMilliseconds(folder: string): number | undefined {
  const python = process.env["PARSEDMARC_PYTHON"];
  if (python === undefined) return undefined;
  const args = [join(__dirname, "reports/timeParsedmarc.py"), folder, "500"];
  const output = execFileSync(python, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return (JSON.parse(output.trim().split("\n").at(-1) ?? "") as { milliseconds: number }).milliseconds;
}

/** One turn on the same mails: milliseconds of one thread and of the floor for all, of the peer for each. */
interface MailTurn {
  single: number;
  floor: number;
  peer: number | undefined;
}

/** Ours and the peer in turns, each in a process of its own. */
function mailTurns(folder: string): MailTurn[] {
  return Array.from({ length: rounds }, () => {
    const { single = NaN, floor = NaN } = measure("mail", folder, "3");
    return { single, floor, peer: parsedmarcMilliseconds(folder) };
  });
}

function turnToPeer({ single, peer = NaN }: MailTurn): number {
  return peer / (single / mails);
}

function main(): void {
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
    const speed = measure("speed", gzip, String(rounds));
    const turns = mailTurns(eml);
    const peak = (path: string): number => measure("memory", path)["peak"]!;
    const memory = { all: peak(gzip), few: peak(few), large: peak(large) };
    const parsedmarc = turns.some(({ peer }) => peer === undefined) ? undefined : median(turns.map(turnToPeer));

    const table = new Table({ head: ["", "measured", "limit"], style: { head: [], border: [] } });
    const ratios = {
      singleRatio: speed["single"]! / speed["floor"]!,
      twoThreadsRatio: speed["two"]! / speed["floor"]!,
      mailRatio: median(turns.map(({ single, floor }) => single / floor)),
      ...(parsedmarc === undefined ? {} : { parsedmarcRatio: parsedmarc }),
    };
    table.push([`F: read, gunzip, JSON.parse of ${files} files`, `${speed["floor"]!.toFixed(0)} ms`, ""]);
    table.push(["one thread, of F", ratios.singleRatio.toFixed(2), "1.15"]);
    table.push(["two threads, of F", ratios.twoThreadsRatio.toFixed(2), "0.75"]);
    table.push([`${mails} mails, of indexOf + base64 + gunzip + parse`, ratios.mailRatio.toFixed(2), "2"]);
    if (parsedmarc !== undefined) {
      table.push(["parsedmarc, of one thread on mails", (ratios.parsedmarcRatio ?? 0).toFixed(1), "at least 20"]);
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
        floorMs: Math.round(speed["floor"]!),
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

main();
