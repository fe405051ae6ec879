import { Cloud } from "../../sandbox/cloud";
import { issueCertificate, type Servers, startServers } from "../../sandbox/net";
import { fetchAsSender } from "../../sandbox/senders";
import { bucketPolicy, CACHING_DISABLED, get, POLICY } from "./netFixture";

const REGION = "us-east-1";
let cloud: Cloud;
let servers: Servers;

beforeEach(async () => {
  cloud = new Cloud({
    issueCertificate,
    route53: [{ name: "example.com", id: "Z1" }],
    cloudflare: [{ name: "example.org", id: "0123456789abcdef0123456789abcdef" }],
  });
  servers = await startServers(cloud.state);
});
afterEach(() => servers.close());

async function publish(): Promise<void> {
  const originDomain = `policies.s3.${REGION}.amazonaws.com`;
  cloud.s3.createBucket({ name: "policies", region: REGION });
  cloud.s3.putObject("policies", { key: ".well-known/mta-sts.txt", body: POLICY, contentType: "text/plain" });
  const control = cloud.cloudfront.createOriginAccessControl({ name: "mta-sts" });
  const certificate = await cloud.addIssuedCertificate(["mta-sts.example.com"]);
  const distribution = await cloud.cloudfront.createDistribution({
    aliases: ["mta-sts.example.com"],
    enabled: true,
    certificateArn: certificate.arn,
    origins: [{ originId: "s3", domainName: originDomain, originAccessControlId: control.id }],
    defaultCacheBehavior: {
      targetOriginId: "s3",
      allowedMethods: ["GET", "HEAD"],
      cachePolicyId: CACHING_DISABLED,
      viewerProtocolPolicy: "https-only",
      compress: false,
    },
    customErrorResponses: [],
    tags: {},
  });
  cloud.s3.putBucketPolicy("policies", bucketPolicy("policies", distribution.arn));
  const alias = { name: distribution.domainName, zoneId: "Z2FDTNDATAQYW2" };
  cloud.route53.changeRecordSets("Z1", [
    { action: "CREATE", recordSet: { name: "mta-sts.example.com", type: "A", values: [], alias } },
  ]);
  cloud.putRecord("Z1", { name: "_mta-sts.example.com", type: "TXT", ttl: 300, values: ["v=STSv1; id=1;"] });
}

it("what the cloud's services hold is what senders see", async () => {
  await publish();
  expect(await fetchAsSender(servers, "example.com")).toMatchObject({ id: "1", policy: POLICY });
  cloud.s3.putObject("policies", { key: ".well-known/mta-sts.txt", body: "other", contentType: "text/plain" });
  cloud.removeRecord("Z1", "_mta-sts.example.com", "TXT");
  expect(await fetchAsSender(servers, "example.com")).toMatchObject({ txt: [] });
  expect((await get(servers, "mta-sts.example.com")).body).toBe("other");
});

it("a Worker with a custom domain is reached through the record that the service makes", async () => {
  const zoneId = "0123456789abcdef0123456789abcdef";
  const content = "export default { fetch: (request, env) => new Response(env.POLICY) };";
  cloud.workers.putScript({
    ...{ accountId: "a", name: "mta-sts", mainModule: "worker.js", compatibilityDate: "2026-01-01", content },
    bindings: [{ name: "POLICY", type: "secret_text", text: POLICY }],
  });
  cloud.workerDomains.putCustomDomain({ accountId: "a", service: "mta-sts", hostname: "mta-sts.example.org", zoneId });
  cloud.putRecord(zoneId, { name: "_mta-sts.example.org", type: "TXT", ttl: 300, values: ["v=STSv1; id=2;"] });
  expect(await fetchAsSender(servers, "example.org")).toMatchObject({ id: "2", policy: POLICY });
});
