import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MtaStsMode, type MtaStsArgs, type RolloutArgs } from "../../src";
import { run } from "../../src/cli/run";
import type { Sandbox } from "../../sandbox/sandbox";
import { startSandbox } from "../../sandbox/sandbox";
import { mailOf } from "../reports/support/mail";
import { failure, googleReport, type Json, microsoftReport, type SampleOptions } from "../reports/support/samples";
import { changesOf, mailStack, route53Zone, type MailStack } from "../support/mailStack";

jest.setTimeout(120_000);

const DOMAIN = "example.com";
const MX = ["mx1.example.com", "mx2.example.com"];
const AUTHSERV = "mx.example.com";

let sandbox: Sandbox;
let mail: MailStack;
/** Where the mailbox of `rua` is synchronised to. Absolute, as inline programs have no folder of Pulumi.yaml. */
let inbox: string;

beforeAll(async () => {
  sandbox = await startSandbox({
    route53: [{ name: DOMAIN, id: route53Zone }],
    servers: { extraRecords: { [DOMAIN]: MX.map((host) => `MX 10 ${host}`) } },
  });
  mail = await mailStack(sandbox, "reports");
  inbox = join(mail.stack.workspace.workDir, "reports");
}, 600_000);
afterAll(() => sandbox.close());

const rollout = (): RolloutArgs => ({ reports: inbox, evidence: { authservId: AUTHSERV } });
const inMode = (mode: MtaStsMode): MtaStsArgs => ({
  domain: DOMAIN,
  tlsReporting: { rua: [`mailto:tls@${DOMAIN}`] },
  route53: { zoneId: route53Zone },
  policy: { mode, mx: MX },
  rollout: rollout(),
});
const testing = (): MtaStsArgs => inMode(MtaStsMode.Testing);
const enforce = (): MtaStsArgs => inMode(MtaStsMode.Enforce);

const dayBefore = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** One report arrives as signed mail: DKIM was checked by the server whose id the program names. */
function arrive(name: string, report: Json, dkim: string): void {
  writeFileSync(join(inbox, `${name}.eml`), mailOf(report, { dkim, authservId: AUTHSERV }));
}

/** Two clean weeks and a bit, of two senders, up to yesterday; the inbox holds nothing else. */
function cleanWeeks(): void {
  rmSync(inbox, { recursive: true, force: true });
  mkdirSync(inbox);
  for (let days = 16; days >= 1; days--) {
    const day = dayBefore(days);
    arrive(`google-${day}`, googleReport({ day, mx: MX }), "google.com");
    arrive(`microsoft-${day}`, microsoftReport({ day, mx: MX }), "microsoft.com");
  }
}

const expired: SampleOptions = {
  day: dayBefore(1),
  mx: MX,
  successes: 113,
  failures: 7,
  details: [failure("certificate-expired", "mx2.example.com", 7)],
};

/** `mta-sts ready` as the user runs it beside the program. */
async function ready(): Promise<{ exitCode: number; text: string }> {
  const { dns, https, ca } = sandbox.servers;
  const caFile = join(mail.stack.workspace.workDir, "ca.pem");
  writeFileSync(caFile, ca.certPem);
  let text = "";
  const write = (more: string): void => void (text += more);
  const network = ["--dns-server", dns.server, "--connect-to", `127.0.0.1:${https.port}`, "--ca", caFile];
  const exitCode = await run(
    ["ready", DOMAIN, "--reports", inbox, "--authserv-id", AUTHSERV, ...network, "--allow-private"],
    { out: write, err: write },
  );
  return { exitCode, text };
}

it("publishes testing, and says that no reports have come", async () => {
  mkdirSync(inbox, { recursive: true });
  const outcome = await mail.up(testing());
  expect(changesOf(outcome)).toContain("create mail-sts");
  expect(outcome.text).toMatch(/example\.com: too few reports to enforce yet: no report that counts/);
  expect((await ready()).exitCode).toBe(2);
});

it("refuses enforce before reports have come", async () => {
  const preview = await mail.preview(enforce());
  expect(preview.ok).toBe(false);
  expect(preview.error).toMatch(/enforce-insufficient-evidence/);
  expect(preview.error).toMatch(/no reports is not success/);
});

it("says since when it is ready once two clean weeks have arrived, as the command does, and enforce passes", async () => {
  cleanWeeks();
  const { exitCode, text } = await ready();
  expect(text).toMatch(/^READY since/);
  expect(exitCode).toBe(0);
  const quiet = await mail.preview(testing());
  expect(changesOf(quiet)).toEqual([]);
  expect(quiet.text).toMatch(/example\.com: ready to enforce since \d{4}-\d{2}-\d{2}\./);
  const preview = await mail.preview(enforce());
  expect(preview.error).toBe("");
  expect(changesOf(preview)).toEqual(["update mail-policy", "update mail-sts"]);
});

it("refuses enforce over one expired certificate, and names the MX host", async () => {
  cleanWeeks();
  arrive(`google-${dayBefore(1)}`, googleReport(expired), "google.com");
  const { exitCode, text } = await ready();
  expect(exitCode).toBe(1);
  expect(text).toMatch(/mx2\.example\.com \(certificate-expired\)/);
  const preview = await mail.preview(enforce());
  expect(preview.ok).toBe(false);
  expect(preview.error).toMatch(/enforce-not-ready/);
  expect(preview.error).toMatch(/7 sessions at mx2\.example\.com \(certificate-expired\), by google\.com/);
  const quiet = await mail.preview(testing());
  expect(quiet.text).toMatch(/not ready to enforce: .*mx2\.example\.com/);
});

it.each([
  ["that passes DKIM as the sender does", "google.com"],
  ["signed by somebody else", "evil.example"],
])("still refuses with a forged clean copy %s", async (_, dkim) => {
  cleanWeeks();
  arrive("failing", googleReport(expired), "google.com");
  // The clean report of that day has the failing one's id: Google's ids can be guessed.
  arrive(`google-${dayBefore(1)}`, googleReport({ day: dayBefore(1), mx: MX }), dkim);
  expect((await ready()).exitCode).toBe(1);
  const preview = await mail.preview(enforce());
  expect(preview.ok).toBe(false);
  expect(preview.error).toMatch(/mx2\.example\.com \(certificate-expired\), by google\.com/);
});

it("enforces when the failing report is gone, and `ready` is the daily alarm from then on", async () => {
  cleanWeeks();
  expect(changesOf(await mail.up(enforce()))).toEqual(["update mail-policy", "update mail-sts"]);
  const quiet = await ready();
  expect(quiet.text).toMatch(/enforced already; no new failures on your side/);
  expect(quiet.exitCode).toBe(0);
  arrive("failing", googleReport({ ...expired, id: "new", mode: "enforce" }), "google.com");
  const alarm = await ready();
  expect(alarm.text).toMatch(/these failures hold mail back now/);
  expect(alarm.exitCode).toBe(1);
});
