import { MtaStsMode, policyId, type MtaStsArgs } from "../src";
import type { Sandbox } from "../sandbox/sandbox";
import {
  changesOf,
  cloudflareZone,
  mailStack,
  meant,
  route53Zone,
  seenBySender,
  startMailSandbox,
  type MailStack,
} from "./support/mailStack";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());

const host = [
  "mail-bucket",
  "mail-bucket-policy",
  "mail-certificate",
  "mail-certificate-validation",
  "mail-distribution",
  "mail-origin-access-control",
  "mail-policy",
  "mail-public-access-block",
];
const cases: [string, MtaStsArgs, string[]][] = [
  [
    "Route 53",
    {
      domain: "example.com",
      tlsReporting: { rua: ["mailto:tls@example.com"] },
      route53: { zoneId: route53Zone },
    },
    ["mail-a", "mail-aaaa"],
  ],
  [
    "Cloudflare",
    {
      domain: "example.net",
      tlsReporting: { rua: ["mailto:tls@example.com"] },
      cloudflare: { zoneId: cloudflareZone },
    },
    ["mail-cname"],
  ],
];

describe.each(cases)("the four stages, on %s", (zone, reporting, addresses) => {
  const withPolicy = (mode: MtaStsMode, ...mx: string[]): MtaStsArgs => ({ ...reporting, policy: { mode, mx } });
  const testing = withPolicy(MtaStsMode.Testing, "mx1.example.com", "mx2.example.com");
  const enforce = meant(withPolicy(MtaStsMode.Enforce, "mx1.example.com", "mx2.example.com"));
  const none = withPolicy(MtaStsMode.None);
  const withHost = [...host, ...addresses, "mail-certificate-validation-record", "mail-sts"];
  let mail: MailStack;

  beforeAll(async () => (mail = await mailStack(sandbox, `stages-${zone.toLowerCase().replace(" ", "")}`)));

  it("begins with TLS-RPT alone", async () => {
    expect(changesOf(await mail.preview(reporting))).toEqual(["create mail-smtp-tls"]);
    expect(changesOf(await mail.up(reporting))).toEqual(["create mail-smtp-tls"]);
    expect(await seenBySender(sandbox, reporting.domain)).toBeUndefined();
  });

  it("adds the policy and its host, _mta-sts last", async () => {
    const created = changesOf(await mail.up(testing));
    expect([...created].sort()).toEqual(withHost.map((name) => `create ${name}`).sort());
    expect(created.at(-1)).toBe("create mail-sts");
    const seen = await seenBySender(sandbox, reporting.domain);
    expect(seen).toMatchObject({ status: 200, contentType: "text/plain" });
    expect(seen?.policy).toContain("mode: testing\r\nmx: mx1.example.com\r\nmx: mx2.example.com\r\n");
    expect(seen?.id).toBe(policyId(seen!.policy!));
  });

  it("changes nothing when the MX list is reordered, recased, repeated or dotted", async () => {
    const reordered = withPolicy(MtaStsMode.Testing, "MX2.example.com.", "mx1.example.com", "mx2.Example.com");
    expect(changesOf(await mail.preview(reordered))).toEqual([]);
    expect(changesOf(await mail.up(reordered))).toEqual([]);
  });

  it("shows an edit of the MX list, and bumps the id in the same deploy, _mta-sts last", async () => {
    const before = await seenBySender(sandbox, reporting.domain);
    const edited = withPolicy(MtaStsMode.Testing, "mx1.example.com", "mx3.example.com");
    const preview = await mail.preview(edited);
    expect(changesOf(preview)).toEqual(["update mail-policy", "update mail-sts"]);
    expect(preview.outputs.policyId).not.toBe(before!.id);
    expect(changesOf(await mail.up(edited))).toEqual(["update mail-policy", "update mail-sts"]);
    const after = await seenBySender(sandbox, reporting.domain);
    expect(after?.id).toBe(preview.outputs.policyId);
    expect(after?.policy).toContain("mx: mx3.example.com");
  });

  it.each<[string, MtaStsArgs, string]>([
    ["testing to enforce", enforce, "mode: enforce"],
    ["enforce to none", none, "mode: none\r\nmax_age: 86400"],
    ["none back to testing", testing, "mode: testing"],
    ["testing to enforce again", enforce, "mode: enforce"],
    ["enforce back to testing", testing, "mode: testing"],
  ])("goes from %s, id and policy together", async (_, args, expected) => {
    expect(changesOf(await mail.up(args))).toEqual(["update mail-policy", "update mail-sts"]);
    const seen = await seenBySender(sandbox, reporting.domain);
    expect(seen?.policy).toContain(expected);
    expect(seen?.id).toBe(policyId(seen!.policy!));
  });

  it("gives a raised revision a new id over the same policy", async () => {
    const before = await seenBySender(sandbox, reporting.domain);
    const revised = { ...testing, policy: { ...testing.policy!, revision: 1 } };
    expect(changesOf(await mail.up(revised))).toEqual(["update mail-sts"]);
    const after = await seenBySender(sandbox, reporting.domain);
    expect(after?.policy).toBe(before!.policy);
    expect(after?.id).not.toBe(before!.id);
  });

  it("changes _mta-sts last when tags, reports and policy change at once", async () => {
    const changed = {
      ...enforce,
      tags: { team: "mail" },
      tlsReporting: { rua: ["mailto:tls@example.com", "https://reports.example.com/tls"] },
    };
    const changes = changesOf(await mail.up(changed));
    expect([...changes].sort()).toEqual(
      ["mail-bucket", "mail-certificate", "mail-distribution", "mail-policy", "mail-smtp-tls", "mail-sts"].map(
        (name) => `update ${name}`,
      ),
    );
    expect(changes.at(-1)).toBe("update mail-sts");
  });

  it("refuses to move to another domain, whose senders would lose the policy of the old one", async () => {
    const before = await seenBySender(sandbox, reporting.domain);
    const moved = { ...enforce, domain: `mail.${reporting.domain}` };
    for (const outcome of [await mail.preview(moved), await mail.up(moved, { mayFail: true })]) {
      expect(outcome.ok).toBe(false);
      expect(outcome.error).toContain("takes the old name away at once");
    }
    expect(await seenBySender(sandbox, reporting.domain)).toEqual(before);
  });

  it("is protected while it enforces: a refused destroy deletes nothing", async () => {
    expect((await mail.destroy({ mayFail: true })).ok).toBe(false);
    // The refused move left a second certificate, of which the next update rids the stack.
    expect([...new Set(await mail.resources())].sort()).toEqual(["mail", "mail-smtp-tls", ...withHost].sort());
  });

  it("destroys everything under testing, _mta-sts first", async () => {
    await mail.up(testing);
    expect((await mail.resources()).filter((name) => name === "mail-certificate")).toHaveLength(1);
    const deleted = changesOf(await mail.destroy());
    expect(deleted[0]).toBe("delete mail-sts");
    expect([...deleted].sort()).toEqual([...withHost, "mail-smtp-tls"].map((name) => `delete ${name}`).sort());
    const { buckets, certificates, distributions, originAccessControls } = sandbox.cloud.state;
    for (const left of [buckets, certificates, distributions, originAccessControls]) expect(left.size).toBe(0);
  });
});

describe("a DNS migration", () => {
  it("keeps the same records in both zones", async () => {
    const twin = sandbox.cloud.addCloudflareZone("example.com");
    const mail = await mailStack(sandbox, "migration");
    const up = await mail.up({
      domain: "example.com",
      tlsReporting: { rua: ["mailto:tls@example.com"] },
      policy: { mode: MtaStsMode.Testing, mx: ["mx1.example.com"] },
      route53: { zoneId: route53Zone },
      cloudflare: { zoneId: twin.id },
    });
    const created = changesOf(up);
    expect(created.slice(-2)).toEqual(["create mail-sts", "create mail-sts"]);
    const before = await seenBySender(sandbox, "example.com");
    sandbox.cloud.delegate("example.com", twin.id);
    expect(await seenBySender(sandbox, "example.com")).toEqual(before);
    expect(before?.status).toBe(200);
    sandbox.cloud.delegate("example.com", route53Zone);
    await mail.destroy();
  });
});
