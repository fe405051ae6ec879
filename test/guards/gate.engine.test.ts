import { MtaStsMode, renderPolicy } from "../../src";
import {
  certificateFaults,
  hostFaults,
  type CertificateAuthority,
  type HostOverride,
  type IssuedCertificate,
} from "../../sandbox/net";
import type { Sandbox } from "../../sandbox/sandbox";
import { changesOf, seenBySender, startMailSandbox } from "../support/mailStack";
import { everyPair, guardedDomain, type GuardedDomain } from "./support/guardedDomain";
import { refusalIn, saidBy } from "./support/steady";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());
afterEach(() => {
  sandbox.servers.https.overrides.clear();
  sandbox.servers.dns.overrides.clear();
});

const first = { mode: MtaStsMode.Testing, mx: ["mx1.example.com"] };
const second = { ...first, mx: ["mx1.example.com", "mx2.example.com"] };
const third = { ...first, mx: ["mx1.example.com", "mx3.example.com"] };
const served = (policy: typeof first) => renderPolicy({ ...policy, maxAge: 604800 });
/** Half a second here: the guards' time runs sixty times faster. */
const short = { publicationTimeout: 30 };

describe.each(everyPair)("the publication gate, on $zone", (zone) => {
  let at: GuardedDomain;
  let host: string;
  beforeAll(async () => {
    at = await guardedDomain(sandbox, zone, "gate");
    host = `mta-sts.${at.domain}`;
  });
  const steadily = zone.slug === "worker" ? "1 minute" : "30 seconds";
  const certificate = async (make: (ca: CertificateAuthority, name: string) => Promise<IssuedCertificate>) => ({
    certificate: await make(sandbox.servers.ca, host),
  });
  const answer = (override: HostOverride) => sandbox.servers.https.overrides.set(host, override);
  const oldId = async () => (await seenBySender(sandbox, at.domain))?.id;

  it("holds the address and the record of a first policy back while another site answers, and then goes on", async () => {
    answer({ respond: hostFaults.htmlPage() });
    const stopped = await at.mail.up(at.withPolicy(first, short), { mayFail: true });
    // Each address says it.
    expect(
      new Set(
        refusalIn(stopped)
          .split(/^mail-\w+: /m)
          .map((text) => text.trim()),
      ),
    ).toMatchSnapshot();
    // Only the address itself leads to a Worker: there the gate is after it.
    const made = zone.slug === "worker" ? [...zone.policyHost, "mail-cname"] : zone.policyHost;
    expect(stopped.changes.map(({ name }) => name).filter((name) => !made.includes(name))).toEqual([]);
    sandbox.servers.https.overrides.clear();
    const { changes, progress } = await at.allowed(at.withPolicy(first));
    expect(changes.at(-1)).toBe("create mail-sts");
    expect(progress.at(-1)).toMatch(new RegExp(`served for ${steadily} \\(\\d+ s of 1200 s\\)$`));
  });

  it.each<[string, () => HostOverride | Promise<HostOverride>]>([
    ["stale bytes", () => ({ respond: hostFaults.plainText(served(first)) })],
    ["wrong bytes", () => ({ respond: hostFaults.plainText("version: STSv1\nmode: testing\n") })],
    ["HTML with 200", () => ({ respond: hostFaults.htmlPage() })],
    ["a redirect", () => ({ respond: hostFaults.redirectTo("https://www.example.com/") })],
    ["a failure of the host", () => ({ respond: hostFaults.withStatus(503) })],
    ["a bot challenge", () => ({ respond: hostFaults.botChallenge() })],
    ["another media type", () => ({ respond: hostFaults.withHeaders({ "content-type": "application/octet-stream" }) })],
    ["more than 64 KB", () => ({ respond: hostFaults.hugeBody(100_000) })],
    ["an expired certificate", () => certificate(certificateFaults.expiredCertificate)],
    ["a certificate for another name", () => certificate(certificateFaults.wrongNameCertificate)],
    [
      "a certificate of an unknown authority",
      () => certificate((_, name) => certificateFaults.untrustedCertificate(name)),
    ],
    ["no connection", () => ({ connection: "reset" })],
  ])("fails with what was seen, and leaves the old id: %s", async (_, fault) => {
    const before = await oldId();
    answer(await fault());
    const stopped = await at.mail.up(at.withPolicy(second, short), { mayFail: true });
    expect(refusalIn(stopped)).toMatchSnapshot();
    expect(stopped.changes.map(({ name }) => name).filter((name) => name !== zone.file)).toEqual([]);
    sandbox.servers.https.overrides.clear();
    expect(await oldId()).toBe(before);
  });

  it("refuses to go back to the id that is still live, unless it comes under another", async () => {
    expect(await at.refused(at.withPolicy(first))).toMatchSnapshot("by what is live");
    expect(await at.refused(at.withPolicy(first, { verifyPublication: false }))).toMatchSnapshot("by the state");
    expect((await at.previewed(at.withPolicy({ ...first, maxAge: 604801 }))).changes).toEqual([
      `update ${zone.file}`,
      "update mail-sts",
    ]);
    expect((await at.previewed(at.withPolicy({ ...first, revision: 1 }))).changes).toEqual([
      `update ${zone.file}`,
      "update mail-sts",
    ]);
  });

  it("finishes at the next run, and waits while the host still gives the old file now and then", async () => {
    expect((await at.previewed(at.withPolicy(second))).changes).toEqual(["update mail-sts"]);
    let asked = 0;
    const stale = hostFaults.plainText(served(first));
    answer({ respond: (request, next) => ([2, 4].includes(++asked) ? stale(request, next) : next()) });
    const update = await at.mail.up(at.withPolicy(second));
    expect(changesOf(update)).toEqual(["update mail-sts"]);
    const progress = saidBy(update);
    expect(progress.join("\n")).toMatch(/not yet: another policy: line 4 is .* \(\d+ s of 300 s\)/);
    expect(progress.at(-1)).toContain(`the new policy has been served for ${steadily}`);
    expect(asked).toBeGreaterThan(6);
    expect(await oldId()).toBe((await at.previewed(at.withPolicy(second))).outcome.outputs.policyId);
  });

  it("is not there with verifyPublication: false", async () => {
    answer({ connection: "reset" });
    const update = await at.mail.up(at.withPolicy(third, { verifyPublication: false }));
    expect(update.changes.map(({ name }) => name)).toEqual([zone.file, "mail-sts"]);
    expect(saidBy(update).filter((line) => line.includes(" s of "))).toEqual([]);
  });

  it("warns after the record where an authoritative server still has the old one", async () => {
    const stale = structuredClone(sandbox.cloud.state);
    const { hostedZones, cloudflareZones } = sandbox.cloud.state;
    const [late = ""] = (hostedZones.get(at.zoneId) ?? cloudflareZones.get(at.zoneId))?.nameServers ?? [];
    sandbox.servers.dns.overrides.set(late, ({ type }) => (type === "TXT" ? { state: stale } : undefined));
    const update = await at.mail.up(at.withPolicy(second));
    expect(saidBy(update).filter((line) => line.startsWith("warning"))).toMatchSnapshot();
    expect(update.ok).toBe(true);
  });
});
