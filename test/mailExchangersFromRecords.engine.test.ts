import * as aws from "@pulumi/aws";
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { MtaSts, MtaStsMode, mxHosts, type MtaStsArgs } from "../src";
import { startSandbox, type Sandbox } from "../sandbox/sandbox";
import { deployment, type Deployment } from "./support/engine";
import { changesOf, cloudflareZone, meant, route53Zone } from "./support/mailStack";

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
const [mx1, mx2] = ["mx1.mail.example", "mx2.mail.example"];

/** The MX records of the program, which are none of the component's. */
const records = {
  route53: (hosts: pulumi.Input<string>[]) =>
    new aws.route53.Record("mx", {
      zoneId: route53Zone,
      name: "example.com",
      type: "MX",
      ttl: 60,
      records: hosts.map((host) => pulumi.interpolate`10 ${host}`),
    }),
  cloudflare: (hosts: pulumi.Input<string>[]) =>
    hosts.map(
      (content, index) =>
        new cloudflare.DnsRecord(`mx${index + 1}`, {
          zoneId: cloudflareZone,
          name: "example.net",
          type: "MX",
          ttl: 60,
          priority: 10,
          content,
        }),
    ),
};

describe.each<[string, "route53" | "cloudflare", MtaStsArgs]>([
  ["an aws.route53.Record", "route53", { domain: "example.com", tlsReporting, route53: { zoneId: route53Zone } }],
  [
    "every cloudflare.DnsRecord",
    "cloudflare",
    { domain: "example.net", tlsReporting, cloudflare: { zoneId: cloudflareZone } },
  ],
])("mxHosts of %s", (_name, kind, reporting) => {
  let hosts: () => pulumi.Input<string>[] = () => [mx1];
  let args: (mx: pulumi.Output<string[]>) => MtaStsArgs;
  const testing = (mx: pulumi.Output<string[]>): MtaStsArgs => ({
    ...reporting,
    policy: { mode: MtaStsMode.Testing, mx },
  });
  let stack: Deployment;
  beforeAll(async () => {
    args = testing;
    stack = await deployment(
      sandbox,
      () => {
        const mail = new MtaSts("mail", args(mxHosts(records[kind](hosts()))));
        return Promise.resolve({ policyId: mail.policyId, policyText: mail.policyText });
      },
      { stackName: `from-${kind}` },
    );
  });

  it("is the policy's list, in the preview as in the update", async () => {
    const preview = await stack.preview();
    expect(preview.outputs.policyText).toContain(`mx: ${mx1}\r\n`);
    const up = await stack.up();
    expect(up.outputs.policyId).toBe(preview.outputs.policyId);
    expect(changesOf(await stack.preview())).toEqual([]);
  });

  it("follows a host that is added, records first: Pulumi changes what a value comes from before what it goes into", async () => {
    hosts = () => [mx1, mx2];
    const preview = await stack.preview();
    const first = kind === "route53" ? "update mx" : "create mx2";
    expect(changesOf(preview)).toEqual([first, "update mail-policy", "update mail-sts"]);
    expect(preview.outputs.policyText).toContain(`mx: ${mx1}\r\nmx: ${mx2}\r\n`);
    expect(changesOf(await stack.up())).toEqual([first, "update mail-policy", "update mail-sts"]);
  });

  it("may name hosts that are unknown in the preview: the update judges them", async () => {
    hosts = () => {
      const bucket = new aws.s3.Bucket("bucket", { bucketPrefix: "relay-" });
      return [mx1, mx2, pulumi.interpolate`${bucket.bucket}.mail.example`];
    };
    const preview = await stack.preview();
    expect(preview.error).toBe("");
    expect(changesOf(preview)).toEqual(expect.arrayContaining(["create bucket", "update mail-policy"]));
    const up = await stack.up();
    expect(up.outputs.policyText).toMatch(/mx: relay-\S+\.mail\.example\r\n/);
  });

  it("loses a host under enforce only after the records have: the refusal names the two steps", async () => {
    hosts = () => [mx1, mx2];
    await stack.up();
    const { rollout } = meant({ ...reporting, policy: { mode: MtaStsMode.Enforce, mx: [mx1, mx2] } });
    args = (mx) => ({ ...reporting, policy: { mode: MtaStsMode.Enforce, mx }, rollout });
    await stack.up();
    hosts = () => [mx1];
    const refused = await stack.preview({ mayFail: true });
    expect(refused.error).toContain("(mx-still-needed)");
    expect(refused.error).toContain(
      `Two deploys: first take ${mx2} out of the MX records and keep ${mx2} in policy.mx`,
    );

    args = (mx) => ({
      ...reporting,
      policy: { mode: MtaStsMode.Enforce, mx: mx.apply((names) => [...names, mx2]) },
    });
    expect(changesOf(await stack.up())).toEqual([kind === "route53" ? "update mx" : "delete mx2"]);
    args = (mx) => ({ ...reporting, policy: { mode: MtaStsMode.Enforce, mx } });
    expect(changesOf(await stack.up())).toEqual(["update mail-policy", "update mail-sts"]);
  });
});
