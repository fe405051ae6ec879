// One side of bench:reports, in a process of its own, on the compiled package: for each line of input it does its work
// once, and prints how long that took. `memory` does it once, and prints the most memory that it ever had.
const { performance } = require("node:perf_hooks");
const { createInterface } = require("node:readline");
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { gunzipSync } = require("node:zlib");
const { readReports } = require("../../dist/reports");

const [kind, path] = process.argv.slice(2);
const options = { domain: "example.com", trust: true, authservIds: ["mx.example.com"] };

/** F of the issue: what any reader of these files must do. */
function floor() {
  let policies = 0;
  for (const name of readdirSync(path)) {
    policies += JSON.parse(gunzipSync(readFileSync(join(path, name)))).policies.length;
  }
  return policies;
}

/** The least that a reader of these mails must do. */
function bareMail() {
  let policies = 0;
  for (const name of readdirSync(path)) {
    const mail = readFileSync(join(path, name));
    const start = mail.indexOf("\r\n\r\n", mail.indexOf("application/tlsrpt+gzip")) + 4;
    const end = mail.indexOf("\r\n--", start);
    const gzip = Buffer.from(mail.toString("latin1", start, end), "base64");
    policies += JSON.parse(gunzipSync(gzip)).policies.length;
  }
  return policies;
}

async function read(workers) {
  const { counts } = await readReports([path], { ...options, workers });
  if (counts.problems > 0 || counts.reports === 0) throw new Error(JSON.stringify(counts));
  return counts.reports;
}

const WORK = { floor, bareMail, single: () => read(1), two: () => read(2) };

/** The most memory that the process ever had. On Linux maxRSS also counts the process that started this one. */
function peakMegabytes() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1024;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "latin1"))[1]) / 1024;
}

/** Milliseconds that each thread of this process has had of a processor; known on Linux only. */
function threads() {
  if (process.platform !== "linux") return new Map();
  const read = (thread) => Number(readFileSync(`/proc/self/task/${thread}/schedstat`, "latin1").split(" ")[0]) / 1e6;
  return new Map(readdirSync("/proc/self/task").map((thread) => [thread, read(thread)]));
}

async function timed(work) {
  const threadsBefore = threads();
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  const clock = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  const busiest = Math.max(...[...threads()].map(([thread, time]) => time - (threadsBefore.get(thread) ?? 0)));
  return { clock, cpu: (user + system) / 1000, busiest: Number.isFinite(busiest) ? busiest : clock };
}

async function memory() {
  const { run } = require("../../dist/cli/run");
  const ours = ["--trust", "--mx", "mx1.example.com", "--live-mx", "mx1.example.com", "--json"];
  const nowhere = { out: () => undefined, err: () => undefined };
  await run(["reports", path, "--domain", "example.com", ...ours], nowhere);
  return { peak: peakMegabytes() };
}

async function main() {
  if (kind === "memory") return console.log(JSON.stringify(await memory()));
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  while (!(await lines.next()).done) console.log(JSON.stringify(await timed(WORK[kind])));
}

void main();
