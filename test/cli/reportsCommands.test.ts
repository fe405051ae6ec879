import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../src/cli/run";
import { folderOf } from "../reports/support/folder";
import { bytesOf, failure, googleReport, type Json, microsoftReport } from "../reports/support/samples";

const day = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
const weeks: Json[] = Array.from({ length: 16 }, (_, index) => index + 1).flatMap((back) => [
  googleReport({ day: day(back) }),
  microsoftReport({ day: day(back), id: `m${back}` }),
]);
const hostile = "\u001b[31mEvil\u202e<script>alert(1)</script>&\u0007";

function folder(reports: readonly Json[]): string {
  return folderOf(Object.fromEntries(reports.map((report, index) => [`${index}.json`, bytesOf(report)])));
}

async function mtaSts(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const result = { code: 0, out: "", err: "" };
  result.code = await run(argv, {
    out: (text) => (result.out += text),
    err: (text) => (result.err += text),
  });
  return result;
}

const OURS = [
  "--trust",
  "--mx",
  "mx1.example.com,mx2.example.com",
  "--live-mx",
  "mx1.example.com:10,mx2.example.com:10",
];

describe("mta-sts reports", () => {
  const failing = googleReport({
    day: day(2),
    id: "bad",
    failures: 7,
    organization: hostile,
    details: [
      failure("certificate-expired", "mx1.example.com", 5),
      failure("validation-failure", undefined, 2, `x${hostile}`),
    ],
  });

  test("shows totals, days, organizations, MX, triage and problems", async () => {
    const path = folder([...weeks, failing]);
    const { code, out, err } = await mtaSts(
      "reports",
      path,
      join(path, "0.json"),
      "--domain",
      "example.com",
      "--trust",
    );
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(out).toMatch(/^example\.com: 33 reports, 3320 sessions succeeded, 7 failed \(besides: 1 repeated\)/);
    expect(out).toContain(day(2));
    expect(out).toMatch(/google\.com .* yes +│ 17/);
    expect(out).toMatch(/mx1\.example\.com +│ 5 +│ certificate-expired 5/);
    expect(out).toMatch(/ours: certificate-expired at mx1\.example\.com: 5 sessions/);
    expect(out).toMatch(/Renew the certificate of mx1\.example\.com/);
  });

  test("prints nothing from reports that a terminal would obey", async () => {
    const { out } = await mtaSts("reports", folder([failing]), "--trust");
    expect(out).toContain("\\x1b[31mEvil\\u{202e}<script>");
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  test("--json has the documented shape", async () => {
    const { out } = await mtaSts("reports", folder([...weeks, failing]), "--domain", "example.com", "--json", ...OURS);
    const document = JSON.parse(out) as Json;
    const schema = JSON.parse(readFileSync(join(__dirname, "../../docs/reports.schema.json"), "utf8")) as Json;
    const reports = (schema["$defs"] as Record<string, Json>)["reports"]!;
    expect(Object.keys(document).sort()).toEqual(Object.keys(reports["properties"] as Json).sort());
    expect(document).toMatchObject({ schemaVersion: 1, domain: "example.com", total: { reports: 33, failures: 7 } });
    expect(document["readiness"]).toMatchObject({ verdict: "notReady" });
  });

  test("--json holds nothing that a terminal would obey, and means the same", async () => {
    const strange = "\u009b31m\u202e\u2028é";
    const { out } = await mtaSts(
      "reports",
      folder([{ ...failing, "organization-name": strange }]),
      "--trust",
      "--json",
    );
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/);
    expect(JSON.parse(out)).toMatchObject({ organizations: [{ names: [strange] }] });
  });

  test("--html has the verdict for a domain, also where no report counts", async () => {
    const path = folder(weeks);
    const page = join(folderOf({}), "page.html");
    await mtaSts("reports", path, "--domain", "example.com", "--html", page);
    expect(readFileSync(page, "utf8")).toMatch(/Not enough evidence to enforce[^]*32 reports are no evidence/);
    await mtaSts("reports", path, "--domain", "example.com", "--html", page, ...OURS);
    expect(readFileSync(page, "utf8")).toMatch(/Ready to enforce, since/);
  });

  test("--since leaves older reports out", async () => {
    const { out } = await mtaSts("reports", folder(weeks), "--trust", "--since", "5d");
    expect(out).toMatch(/\d+ older/);
    expect((await mtaSts("reports", folder(weeks), "--since", "soon")).code).toBe(2);
  });

  test("names what is wrong with its arguments", async () => {
    expect(await mtaSts("reports", "/nowhere")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/cannot read \/nowhere/) as string,
    });
    expect((await mtaSts("reports", folder([]), "--domain", "not a domain")).code).toBe(2);
    expect((await mtaSts("reports")).code).toBe(2);
  });

  test("--strict stops at a broken file", async () => {
    const path = folderOf({ "a.json": "{" });
    expect(await mtaSts("reports", path, "--strict")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/a\.json/) as string,
    });
  });
});

describe("mta-sts ready", () => {
  const ready = (reports: readonly Json[], ...more: string[]) =>
    mtaSts("ready", "example.com", "--reports", folder(reports), ...OURS, ...more);

  test("exit 0 with every number when ready", async () => {
    const { code, out } = await ready(weeks);
    expect(code).toBe(0);
    expect(out).toMatch(/^READY since \d{4}-\d{2}-\d{2} to enforce MTA-STS for example\.com/);
    expect(out).toMatch(/32 organization-days of 2 organizations, 16 days/);
    expect(out).toMatch(/3200 sessions without failure prove, with 95 % confidence, that at most 0\.094 %/);
  });

  test("exit 1 and the host when not ready", async () => {
    const bad = googleReport({
      day: day(2),
      id: "b",
      failures: 5,
      details: [failure("certificate-expired", "mx1.example.com", 5)],
    });
    const { code, out } = await ready([...weeks, bad]);
    expect(code).toBe(1);
    expect(out).toMatch(/^NOT READY/);
    expect(out).toMatch(/✗ certificate or STARTTLS failures on your MX: 5 sessions at mx1\.example\.com/);
  });

  test("exit 2 when too little is known", async () => {
    const { code, out } = await ready(weeks.slice(0, 8));
    expect(code).toBe(2);
    expect(out).toMatch(/^NOT ENOUGH EVIDENCE/);
  });

  test("--set changes a number, and refuses what is none", async () => {
    expect((await ready(weeks, "--set", "spanDays=17")).code).toBe(2);
    expect((await ready(weeks, "--set", "spanDays=16", "--set", "organizationDays=32")).code).toBe(0);
    expect((await ready(weeks, "--set", "spandays=1")).err).toMatch(/spandays: 1: the options are organizationDays/);
    expect((await ready(weeks, "--set", "spanDays")).err).toMatch(/It is name=number/);
  });

  test("--partner and --reporter are domains, in any case", async () => {
    const partner = googleReport({ day: day(2), id: "p", contact: "tls@bank.example", failures: 1 });
    expect((await ready([...weeks, partner], "--partner", "Bank.Example")).out).toMatch(/listed as a partner/);
    expect((await ready(weeks, "--partner", "not a domain")).err).toMatch(/--partner/);
    expect((await ready(weeks, "--reporter", "x@y")).err).toMatch(/--reporter/);
  });

  test("a probe replaces the second known reporter", async () => {
    const google = weeks.filter((_, index) => index % 2 === 0);
    const rules = [
      "reachable",
      "answers",
      "starttls",
      "tls-version",
      "certificate-name",
      "certificate-dates",
      "certificate-trusted",
    ];
    const probe = (result: string): string =>
      JSON.stringify({
        schemaVersion: 1,
        checkedAt: new Date().toISOString(),
        domains: [
          {
            domain: "example.com",
            verdicts: rules.map((rule) => ({ rule: `smtp-${rule}`, result, seen: "mx1: seen" })),
          },
        ],
      });
    const path = folderOf({
      "good.json": probe("pass"),
      "bad.json": probe("fail"),
      "unknown.json": probe("couldNotCheck"),
      "no.json": "{}",
    });
    expect((await ready(google)).code).toBe(2);
    expect((await ready(google, "--probe", join(path, "good.json"))).code).toBe(0);
    expect((await ready(google, "--probe", join(path, "bad.json"))).code).toBe(1);
    expect((await ready(google, "--probe", join(path, "unknown.json"))).code).toBe(2);
    expect((await ready(google, "--probe", join(path, "no.json"))).err).toMatch(/no\.json: this is not the output of/);
  });

  test("--json has the documented shape", async () => {
    const document = JSON.parse((await ready(weeks, "--json")).out) as Json;
    const schema = JSON.parse(readFileSync(join(__dirname, "../../docs/reports.schema.json"), "utf8")) as Json;
    const properties = (schema["$defs"] as Record<string, Json>)["ready"]!["properties"] as Json;
    for (const key of Object.keys(document)) expect(Object.keys(properties)).toContain(key);
    expect(document).toMatchObject({ verdict: "ready", reasons: [] });
  });
});
