import { MtaStsHost, MtaStsMode, policyId, type MtaStsArgs } from "../src";
import { hostFaults } from "../sandbox/net";
import type { Sandbox } from "../sandbox/sandbox";
import { get } from "./sandbox/netFixture";
import { changesOf, mailStack, meant, seenBySender, startMailSandbox, type MailStack } from "./support/mailStack";
import { accountId, atCloudflare, complaints } from "./support/worker";

jest.setTimeout(180_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());

const { domain } = atCloudflare;
const host = `mta-sts.${domain}`;

/** The script as the cloud holds it. */
const policyInCloud = () => [...sandbox.cloud.state.workerScripts.values()][0]?.bindings[0]?.text;

// Those behind a route are in guards/steps and guards/removal.
describe("the stages on a Worker, behind a custom domain", () => {
  const hostChildren = ["mail-worker", "mail-worker-domain"];
  const reporting = { ...atCloudflare, cloudflareWorker: { accountId } };
  const withPolicy = (mode: MtaStsMode, ...mx: string[]): MtaStsArgs => ({ ...reporting, policy: { mode, mx } });
  const testing = withPolicy(MtaStsMode.Testing, "mx1.example.com");
  const enforce = meant(withPolicy(MtaStsMode.Enforce, "mx1.example.com"));
  let mail: MailStack;
  beforeAll(async () => (mail = await mailStack(sandbox, "custom-domain")));

  it("begins with TLS-RPT alone: no Worker yet", async () => {
    expect(changesOf(await mail.up(reporting))).toEqual(["create mail-smtp-tls"]);
  });

  it("adds the policy and its Worker, _mta-sts last, without any AWS resource", async () => {
    const preview = await mail.preview(testing);
    const expected = [...hostChildren, "mail-sts"].map((name) => `create ${name}`).sort();
    expect(changesOf(preview).sort()).toEqual(expected);
    const up = await mail.up(testing);
    expect(changesOf(up).sort()).toEqual(expected);
    expect(changesOf(up).at(-1)).toBe("create mail-sts");
    expect(up.changes.every(({ type }) => type.startsWith("cloudflare:"))).toBe(true);
    const seen = await seenBySender(sandbox, domain);
    expect(seen).toMatchObject({ status: 200, contentType: "text/plain", id: up.outputs.policyId });
    expect(seen?.id).toBe(policyId(seen!.policy!));
    expect(up.outputs).not.toHaveProperty("distributionId");
  });

  it("waits at the gate for a minute, at the addresses that the zone gives", async () => {
    const edited = withPolicy(MtaStsMode.Testing, "mx1.example.com", "mx2.example.com");
    const asked = sandbox.servers.https.requests.list().length;
    const up = await mail.up(edited);
    const lines = up.diagnostics.map(({ message }) => message).join("\n");
    expect(lines).toContain("the new policy has been served for 1 minute");
    const { ipv4 } = sandbox.servers.https.edges.cloudflare;
    const addresses = new Set(
      sandbox.servers.https.requests
        .list()
        .slice(asked)
        .filter((request) => request.host === host)
        .map(({ address }) => address),
    );
    expect([...addresses]).toEqual(ipv4);
  });

  it("says what changes for mail, although the engine hides the binding", async () => {
    const before = (await seenBySender(sandbox, domain))?.id;
    const preview = await mail.preview(testing);
    expect(changesOf(preview)).toEqual(["update mail-worker", "update mail-sts"]);
    const [script] = preview.changes;
    expect(JSON.stringify(script)).not.toContain("version: STSv1");
    expect(preview.diagnostics.map(({ message }) => message)).toContain(
      `${domain}: id ${before} → ${preview.outputs.policyId as string}, mx - mx2.example.com`,
    );
    await mail.up(testing);
  });

  it("changes nothing when the MX list is reordered, recased or repeated", async () => {
    const reordered = withPolicy(MtaStsMode.Testing, "MX1.example.com.", "mx1.Example.com");
    expect(changesOf(await mail.up(reordered))).toEqual([]);
  });

  it("refuses enforce without evidence, in the preview and in the update, and changes nothing", async () => {
    const unmeant = { ...enforce, rollout: {} };
    for (const outcome of [await mail.preview(unmeant), await mail.up(unmeant, { mayFail: true })]) {
      expect(outcome.ok).toBe(false);
      expect(outcome.error).toContain("(enforce-without-evidence)");
      expect(outcome.error).toContain("rollout: { override: { policyId: ");
    }
    expect(policyInCloud()).toContain("mode: testing");
    expect((await seenBySender(sandbox, domain))?.policy).toContain("mode: testing");
  });

  it.each<[string, MtaStsArgs, string]>([
    ["testing to enforce", enforce, "mode: enforce"],
    ["enforce back to testing", testing, "mode: testing"],
    ["testing to enforce again", enforce, "mode: enforce"],
  ])("goes from %s, id and policy together", async (_, args, expected) => {
    expect(changesOf(await mail.up(args))).toEqual(["update mail-worker", "update mail-sts"]);
    const seen = await seenBySender(sandbox, domain);
    expect(seen?.policy).toContain(expected);
    expect(seen?.id).toBe(policyId(seen!.policy!));
  });

  it("protects the Worker and _mta-sts while senders enforce: a destroy deletes nothing", async () => {
    const destroyed = await mail.destroy({ mayFail: true });
    expect(destroyed.ok).toBe(false);
    expect(destroyed.error).toMatch(/protected/);
    expect(changesOf(destroyed)).toEqual([]);
    expect((await seenBySender(sandbox, domain))?.status).toBe(200);
  });

  it("refuses to leave the policy out while senders enforce it", async () => {
    const outcome = await mail.preview(reporting);
    expect(outcome.ok).toBe(false);
    expect(outcome.error).toContain("(remove-enforce)");
  });

  it("winds down, and lets the Worker go once the date has passed", async () => {
    const none = withPolicy(MtaStsMode.None);
    expect(changesOf(await mail.up(none))).toEqual(["update mail-worker", "update mail-sts"]);
    expect((await seenBySender(sandbox, domain))?.policy).toContain("mode: none\r\nmax_age: 86400");
    expect((await mail.destroy({ mayFail: true })).ok).toBe(false);
    const retired = { rollout: { retire: { after: "2026-01-01" } } };
    expect(changesOf(await mail.up({ ...none, ...retired }))).toEqual([]);
    const deleted = changesOf(await mail.up({ ...reporting, ...retired }));
    expect(deleted[0]).toBe("delete mail-sts");
    expect(deleted.sort()).toEqual([...hostChildren, "mail-sts"].map((name) => `delete ${name}`).sort());
    const { workerScripts, workerCustomDomains, workerRoutes } = sandbox.cloud.state;
    for (const left of [workerScripts, workerCustomDomains, workerRoutes]) expect(left.size).toBe(0);
    expect(changesOf(await mail.destroy())).toEqual(["delete mail-smtp-tls"]);
  });
});

describe("the publication gate before a Worker", () => {
  const testing = (...mx: string[]): MtaStsArgs => ({
    ...atCloudflare,
    cloudflareWorker: { accountId },
    policy: { mode: MtaStsMode.Testing, mx },
    rollout: { publicationTimeout: 120 },
  });
  let mail: MailStack;
  beforeAll(async () => {
    mail = await mailStack(sandbox, "gate");
    await mail.up(testing("mx1.example.com"));
  });
  afterEach(() => sandbox.servers.https.overrides.clear());
  afterAll(() => mail.destroy());

  const { plainText, withStatus } = hostFaults;
  const stale = "version: STSv1\r\nmode: testing\r\nmx: mx1.example.com\r\nmax_age: 604800\r\n";

  // All that a host can do wrong is in guards/gate, there behind a route.
  it.each([
    ["stale bytes", plainText(stale)],
    ["an error of the edge", withStatus(530)],
  ])("keeps the old id while the edge gives %s, and says what it saw", async (_, respond) => {
    const before = await seenBySender(sandbox, domain);
    sandbox.servers.https.overrides.set(host, { respond });
    const outcome = await mail.up(testing("mx1.example.com", "mx2.example.com"), { mayFail: true });
    expect(outcome.ok).toBe(false);
    expect(complaints(outcome)).toMatchSnapshot();
    expect(changesOf(outcome)).not.toContain("update mail-sts");
    sandbox.servers.https.overrides.clear();
    expect((await seenBySender(sandbox, domain))?.id).toBe(before?.id);
  });

  it("goes on from there once the edge is well", async () => {
    expect(changesOf(await mail.up(testing("mx1.example.com", "mx2.example.com")))).toEqual(["update mail-sts"]);
    const seen = await seenBySender(sandbox, domain);
    expect(seen?.id).toBe(policyId(seen!.policy!));
    expect(seen?.policy).toContain("mx2.example.com");
  });
});

describe("while both hosts are declared", () => {
  const both = (...mx: string[]): MtaStsArgs => ({
    ...atCloudflare,
    ...{ cloudfront: {}, cloudflareWorker: { accountId, route: true }, policyHost: MtaStsHost.CloudflareWorker },
    policy: { mode: MtaStsMode.Testing, mx },
  });

  it("a change of the policy reaches both before the id changes, and is said once", async () => {
    const mail = await mailStack(sandbox, "both-hosts");
    await mail.up(both("mx1.example.com"));
    const up = await mail.up(both("mx1.example.com", "mx2.example.com"));
    const changes = changesOf(up);
    expect([...changes].sort()).toEqual(["update mail-policy", "update mail-sts", "update mail-worker"]);
    expect(changes.at(-1)).toBe("update mail-sts");
    const said = up.diagnostics.filter(({ message }) => message.includes("mx + mx2.example.com"));
    expect(said).toHaveLength(1);
    const { cloudfront, cloudflare } = sandbox.servers.https.edges;
    for (const address of [cloudfront.ipv4[0]!, cloudflare.ipv4[0]!])
      expect((await get(sandbox.servers, host, { address })).body).toBe(up.outputs.policyText);
    await mail.destroy();
  });
});

describe("what stands in the way of a Worker", () => {
  const testing = (worker: MtaStsArgs["cloudflareWorker"], more: Partial<MtaStsArgs> = {}): MtaStsArgs => ({
    ...atCloudflare,
    cloudflareWorker: worker,
    policy: { mode: MtaStsMode.Testing, mx: ["mx1.example.com"] },
    ...more,
  });
  const zone = () => sandbox.cloud.cloudflareDns.getZone(atCloudflare.cloudflare!.zoneId as string);
  const standing = (type: string, content: string, proxied: boolean) =>
    sandbox.cloud.cloudflareDns.createRecord(zone().id, { name: host, type, content, ttl: proxied ? 1 : 300, proxied });
  afterEach(() => {
    for (const { id, name } of [...zone().records])
      if (name === host) sandbox.cloud.cloudflareDns.deleteRecord(zone().id, id);
  });

  it.each<[string, boolean, () => void]>([
    ["custom domain, a CNAME to a stranger", false, () => standing("CNAME", "mta-sts.example.org", false)],
    ["custom domain, a proxied record", false, () => standing("AAAA", "100::", true)],
    ["route, a CNAME to a stranger", true, () => standing("CNAME", "mta-sts.example.org", false)],
  ])("is refused in the preview: %s", async (name, route, stand) => {
    stand();
    const mail = await mailStack(sandbox, `way-${name.replace(/[^a-z]+/gi, "-").toLowerCase()}`);
    const preview = await mail.preview(testing({ accountId, route }));
    expect(preview.ok).toBe(false);
    expect(complaints(preview)).toMatchSnapshot();
    const update = await mail.up(testing({ accountId, route }), { mayFail: true });
    expect(update.ok).toBe(false);
    expect(zone().records.filter((record) => record.name === host)).toHaveLength(1);
    await mail.destroy();
  });

  it("takes up a custom domain that a stopped deploy left behind", async () => {
    const mail = await mailStack(sandbox, "left-behind");
    sandbox.providers.faults.inject({ kind: "lostAnswer", operation: "create", name: "mail-worker-domain" });
    expect((await mail.up(testing({ accountId }), { mayFail: true })).ok).toBe(false);
    expect(sandbox.cloud.state.workerCustomDomains.size).toBe(1);
    expect(changesOf(await mail.up(testing({ accountId })))).toEqual(["create mail-worker-domain", "create mail-sts"]);
    expect((await seenBySender(sandbox, domain))?.status).toBe(200);
    await mail.destroy();
  });

  it.each<[string, () => MtaStsArgs]>([
    [
      "a policy of more than 5 KB",
      () =>
        testing(
          { accountId },
          {
            policy: {
              mode: MtaStsMode.Testing,
              mx: Array.from({ length: 200 }, (_, index) => `mx${index}.long-name-of-a-host.example.com`),
            },
          },
        ),
    ],
    [
      "a route for a name two labels below its zone",
      () => testing({ accountId, route: true }, { domain: `mail.${domain}` }),
    ],
    ["no account", () => testing({ accountId: "my-account" })],
    [
      "no Cloudflare zone",
      () =>
        testing(
          { accountId },
          { cloudflare: undefined, route53: { zoneId: "Z0123456789EXAMPLE" }, domain: "example.com" },
        ),
    ],
    ["two hosts and no word which", () => testing({ accountId }, { cloudfront: {} })],
  ])("is refused before anything is registered: %s", async (name, args) => {
    const mail = await mailStack(sandbox, `input-${name.replace(/[^a-z]+/gi, "-").toLowerCase()}`);
    const preview = await mail.preview(args());
    expect(preview.ok).toBe(false);
    expect(preview.changes).toEqual([]);
    expect(complaints(preview)).toMatchSnapshot();
  });
});
