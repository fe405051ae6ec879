import { resourceTypes } from "../../sandbox/provider/registry";
import type { Properties } from "../../sandbox/provider/values";
import { refusal, startWorld, type World } from "./providerClient";

const cloudflareId = "0123456789abcdef0123456789abcdef";
const accountId = "9a7806061c88ada191ed06f989cc3dac";
const statement = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::mail/*" };
const policy = (sid: string): string => JSON.stringify({ Statement: [{ Sid: sid, ...statement }] });
const control = { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" };
const binding = (text: string): Properties[] => [{ name: "POLICY", type: "plain_text", text }];

interface Case {
  type: string;
  inputs: Properties;
  /** A change that needs no replacement; none where every change does. */
  change?: Properties;
  /** What an import is given, of the id. Default: the id. */
  importId?: (id: string) => string;
  /** Nothing can be imported. */
  noImport?: true;
}

const cases: Case[] = [
  { type: "aws:s3/bucket:Bucket", inputs: { bucket: "other", tags: { a: "b" } }, change: { tags: { a: "c" } } },
  {
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    inputs: { bucket: "mail", blockPublicAcls: true },
    change: { blockPublicPolicy: true },
  },
  {
    type: "aws:s3/bucketPolicy:BucketPolicy",
    inputs: { bucket: "mail", policy: policy("A") },
    change: { policy: policy("B") },
  },
  {
    type: "aws:s3/bucketObjectv2:BucketObjectv2",
    inputs: { bucket: "mail", key: "a/b", content: "1", contentType: "text/plain" },
    change: { content: "2", contentType: "text/html", cacheControl: "no-store" },
  },
  {
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    inputs: { name: "mail", ...control },
    change: { description: "other", signingBehavior: "never" },
  },
  {
    type: "aws:cloudfront/distribution:Distribution",
    inputs: {
      ...{ enabled: true, aliases: [], origins: [{ originId: "o", domainName: "mail.s3.us-east-1.amazonaws.com" }] },
      defaultCacheBehavior: {
        targetOriginId: "o",
        allowedMethods: ["GET"],
        cachedMethods: ["GET"],
        viewerProtocolPolicy: "https-only",
      },
      ...{
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate: { cloudfrontDefaultCertificate: true },
      },
    },
    change: {
      defaultRootObject: "index",
      customErrorResponses: [{ errorCode: 404, errorCachingMinTtl: 0 }],
      tags: { a: "b" },
    },
  },
  {
    type: "aws:acm/certificate:Certificate",
    inputs: { domainName: "mta-sts.example.com", validationMethod: "DNS" },
    change: { tags: { a: "b" } },
  },
  { type: "aws:acm/certificateValidation:CertificateValidation", inputs: {}, noImport: true },
  {
    type: "aws:route53/record:Record",
    inputs: { zoneId: "Z1", name: "_mta-sts.example.com", type: "TXT", ttl: 300, records: ["x"] },
    change: { ttl: 60, records: ["y", "z"] },
  },
  { type: "aws:route53/zone:Zone", inputs: { name: "example.org" }, change: { comment: "other", tags: { a: "b" } } },
  {
    type: "cloudflare:index/zone:Zone",
    inputs: { name: "example.org", account: { id: accountId } },
  },
  {
    type: "cloudflare:index/dnsRecord:DnsRecord",
    inputs: {
      zoneId: cloudflareId,
      name: "example.com",
      type: "MX",
      ttl: 300,
      content: "mx1.example.com",
      priority: 10,
    },
    change: { name: "mail.example.com", content: "mx2.example.com", priority: 0, comment: "x" },
    importId: (id) => `${cloudflareId}/${id}`,
  },
  {
    type: "cloudflare:index/workersScript:WorkersScript",
    inputs: {
      accountId,
      scriptName: "other",
      content: "export default {}",
      mainModule: "w.js",
      bindings: binding("1"),
    },
    change: { content: "export default { fetch }", bindings: binding("2"), compatibilityDate: "2025-01-01" },
    importId: (id) => `${accountId}/${id}`,
  },
  {
    type: "cloudflare:index/workersCustomDomain:WorkersCustomDomain",
    inputs: { accountId, hostname: "mta-sts.example.com", service: "mta-sts", zoneId: cloudflareId },
    importId: (id) => `${accountId}/${id}`,
  },
  {
    type: "cloudflare:index/workersRoute:WorkersRoute",
    inputs: { zoneId: cloudflareId, pattern: "example.com/*", script: "mta-sts" },
    change: { pattern: "www.example.com/*", script: "" },
    importId: (id) => `${cloudflareId}/${id}`,
  },
];

let world: World;
let issuedArn: string;
beforeEach(async () => {
  world = await startWorld({
    route53: [{ name: "example.com", id: "Z1" }],
    cloudflare: [{ name: "example.com", id: cloudflareId }],
  });
  world.cloud.s3.createBucket({ name: "mail", region: "us-east-1" });
  world.cloud.s3.deletePublicAccessBlock("mail");
  world.cloud.workers.putScript({
    accountId,
    name: "mta-sts",
    content: "export default {}",
    mainModule: "w.js",
    bindings: [],
  });
  issuedArn = (await world.cloud.addIssuedCertificate(["example.com"])).arn;
});
afterEach(async () => {
  await world.close();
});

const given = ({ type, inputs }: Case): Properties =>
  type.includes("certificateValidation") ? { certificateArn: issuedArn } : inputs;

it("has a case for every resource type of the sandbox", () => {
  expect(cases.map(({ type }) => type).sort()).toEqual([...resourceTypes.keys()].sort());
});

describe.each(cases)("$type", (testCase) => {
  const { type, change, importId = (id: string) => id } = testCase;

  it("previews what it will then create, but for what is not known", async () => {
    const planned = await world.engine.preview(type, "r", given(testCase));
    const { outputs } = await world.engine.create(type, "r", given(testCase));
    const computed = new Set(resourceTypes.get(type)?.computed);
    for (const [property, value] of Object.entries(planned)) {
      if (!computed.has(property)) expect([property, outputs[property]]).toEqual([property, value]);
    }
  });

  it("shows no drift after creation", async () => {
    const { id, inputs, outputs } = await world.engine.create(type, "r", given(testCase));
    const found = await world.engine.read(type, "r", id, outputs, inputs);
    expect(found).toEqual({ id, inputs, outputs });
  });

  it("changes in place, without drift after", async () => {
    const { engine } = world;
    const { id, inputs, outputs } = await engine.create(type, "r", given(testCase));
    if (!change) {
      const other = Object.keys(given(testCase)).map(
        async (key) => (await engine.diff(type, inputs, { ...inputs, [key]: "other" })).replaces,
      );
      expect((await Promise.all(other)).every((replaces) => replaces.length === 1)).toBe(true);
      return;
    }
    const news = await engine.check(type, "r", { ...given(testCase), ...change }, inputs);
    expect(await engine.diff(type, inputs, news, outputs)).toMatchObject({ changed: true, replaces: [] });
    const state = await engine.update(type, "r", id, { state: outputs, olds: inputs, news });
    expect(state).toMatchObject(change);
    expect(await engine.read(type, "r", id, state, news)).toEqual({ id, inputs: news, outputs: state });
  });

  it("is imported by an id, with inputs that need no replacement", async () => {
    const { engine } = world;
    const { id, inputs, outputs } = await engine.create(type, "r", given(testCase));
    const found = await engine.read(type, "r", importId(id));
    if (testCase.noImport) {
      expect(found.id).toBe("");
      return;
    }
    expect(found.id).toBe(id);
    expect((await engine.diff(type, found.inputs, inputs, outputs)).replaces).toEqual([]);
    if (importId(id) !== id)
      expect(await refusal(engine.read(type, "r", id))).toMatch(/^invalid ID: expected urlencoded segments/);
  });

  it("is gone once deleted", async () => {
    const { engine } = world;
    const { id, inputs, outputs } = await engine.create(type, "r", given(testCase));
    await engine.delete(type, "r", id, outputs);
    if (type.includes("certificateValidation")) return; // it stands for a wait that is over
    expect((await engine.read(type, "r", id, outputs, inputs)).id).toBe("");
  });
});
