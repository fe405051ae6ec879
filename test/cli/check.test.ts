import { existsSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createColors } from "picocolors";
import manifest from "../../package.json";
import { runCheck } from "../../src/cli/check/runCheck";
import { botChallenge } from "../../src/net/botChallenge";
import { rules, type Verdict } from "../../src/checks";
import { startWorld, type World } from "../checks/support/world";
import { runCli } from "./support/runCli";
import { schemaErrors, type Schema } from "./support/schema";

// A busy machine makes these slow; it must not make them fail.
jest.setTimeout(30_000);

let world: World;
let folder: string;
let flags: string[];
beforeAll(async () => {
  world = await startWorld();
  folder = mkdtempSync(join(tmpdir(), "mta-sts-cli-"));
  const ca = join(folder, "ca.pem");
  writeFileSync(ca, world.servers.ca.certPem);
  const { dns, https } = world.servers;
  flags = ["--dns-server", dns.server, "--authoritative", "--allow-private", "--ca", ca, "--timeout", "3"];
  flags.push("--ports", `https=${https.port},dns=${dns.port}`);
  world.publish("cli-clean", {});
  world.publish("cli-two", {});
  const nine = Array.from({ length: 9 }, (_, index) => `300 A 127.0.0.${index + 1}`);
  world.publish("cli-many", { records: { "mta-sts": nine } });
  world.publish("cli-drift", { records: { "@": ["300 MX 10 mx1.%d", "300 MX 20 mx3.%d"], mx3: ["300 A 127.0.0.1"] } });
  world.publish("cli-hostile", { records: { "_mta-sts": ['300 TXT "v=STSv1; id=\\027[31mred\\013\\010;"'] } });
  world.publish("cli-dark", {
    dns: [{ server: "resolver", name: "mta-sts", type: "CAA", fault: { rcode: "SERVFAIL" } }],
  });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

const schema = () => JSON.parse(readFileSync(join(__dirname, "../../docs/check.schema.json"), "utf8")) as Schema;

test("a domain without failures exits with 0 and says what passed", async () => {
  const { code, out, err } = await runCli("check", ...flags, "cli-clean.test");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^cli-clean\.test: 1 for information, \d+ passed\n/);
});

test("a failure exits with 1 and shows rule, sight, remedy and source", async () => {
  const { code, out } = await runCli("check", ...flags, "cli-drift.test");
  expect(code).toBe(1);
  const text = out.replace(/[│\s]+/g, " ");
  expect(text).toContain("FAIL mx-covered no mx of the policy matches mx3.cli-drift.test: mail to it is held back");
  expect(text).toContain("(RFC 8461 §4.1)");
});

test("what could not be checked exits with 2, unless something failed", async () => {
  expect((await runCli("check", ...flags, "cli-dark.test")).code).toBe(2);
  expect((await runCli("check", ...flags, "cli-dark.test", "cli-drift.test")).code).toBe(1);
  expect((await runCli("check", ...flags, "--ignore", "dns-caa", "cli-dark.test")).code).toBe(0);
});

test("--quiet says nothing of a domain without failures", async () => {
  expect(await runCli("check", ...flags, "--quiet", "cli-clean.test")).toEqual({ code: 0, out: "", err: "" });
  const { out } = await runCli("check", ...flags, "--quiet", "cli-drift.test");
  expect(out).toContain("mx-covered");
  expect(out).not.toContain("policy-subdomains");
});

test("--all shows every rule", async () => {
  const { out } = await runCli("check", ...flags, "--all", "cli-drift.test");
  for (const { id } of rules.filter((rule) => !rule.id.startsWith("smtp-"))) expect(out).toContain(id);
});

test("--json follows the documented schema, for several domains, each once, in the order given", async () => {
  const list = join(folder, "domains.txt");
  writeFileSync(list, "# ours\ncli-drift.test # the old one\n\nCLI-clean.test.\ncli-two.test\n");
  const { code, out } = await runCli("check", ...flags, "--json", "--file", list, "cli-two.test");
  expect(code).toBe(1);
  const report = JSON.parse(out) as { domains: { domain: string; verdicts: { rule: string }[] }[] };
  expect(schemaErrors(schema(), report)).toEqual([]);
  expect(report.domains.map(({ domain }) => domain)).toEqual(["cli-two.test", "cli-drift.test", "cli-clean.test"]);
  for (const { verdicts } of report.domains)
    expect(verdicts.map(({ rule }) => rule)).toEqual(rules.map(({ id }) => id));
  expect(schemaErrors(schema(), { ...report, schemaVersion: 2, extra: 1 })).toHaveLength(2);
});

test("the example in docs/check.md follows the schema, and counts as many rules as there are", () => {
  const text = readFileSync(join(__dirname, "../../docs/check.md"), "utf8");
  const example = JSON.parse(/```json\n([\s\S]+?)```/.exec(text)?.[1] ?? "") as {
    domains: { counts: Record<string, number>; verdicts: Verdict[] }[];
  };
  expect(schemaErrors(schema(), example)).toEqual([]);
  for (const { counts, verdicts } of example.domains) {
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(rules.length);
    for (const { rule, severity, source, remedy } of verdicts)
      expect(rules).toContainEqual(expect.objectContaining({ id: rule, severity, source, remedy }));
  }
});

test("the document names the file of its schema, which is in the package", async () => {
  const { out } = await runCli("check", ...flags, "--json", "cli-clean.test");
  const { schema } = JSON.parse(out) as { schema: string };
  const [name, ...path] = schema.split("/");
  expect(name).toBe(manifest.name);
  expect(manifest.files).toContain(path.join("/"));
  expect(existsSync(join(__dirname, "../..", ...path))).toBe(true);
});

test("what the limits leave out is said, in the table and in JSON", async () => {
  const text = `IPv4 addresses of mta-sts.cli-many.test: 8 of 9 were fetched from`;
  expect((await runCli("check", ...flags, "cli-many.test")).out).toContain(`\nleft out: ${text}\n`);
  const { out } = await runCli("check", ...flags, "--json", "cli-many.test");
  const report: unknown = JSON.parse(out);
  expect(report).toMatchObject({ domains: [{ leftOut: [text] }] });
  expect(schemaErrors(schema(), report)).toEqual([]);
});

test("on a terminal the progress makes room for each report, and goes away at the end", async () => {
  let shown = "";
  const write = (text: string) => {
    shown += text;
  };
  const output = { out: write, err: write, colours: createColors(false), width: 100, progress: true };
  const { dns, https } = world.servers;
  const ports = { https: https.port, dns: dns.port };
  const local = { dnsServer: dns.server, authoritative: true, allowPrivate: true, ca: join(folder, "ca.pem"), ports };
  await runCheck(["cli-clean.test", "cli-two.test"], { ...local, concurrency: 1, timeout: 3000 }, output);
  // What a terminal has in the end: each carriage return begins the line anew, and `ESC [ K` empties it.
  const lines = shown.split("\n").map((line) => line.split("\r\u001b[K").at(-1));
  expect(lines.filter((line) => line?.includes("checked"))).toEqual([]);
  expect(lines.filter((line) => line?.includes(".test: "))).toHaveLength(2);
  expect([...shown.matchAll(/(\d)\/2 domains checked/g)].map((match) => match[1])).toEqual(
    expect.arrayContaining(["0", "1", "2"]),
  );
});

test("nothing that the network says reaches the terminal with control characters", async () => {
  for (const option of ["--all", "--json"]) {
    const { out } = await runCli("check", ...flags, option, "cli-hostile.test");
    // eslint-disable-next-line no-control-regex -- that is what is looked for
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  }
});

test.each<[string[], string]>([
  [[], "error: no domain given; name one, or a file with --file\n"],
  [["nodots"], "at least two labels"],
  [["--ignore", "mx-cover", "a.test"], "error: --ignore: no rule has the id mx-cover; see mta-sts explain\n"],
  [["--dns-server", "dns.test", "a.test"], 'DNS server "dns.test" is not an IP address'],
  [["--concurrency", "0", "a.test"], "It is a whole number from 1 to 256."],
  [["--timeout", "-1", "a.test"], "It is a number of seconds, more than 0 and at most 3600."],
  [["--connect-to", "a b", "a.test"], "It is host:port"],
  [["--ports", "ftp=21", "a.test"], "It is a list such as https=8443,smtp=2525,dns=5353."],
  [["--ca", "/no/such/file", "a.test"], 'error: --ca "/no/such/file": there is no such file. Check the path.\n'],
  [
    ["--ca", join(__dirname, "../../package.json"), "a.test"],
    "there is no certificate in it. Give a file of certificates in PEM form",
  ],
  [["--file", "/no/such/file"], 'error: --file "/no/such/file": there is no such file. Check the path.\n'],
  [["--file", __dirname], "it is a folder. Name a file in it.\n"],
  [["--bogus", "a.test"], "unknown option '--bogus'"],
])("wrong usage %j exits with 2 and says why", async (argv, message) => {
  const { code, err, out } = await runCli("check", ...argv);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(out).toBe("");
});

test("a damaged certificate in --ca is named, instead of every host being called untrusted", async () => {
  const path = join(folder, "damaged.pem");
  const damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  writeFileSync(path, world.servers.ca.certPem + damaged);
  const { code, err } = await runCli("check", "--ca", path, "cli-clean.test");
  expect(code).toBe(2);
  expect(err).toMatch(/^error: --ca ".+": certificate 2 of 2 cannot be read\. Give a file of certificates in PEM form/);
});

test("--connect-to a name that does not resolve is no failure of the host; localhost needs no DNS", async () => {
  const away = await runCli("check", ...flags, "--connect-to", "nobody.test:443", "--quiet", "cli-clean.test");
  expect(away.code).toBe(2);
  expect(away.out.replace(/[│\s]+/g, " ")).toContain("--connect-to nobody.test:443: nobody.test does not exist in DNS");
  const { https } = world.servers;
  const local = await runCli("check", ...flags, "--connect-to", `localhost:${https.port}`, "cli-clean.test");
  expect(local).toMatchObject({ code: 0, err: "" });
});

test("challenges are named by their service", () => {
  expect(botChallenge({ "x-datadome": "protected" }, "")).toBe("DataDome");
  expect(botChallenge({}, "version: STSv1")).toBeUndefined();
});
