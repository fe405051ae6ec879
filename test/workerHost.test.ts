import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { InputError, MtaSts, MtaStsHost, MtaStsMode, type MtaStsArgs } from "../src";
import { workerScript } from "../src/hosting/workerScript";
import { mockEngine, valueOf, type Registered } from "./support/mocks";

const accountId = "9a7806061c88ada191ed06f989cc3dac";
const worker: MtaStsArgs = {
  domain: "example.com",
  tlsReporting: { rua: ["mailto:tls@example.com"] },
  policy: { mode: MtaStsMode.Testing, mx: ["mx1.example.com"] },
  cloudflare: { zoneId: "cfexample" },
  cloudflareWorker: { accountId },
};
const byRoute = { cloudflareWorker: { accountId, route: true } };
const text = "version: STSv1\r\nmode: testing\r\nmx: mx1.example.com\r\nmax_age: 604800\r\n";

async function declare(args: MtaStsArgs) {
  const registered = mockEngine({
    cloudflare: { cfexample: { name: "example.com" } },
    route53: { ZEXAMPLE: { name: "example.com" } },
  });
  const mail = new MtaSts("mail", args);
  await Promise.all([valueOf(mail.records), valueOf(mail.mtaStsRecord)]);
  await settled(registered);
  return { mail, registered };
}

/** Until no further resource is registered. */
async function settled(registered: Registered[]): Promise<void> {
  for (let seen = -1; seen !== registered.length;) {
    seen = registered.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

const namesOf = (registered: Registered[]) => registered.map(({ name }) => name).filter((name) => name !== "mail");
const find = (registered: Registered[], name: string) => registered.find((resource) => resource.name === name)!;

const cloudFrontNames = [
  ...["mail-bucket", "mail-bucket-policy", "mail-certificate", "mail-certificate-validation"],
  ...["mail-certificate-validation-record", "mail-distribution", "mail-origin-access-control", "mail-policy"],
  "mail-public-access-block",
];
const records = ["mail-smtp-tls", "mail-sts"];
const bothHosts = { cloudfront: {}, policyHost: MtaStsHost.CloudflareWorker };

describe("the children of a component on a Worker", () => {
  it.each<[string, Partial<MtaStsArgs>, string[]]>([
    ["a custom domain", {}, ["mail-worker", "mail-worker-domain", ...records]],
    ["a route", byRoute, ["mail-worker", "mail-worker-route", "mail-cname", ...records]],
    ["reporting only", { policy: undefined }, ["mail-smtp-tls"]],
    [
      "both hosts, the address at the route",
      { ...byRoute, ...bothHosts },
      [...cloudFrontNames, "mail-worker", "mail-worker-route", "mail-cname", ...records],
    ],
    [
      "both hosts, the address at the custom domain",
      bothHosts,
      [...cloudFrontNames, "mail-worker", "mail-worker-domain", ...records],
    ],
    [
      "both hosts, the address at CloudFront",
      { cloudfront: {}, policyHost: MtaStsHost.CloudFront },
      [...cloudFrontNames, "mail-worker", "mail-cname", ...records],
    ],
  ])("%s", async (_, args, expected) => {
    const { registered } = await declare({ ...worker, ...args });
    expect(namesOf(registered).sort()).toEqual([...expected].sort());
    expect(new Set(registered.filter(({ name }) => name !== "mail").map(({ parent }) => parent))).toEqual(
      new Set(["mail"]),
    );
  });

  it("are there before _mta-sts tells senders, those of a waiting host too", async () => {
    const { registered } = await declare({ ...worker, ...byRoute, ...bothHosts });
    const { dependencies } = find(registered, "mail-sts");
    for (const needed of ["mail-smtp-tls", "mail-worker", "mail-worker-route", "mail-cname", "mail-distribution"])
      expect(dependencies).toContain(needed);
    expect(find(registered, "mail-cname").dependencies).toEqual(
      expect.arrayContaining(["mail-worker", "mail-worker-route"]),
    );
  });
});

describe("the inputs of a Worker", () => {
  it("hold the policy in a plain text binding, byte by byte, and a pinned runtime", async () => {
    const { registered } = await declare(worker);
    expect(find(registered, "mail-worker").inputs).toMatchObject({
      accountId,
      scriptName: "mta-sts-example-com-a379a6f6",
      mainModule: "worker.js",
      compatibilityDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      content: workerScript,
      bindings: [{ name: "POLICY", type: "plain_text", text }],
    });
  });

  it("of a custom domain name host, script and zone", async () => {
    const { registered } = await declare(worker);
    expect(find(registered, "mail-worker-domain").inputs).toEqual({
      ...{ accountId, hostname: "mta-sts.example.com", service: "mta-sts-example-com-a379a6f6", zoneId: "cfexample" },
    });
  });

  it("of a route cover every path of the host, behind a proxied record that nothing answers for", async () => {
    const { mail, registered } = await declare({ ...worker, ...byRoute, ttl: 600 });
    expect(find(registered, "mail-worker-route").inputs).toEqual({
      ...{ zoneId: "cfexample", pattern: "mta-sts.example.com/*", script: "mta-sts-example-com-a379a6f6" },
    });
    const record = { zoneId: "cfexample", name: "mta-sts.example.com", type: "CNAME" };
    expect(find(registered, "mail-cname").inputs).toEqual({
      ...{ ...record, ttl: 1, proxied: true, content: "served-by-a-worker.invalid" },
    });
    expect(await valueOf(mail.records)).toContainEqual({ ...record, values: ["served-by-a-worker.invalid"] });
  });

  it("of a route keep a distribution that is still there behind it", async () => {
    const { registered } = await declare({ ...worker, ...byRoute, ...bothHosts });
    expect(find(registered, "mail-cname").inputs).toMatchObject({
      ...{ ttl: 1, proxied: true, content: "d111111abcdef8.cloudfront.net" },
    });
  });

  it("take the zone's provider and no tags", async () => {
    const registered = mockEngine({ cloudflare: { cfexample: { name: "example.com" } } });
    const provider = new cloudflare.Provider("other-account", { apiToken: "x".repeat(40) });
    const mail = new MtaSts("mail", {
      ...{ ...worker, ...byRoute },
      cloudflare: { zoneId: "cfexample", provider },
      tags: { team: "mail" },
    });
    await valueOf(mail.records);
    await settled(registered);
    for (const name of ["mail-worker", "mail-worker-route", "mail-cname"]) {
      expect(find(registered, name).provider).toContain("other-account");
      expect(find(registered, name).inputs).not.toHaveProperty("tags");
    }
  });

  it("may arrive as Outputs", async () => {
    const { registered } = await declare({
      ...worker,
      cloudflareWorker: { accountId: pulumi.output(accountId) },
      policy: { mode: MtaStsMode.Testing, mx: pulumi.output(["mx1.example.com"]) },
    });
    expect(find(registered, "mail-worker").inputs).toMatchObject({ accountId, bindings: [{ text }] });
  });
});

it("has no certificate or distribution to put out", async () => {
  const { mail } = await declare(worker);
  expect(await valueOf(mail.certificateArn)).toBeUndefined();
  expect(await valueOf(mail.distributionId)).toBeUndefined();
  expect(await valueOf(mail.policyUrl)).toBe("https://mta-sts.example.com/.well-known/mta-sts.txt");
});

describe("what is refused", () => {
  const manyHosts = Array.from({ length: 300 }, (_, index) => `mx${index}.example.com`);
  it.each<[string, Partial<MtaStsArgs>, string[]]>([
    [
      "every problem at once",
      {
        cloudflareWorker: { accountId: "mine" },
        cloudfront: {},
        policy: { mode: MtaStsMode.Testing, mx: manyHosts },
        ttl: -1,
      },
      ["ttl", "policyHost", "cloudflareWorker.accountId", "policy.mx"],
    ],
    ["a host that nobody knows", { policyHost: "s3" as MtaStsHost }, ["policyHost"]],
    ["a Worker beside a Route 53 zone", { route53: { zoneId: "ZEXAMPLE" } }, ["route53, cloudflareWorker"]],
    ["a Worker that is no object", { cloudflareWorker: true as never }, ["cloudflareWorker"]],
  ])("%s", (_, args, paths) => {
    const registered = mockEngine({ cloudflare: { cfexample: { name: "example.com" } } });
    const refused = () => new MtaSts("mail", { ...worker, ...args });
    expect(refused).toThrow(InputError);
    try {
      refused();
    } catch (error) {
      expect((error as InputError).errors.map(({ path }) => path).sort()).toEqual([...paths].sort());
    }
    expect(registered).toEqual([]);
  });

  it("not a long certificate name: a Worker's certificate is Cloudflare's", async () => {
    const domain = `${"long-label-of-a-name.".repeat(3)}example.com`;
    const { registered } = await declare({ ...worker, domain });
    expect(namesOf(registered)).toContain("mail-worker-domain");
  });
});
