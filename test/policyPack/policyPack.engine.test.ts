import path from "node:path";
import * as aws from "@pulumi/aws";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { deployment } from "../support/engine";
import { policyId, renderPolicy, renderStsRecord } from "../../src/protocol";

/** The rules as they are in src, and the example, which loads them as its users do. */
const packs = ["test/policyPack/fixture", "examples/policy-pack"];
const text = renderPolicy({ mode: "enforce", mx: ["mx1.example.com"], maxAge: 604800 });
/** What the program says. */
const sound = { served: text, reports: true, mx: ["10 mx1.example.com"] };
let say = sound;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ route53: [{ name: "example.com", id: "ZEXAMPLE" }] });
}, 600_000);
afterAll(() => sandbox.close());

/** Plain resources, without our component: the pack judges any stack. */
const program = () => {
  const record = (name: string, type: string, records: string[]) =>
    new aws.route53.Record(`${name}-${type}`, { zoneId: "ZEXAMPLE", name, type, ttl: 300, records });
  const bucket = new aws.s3.Bucket("policy", { bucketPrefix: "mta-sts-" });
  new aws.s3.BucketObjectv2("file", {
    bucket: bucket.bucket,
    key: ".well-known/mta-sts.txt",
    content: say.served,
    contentType: "text/plain",
  });
  record("_mta-sts.example.com", "TXT", [renderStsRecord(policyId(text))]);
  if (say.reports) record("_smtp._tls.example.com", "TXT", ["v=TLSRPTv1; rua=mailto:x@example.com"]);
  record("example.com", "MX", say.mx);
  return Promise.resolve();
};

test.each(packs)(
  "%s passes a sound stack and refuses a broken one in the preview, naming each fault",
  async (pack) => {
    const policyPacks = [path.join(__dirname, "../..", pack)];
    say = sound;
    const mail = await deployment(sandbox, program, { stackName: `pack-${path.basename(pack)}` });
    expect((await mail.preview({ policyPacks, mayFail: true })).error).toBe("");
    say = {
      served: text.replace("max_age: 604800", "max_age: 60"),
      reports: false,
      mx: ["10 mx1.example.com", "20 backup.example.net"],
    };
    const broken = await mail.preview({ policyPacks, mayFail: true });
    expect(broken.ok).toBe(false);
    for (const message of [
      "which belongs to another policy file",
      "backup.example.net is an MX host of example.com",
      "example.com has an MTA-STS policy and no _smtp._tls record",
      "max_age of this enforce policy is 60 seconds",
    ]) {
      expect(broken.text).toContain(message);
    }
  },
  120_000,
);
