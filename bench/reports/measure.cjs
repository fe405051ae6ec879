// One measurement of bench:reports, in a process of its own, on the compiled package: prints one line of JSON.
const { performance } = require("node:perf_hooks");
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { gunzipSync } = require("node:zlib");
const { readReports } = require("../../dist/reports");

const [kind, path, rounds = "5"] = process.argv.slice(2);
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

const SIDES = {
  speed: { floor, single: () => read(1), two: () => read(2) },
  mail: { floor: bareMail, single: () => read(1) },
};

/** The most memory that the process ever had. On Linux maxRSS also counts the process that started this one. */
function peakMegabytes() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1024;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "latin1"))[1]) / 1024;
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function main() {
  if (kind === "memory") {
    const { run } = require("../../dist/cli/run");
    const ours = ["--trust", "--mx", "mx1.example.com", "--live-mx", "mx1.example.com", "--json"];
    const nowhere = { out: () => undefined, err: () => undefined };
    await run(["reports", path, "--domain", "example.com", ...ours], nowhere);
    return { peak: peakMegabytes() };
  }
  const sides = SIDES[kind];
  const samples = Object.fromEntries(Object.keys(sides).map((side) => [side, []]));
  // One round before the clock counts, then the sides in turns.
  for (let round = -1; round < Number(rounds); round++) {
    for (const [side, work] of Object.entries(sides)) {
      const milliseconds = await timed(work);
      if (round >= 0) samples[side].push(milliseconds);
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([side, list]) => [side, median(list)]));
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}

void main().then((result) => console.log(JSON.stringify(result)));
