import path from "node:path";
import * as aws from "@pulumi/aws";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { deployment } from "../support/engine";
import { packRules } from "../../src/policyPack/rules";
import { policyId, renderPolicy, renderStsRecord } from "../../src/protocol";

/** The rules as they are in src, and the example, which loads them as its users do. */
const packs = ["test/policyPack/fixture", "examples/policy-pack"];
const text = renderPolicy({ mode: "enforce", mx: ["mx1.example.com"], maxAge: 604800 });
/** AWS's managed cache policies CachingDisabled and CachingOptimized. */
const [disabled, optimized] = ["4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "658327ea-f89d-4fab-a63d-7e88639e58f6"];
/** What the program says. */
const sound = {
  served: [text],
  ids: [policyId(text)],
  /** Of a second domain; none without one. */
  otherId: "",
  reports: true,
  mx: ["10 mx1.example.com"],
  cachePolicyId: disabled,
  region: "us-east-1",
};
/** With two files, records and domains nobody knows which belong together, so that some rules say nothing. */
const doubled: typeof sound = {
  ...sound,
  served: [text, "version: STSv1\nmode: on\n"],
  ids: [policyId(text), policyId(text, 1)],
  otherId: "20250101",
};
const broken: typeof sound = {
  ...sound,
  served: [text.replace("max_age: 604800", "max_age: 60")],
  reports: false,
  mx: ["10 mx1.example.com", "20 backup.example.net"],
  cachePolicyId: optimized,
  region: "eu-central-1",
};
let say = sound;

/** What each policy of the pack says of these. */
const faults: Record<string, RegExp> = {
  "mta-sts-policy-valid": /not valid in line \d/,
  "mta-sts-id-matches-policy": /which belongs to another policy file/,
  "mta-sts-id-hand-made": /hand-made id "20250101"/,
  "mta-sts-mx-covered": /backup\.example\.net is an MX host of example\.com/,
  "mta-sts-single-records": /more than one policy record/,
  "mta-sts-reporting-first": /example\.com has an MTA-STS policy and no _smtp\._tls record/,
  "mta-sts-host-uncached": /The distribution for mta-sts\.example\.com caches/,
  "mta-sts-host-certificate": /is in eu-central-1/,
  "mta-sts-enforce-max-age": /max_age of this enforce policy is 60 seconds/,
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ route53: [{ name: "example.com", id: "ZEXAMPLE" }] });
}, 600_000);
afterAll(() => sandbox.close());

/** Plain resources, without our component: the pack judges any stack. */
const program = () => {
  const record = (name: string, type: string, records: string[], resource = `${name}-${type}`) =>
    new aws.route53.Record(resource, { zoneId: "ZEXAMPLE", name, type, ttl: 300, records });
  const bucket = new aws.s3.Bucket("policy", { bucketPrefix: "mta-sts-" });
  for (const content of say.served) {
    const file = { bucket: bucket.bucket, key: ".well-known/mta-sts.txt", content, contentType: "text/plain" };
    new aws.s3.BucketObjectv2(content === say.served[0] ? "file" : "second-file", file);
  }
  for (const id of say.ids) record("_mta-sts.example.com", "TXT", [renderStsRecord(id)], id);
  if (say.otherId !== "") {
    record("_mta-sts.other.example.com", "TXT", [renderStsRecord(say.otherId)]);
    record("_smtp._tls.other.example.com", "TXT", ["v=TLSRPTv1; rua=mailto:x@example.com"]);
  }
  if (say.reports) record("_smtp._tls.example.com", "TXT", ["v=TLSRPTv1; rua=mailto:x@example.com"]);
  record("example.com", "MX", say.mx);
  new aws.cloudfront.Distribution("host", {
    enabled: true,
    aliases: ["mta-sts.example.com"],
    origins: [{ originId: "policy", domainName: bucket.bucketRegionalDomainName }],
    defaultCacheBehavior: {
      targetOriginId: "policy",
      viewerProtocolPolicy: "https-only",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: say.cachePolicyId,
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: {
      acmCertificateArn: `arn:aws:acm:${say.region}:123456789012:certificate/one`,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2021",
    },
  });
  return Promise.resolve();
};

test("every policy of the pack is broken here", () => {
  expect(Object.keys(faults).sort()).toEqual(packRules.map(({ name }) => name).sort());
});

test.each(packs)(
  "%s passes a sound stack and refuses a broken one in the preview, naming each fault",
  async (pack) => {
    const policyPacks = [path.join(__dirname, "../..", pack)];
    say = sound;
    const mail = await deployment(sandbox, program, { stackName: `pack-${path.basename(pack)}` });
    expect((await mail.preview({ policyPacks, mayFail: true })).error).toBe("");
    const said: string[] = [];
    for (const faulty of [broken, doubled]) {
      say = faulty;
      const outcome = await mail.preview({ policyPacks, mayFail: true });
      expect(outcome.ok).toBe(false);
      said.push(outcome.text);
    }
    for (const [rule, message] of Object.entries(faults)) {
      expect(said.join("\n")).toContain(rule);
      expect(said.join("\n")).toMatch(message);
    }
  },
  120_000,
);
