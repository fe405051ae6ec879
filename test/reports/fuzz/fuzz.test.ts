import { gunzipSync, gzipSync } from "node:zlib";
import { evaluateReadiness, type ReportSet } from "../../../src/reports";
import { Collector } from "../../../src/reports/read/collector";
import { Intake } from "../../../src/reports/read/intake";
import { itemAt } from "../../../src/reports/read/takeFile";
import { bytesOf, failure, googleReport, type Json, microsoftReport } from "../support/samples";
import { mutateBytes, mutateJsonText, mutateStructure, type Random, seeded } from "./mutate";

/** FUZZ_CASES and FUZZ_SEED make a longer run, or another one. */
const CASES = Number(process.env["FUZZ_CASES"] ?? 100_000);
const SEED = Number(process.env["FUZZ_SEED"] ?? 20260318);

const NOW = new Date("2026-03-21T06:00:00Z");
const MX = ["mx1.example.com", "mx2.example.com"];
const day = (back: number): string => new Date(NOW.getTime() - back * 86_400_000).toISOString().slice(0, 10);
const weeks = Array.from({ length: 16 }, (_, index) => day(index + 1)).flatMap((at) => [
  bytesOf(googleReport({ day: at })),
  bytesOf(microsoftReport({ day: at })),
]);
/** The one report that stands between this set and `ready`. */
const failing = googleReport({
  day: day(3),
  id: "failing",
  successes: 10,
  failures: 50,
  details: [
    failure("certificate-expired", "mx1.example.com", 30),
    failure("certificate-not-trusted", "mx2.example.com", 20),
  ],
});

/** What reading the clean reports gives: the same for each case, so that they are read once. */
const clean = read(weeks.map((bytes) => ["clean.json", bytes]));

async function read(files: readonly (readonly [string, Buffer])[], collector = collectorOf()): Promise<ReportSet> {
  const intake = new Intake(collector, { authservIds: [] });
  for (const [name, bytes] of files) await intake.take(bytes, itemAt(name, true, "by-name"));
  await intake.finish();
  return collector.result();
}

function collectorOf(): Collector {
  return new Collector({ domain: "example.com" });
}

async function verdictWith(bytes: Buffer): Promise<string> {
  const collector = collectorOf();
  // Copies: the ledger marks reports that another one disputes.
  for (const facts of (await clean).reports) collector.keep({ ...facts });
  const reports = await read([["failing.json", bytes]], collector);
  const liveMx = MX.map((host) => ({ host, preference: 10 }));
  return evaluateReadiness({ domain: "example.com", mx: MX, liveMx, reports, now: NOW }).verdict;
}

function mutated(random: Random): Buffer {
  const report = structuredClone(failing);
  const times = 1 + Math.floor(random() * 3);
  const how = random();
  if (how < 0.6) {
    for (let time = 0; time < times; time++) mutateStructure(report, random);
    return bytesOf(report);
  }
  if (how < 0.85) {
    let text = JSON.stringify(report);
    for (let time = 0; time < times; time++) text = mutateJsonText(text, random);
    return Buffer.from(text);
  }
  let bytes = random() < 0.5 ? bytesOf(report) : gzipSync(bytesOf(report));
  for (let time = 0; time < times; time++) {
    try {
      bytes = mutateBytes(bytes, random);
    } catch {
      // Taking the gzip off damaged gzip: leave it on.
    }
  }
  return bytes;
}

/**
 * A second opinion, written apart from the library: whether a mutated file is a well-formed report that honestly does
 * not stand against us any more. Only then may the verdict be `ready`.
 */
function isHonest(bytes: Buffer): string | undefined {
  const text = unpack(bytes)
    .toString("utf8")
    .replace(/^\ufeff/, "");
  const report = JSON.parse(text) as Json;
  // Written once more, it has as many keys: nothing was hidden behind an equal key.
  const keys = (json: string): number => json.match(/"(?:[^"\\]|\\.)*"(?=\s*:)/gs)?.length ?? 0;
  if (keys(text) !== keys(JSON.stringify(report))) return undefined;
  const range = report["date-range"] as Record<string, string>;
  if (Date.parse(zoned(range["end-datetime"]!)) < NOW.getTime() - 45 * 86_400_000) return "of another time";
  const midday = (Date.parse(zoned(range["start-datetime"]!)) + Date.parse(zoned(range["end-datetime"]!))) / 2;
  if (midday < NOW.getTime() - 15 * 86_400_000) return "more than two weeks ago, with successes since";
  const contact = report["contact-info"];
  const address = typeof contact === "string" ? contact : "";
  const isKnown = contact === null || contact === undefined || /@(?:[a-z0-9-]+\.)*google\.com\W*$/i.test(address);
  // An address without a domain is nobody's, and then failures count in full.
  const isStranger = /@[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\W*$/i.test(address);
  if (!isKnown && isStranger) return "of a lone stranger";
  const ours = (report["policies"] as Json[]).filter((entry) => {
    const domain = (entry["policy"] as Json)["policy-domain"];
    return typeof domain !== "string" || domain.trim().replace(/\.$/, "").toLowerCase() === "example.com";
  });
  const standing = ours.reduce((sum, entry) => sum + standingFailures(entry), 0);
  return standing === 0 ? "without failures that count" : undefined;
}

/** Anything that the second opinion cannot even parse is no honest report. */
function secondOpinion(bytes: Buffer): string | undefined {
  try {
    return isHonest(bytes);
  } catch {
    return undefined;
  }
}

function standingFailures(entry: Json): number {
  const details = (entry["failure-details"] ?? []) as Json[];
  const summary = (entry["summary"] ?? {}) as Record<string, number>;
  let described = 0;
  let standing = 0;
  for (const detail of details) {
    const sessions = (detail["failed-session-count"] as number | undefined) ?? 1;
    described += sessions;
    const type = typeof detail["result-type"] === "string" ? detail["result-type"].trim().toLowerCase() : "";
    const mx =
      typeof detail["receiving-mx-hostname"] === "string" ? detail["receiving-mx-hostname"].trim().toLowerCase() : "";
    const elsewhere = mx !== "" && !MX.includes(mx.replace(/\.$/, ""));
    const milder = ["tlsa-invalid", "dnssec-invalid", "dane-required", "sts-policy-fetch-error"].includes(type);
    if (!milder && !elsewhere) standing += sessions;
  }
  const isDane = (entry["policy"] as Json)["policy-type"] === "tlsa";
  return standing + (isDane ? 0 : Math.max(0, (summary["total-failure-session-count"] ?? 0) - described));
}

function zoned(time: string): string {
  return /(?:z|[+-]\d\d:?\d\d)$/i.test(time) ? time : `${time}Z`;
}

function unpack(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? unpack(gunzipSync(bytes)) : bytes;
}

test("the set is ready without the failing report, and not with it", async () => {
  expect(await verdictWith(Buffer.from("{}"))).toBe("insufficientEvidence");
  expect(await verdictWith(bytesOf(googleReport({ day: day(3) })))).toBe("ready");
  expect(await verdictWith(bytesOf(failing))).toBe("notReady");
});

test(
  `no mutation of it makes the set ready, unless it honestly no longer fails (${CASES} cases)`,
  async () => {
    const random = seeded(SEED);
    const seen = { ready: 0, notReady: 0, insufficientEvidence: 0 } as Record<string, number>;
    for (let number = 0; number < CASES; number++) {
      const bytes = mutated(random);
      const started = performance.now();
      const verdict = await verdictWith(bytes);
      seen[verdict] = (seen[verdict] ?? 0) + 1;
      if (performance.now() - started > 2000)
        throw new Error(`case ${number} took too long: ${bytes.toString("base64")}`);
      if (verdict === "ready" && secondOpinion(bytes) === undefined) {
        throw new Error(`case ${number} is ready: ${unpack(bytes).toString("utf8")}`);
      }
    }
    // The mutations reach all three verdicts, or they would show nothing.
    expect(seen["notReady"]).toBeGreaterThan(CASES * 0.1);
    expect(seen["insufficientEvidence"]).toBeGreaterThan(CASES * 0.1);
    expect(seen["ready"]).toBeGreaterThan(CASES * 0.005);
  },
  30 * 60_000,
);
