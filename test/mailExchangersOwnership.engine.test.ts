import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MtaSts, MtaStsMode, type MtaStsArgs } from "../src";
import { startSandbox, type Sandbox } from "../sandbox/sandbox";
import { deployment, stackCli, type Deployment } from "./support/engine";
import { changesOf, cloudflareZone, mailStack, route53Zone } from "./support/mailStack";
import { importArguments, liveMxOf } from "./support/mxStory";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    route53: [{ name: "example.com", id: route53Zone }],
    cloudflare: [{ name: "example.net", id: cloudflareZone }],
  });
}, 600_000);
afterAll(() => sandbox.close());

const tlsReporting = { rua: ["mailto:tls@example.org"] };
const ttl = 60;
const onRoute53 = (domain: string): MtaStsArgs => ({ domain, tlsReporting, ttl, route53: { zoneId: route53Zone } });
const onCloudflare = (domain: string): MtaStsArgs => ({
  domain,
  tlsReporting,
  ttl,
  cloudflare: { zoneId: cloudflareZone },
});
const [mx1, mx2] = ["mx1.mail.example", "mx2.mail.example"];
const mailExchangers = [{ host: mx1 }, { host: mx2, preference: 20 }];
const live = [`10 ${mx1}`, `20 ${mx2}`];

describe.each<[string, MtaStsArgs, string[]]>([
  ["Route 53", onRoute53("none.example.com"), live],
  // What the documentation warns of: each host has a record of its own there, and none of them can be protected.
  ["Cloudflare", onCloudflare("none.example.net"), []],
])("a first deploy with policy and MX records at once, on %s", (zone, reporting, leftByRefusedDestroy) => {
  const { domain } = reporting;

  it("warns of nothing, though the domain is its own mail host until then; mode none keeps the records", async () => {
    const mail = await mailStack(sandbox, `none-${zone.toLowerCase().replace(" ", "")}`);
    const testing = { ...reporting, mailExchangers, policy: { mode: MtaStsMode.Testing } };
    expect((await mail.preview(testing)).warnings).toEqual([]);
    const created = await mail.up(testing);
    expect(created.warnings).toEqual([]);
    const names = created.changes.map(({ name }) => name);
    const firstMx = names.findIndex((name) => name.startsWith("mail-mx"));
    expect(names.slice(0, firstMx).at(-1)).toBe("mail-sts");

    const none = { ...reporting, mailExchangers, policy: { mode: MtaStsMode.None } };
    const up = await mail.up(none);
    expect(changesOf(up)).toEqual(["update mail-policy", "update mail-sts"]);
    expect(up.outputs.policyText).toBe("version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n");
    expect(await liveMxOf(sandbox, domain)).toEqual(live);

    const previewed = await stackCli(sandbox, mail, ["destroy", "--yes"]);
    expect(previewed.text).toContain("it is protected");
    expect(await liveMxOf(sandbox, domain)).toEqual(live);
    expect((await mail.destroy({ mayFail: true })).error).toContain("it is protected");
    expect(await liveMxOf(sandbox, domain)).toEqual(leftByRefusedDestroy);
  });
});

describe("a preference that arrives later", () => {
  it.each([
    ["Route 53", onRoute53("late.example.com")],
    ["Cloudflare", onCloudflare("late.example.net")],
  ])("is taken on %s, though the first preview does not know it", async (zone, reporting) => {
    const program = () => {
      const bucket = new aws.s3.Bucket("bucket", {});
      const preference = bucket.bucket.apply((name) => name.length);
      new MtaSts("mail", { ...reporting, mailExchangers: [{ host: mx1, preference }] });
      return Promise.resolve({ preference });
    };
    const stack = await deployment(sandbox, program, { stackName: `late-${zone.toLowerCase().replace(" ", "")}` });
    expect((await stack.preview()).changes.map(({ name }) => name)).toHaveLength(3);
    const up = await stack.up();
    expect(await liveMxOf(sandbox, reporting.domain)).toEqual([`${String(up.outputs.preference)} ${mx1}`]);
  });

  it("is refused with our message where it cannot be accepted, before anything is changed", async () => {
    const args = { ...onRoute53("wrong.example.com"), mailExchangers: [{ host: mx1, preference: pulumi.output(-5) }] };
    const mail = await mailStack(sandbox, "wrong");
    for (const outcome of [await mail.preview(args), await mail.up(args, { mayFail: true })]) {
      expect(outcome.changes).toEqual([]);
      expect(outcome.error).toContain("mailExchangers[0].preference: -5 (mx-preference)");
    }
  });
});

describe("MX records that stand already", () => {
  it.each<[string, MtaStsArgs, string, string[]]>([
    ["others, on Route 53", onRoute53("others.example.com"), route53Zone, ["0 old.mail.example"]],
    ["the same, on Route 53", onRoute53("same.example.com"), route53Zone, live],
    ["a null MX, on Route 53", onRoute53("null.example.com"), route53Zone, ["0 ."]],
    ["another preference, on Cloudflare", onCloudflare("others.example.net"), cloudflareZone, [`5 ${mx1}`]],
    ["the same host, on Cloudflare", onCloudflare("same.example.net"), cloudflareZone, [`20 ${mx2}`]],
  ])(
    "%s: are refused in the preview and in the update, with the import that helps",
    async (name, reporting, id, values) => {
      const { domain } = reporting;
      sandbox.cloud.putRecord(id, { name: domain, type: "MX", values });
      const stackName = name.replace(/\W+/g, "-").toLowerCase();
      const mail = await mailStack(sandbox, stackName);
      const args = { ...reporting, mailExchangers };
      const preview = await mail.preview(args);
      expect(preview.error.replace(/\b[0-9a-f]{32}"/g, '<record id>"')).toMatchSnapshot();
      expect((await mail.up(args, { mayFail: true })).ok).toBe(false);
      // On Cloudflare a host that is in nobody's way may have been added.
      expect(await liveMxOf(sandbox, domain)).toEqual(
        expect.arrayContaining(values.filter((value) => value !== "0 .")),
      );

      const imported = await stackCli(sandbox, mail, importArguments(sandbox, preview.error));
      expect(imported.text).toContain("imported");
      await mail.up(args);
      expect(await liveMxOf(sandbox, domain)).toEqual(live);
      expect(changesOf(await mail.preview(args))).toEqual([]);
    },
  );
});

describe("MX records that another resource of the program declares", () => {
  const domain = "handover.example.com";
  const set = { zoneId: route53Zone, name: domain, type: "MX", ttl, records: live };
  const ours = { ...onRoute53(domain), mailExchangers };
  let stack: Deployment;
  let program: () => void;

  beforeAll(async () => {
    program = () => {
      new aws.route53.Record("mx", set);
      new MtaSts("mail", onRoute53(domain));
    };
    const run = () => {
      program();
      return Promise.resolve();
    };
    stack = await deployment(sandbox, run, { stackName: "handover" });
    await stack.up();
  });

  it("cannot be taken over in one deploy, which would create the set and then delete it", async () => {
    program = () => {
      new MtaSts("mail", ours);
    };
    const outcome = await stack.preview({ mayFail: true });
    expect(outcome.error).toContain("(record-not-recorded)");
    expect(outcome.error).toContain("pulumi state delete '<its URN>'");
  });

  it("are handed over by an alias, with no change in DNS", async () => {
    program = () => {
      const alias = { name: "mx", parent: pulumi.rootStackResource };
      const handOver: pulumi.ResourceTransform = ({ name, props, opts }) =>
        name === "mail-mx" ? { props, opts: pulumi.mergeOptions(opts, { aliases: [alias] }) } : undefined;
      new MtaSts("mail", ours, { transforms: [handOver] });
    };
    const up = await stack.up();
    expect(changesOf(up).filter((change) => !change.startsWith("update"))).toEqual([]);
    expect(await liveMxOf(sandbox, domain)).toEqual(live);
    expect(await stack.resources()).not.toContain("mx");
    program = () => {
      new MtaSts("mail", ours);
    };
    expect(changesOf(await stack.up())).toEqual([]);
    expect(await liveMxOf(sandbox, domain)).toEqual(live);
  });
});
