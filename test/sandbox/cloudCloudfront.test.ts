import { type Cloud, createCloud } from "../../sandbox/cloud";
import type { DistributionConfig } from "../../sandbox/cloud/cloudfront";

const host = "mta-sts.example.com";

function config(more: Partial<DistributionConfig> = {}): DistributionConfig {
  return {
    ...{ aliases: [], enabled: true, tags: {}, ipv6Enabled: true, customErrorResponses: [] },
    origins: [{ originId: "o", domainName: "b.s3.us-east-1.amazonaws.com" }],
    defaultCacheBehavior: {
      targetOriginId: "o",
      allowedMethods: ["GET"],
      viewerProtocolPolicy: "https-only",
      compress: false,
    },
    ...more,
  };
}

const control = { name: "mail", originType: "s3", signingBehavior: "always", signingProtocol: "sigv4" };

async function aliased(cloud: Cloud, more: Partial<DistributionConfig> = {}) {
  const { arn } = await cloud.addIssuedCertificate([host]);
  return await cloud.cloudfront.createDistribution(config({ aliases: [host], certificateArn: arn, ...more }));
}

describe("CloudFront", () => {
  it("serves an alias that its certificate covers, a wildcard for one label included", async () => {
    const cloud = createCloud();
    const { arn } = await cloud.addIssuedCertificate(["*.example.com"]);
    const made = await cloud.cloudfront.createDistribution(
      config({ aliases: ["MTA-STS.example.com"], certificateArn: arn }),
    );
    expect(made.domainName).toMatch(/^d[a-z0-9]{13}\.cloudfront\.net$/);
    await expect(
      cloud.cloudfront.createDistribution(config({ aliases: ["a.b.example.com"], certificateArn: arn })),
    ).rejects.toThrow(/InvalidViewerCertificate: .*doesn't cover the alternate domain name/);
  });

  it("refuses an alias without a certificate", async () => {
    await expect(createCloud().cloudfront.createDistribution(config({ aliases: [host] }))).rejects.toThrow(
      /InvalidViewerCertificate: To add an alternate domain name \(CNAME\)/,
    );
  });

  it("refuses a certificate that is not issued, in another region, or not there", async () => {
    const cloud = createCloud();
    const pending = cloud.acm.requestCertificate({ region: "us-east-1", domainName: host }).arn;
    const elsewhere = (await cloud.addIssuedCertificate([host], "eu-central-1")).arn;
    for (const certificateArn of [pending, elsewhere, "arn:aws:acm:us-east-1:123456789012:certificate/none"]) {
      await expect(cloud.cloudfront.createDistribution(config({ aliases: [host], certificateArn }))).rejects.toThrow(
        /InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid/,
      );
    }
    expect(cloud.state.distributions.size).toBe(0);
  });

  it("sees a certificate as issued as soon as its record is public", async () => {
    const cloud = createCloud({ route53: [{ name: "example.com", id: "Z1" }] });
    const { arn, validation } = cloud.acm.requestCertificate({ region: "us-east-1", domainName: host });
    for (const { name, value } of validation) cloud.putRecord("Z1", { name, type: "CNAME", values: [value] });
    await expect(
      cloud.cloudfront.createDistribution(config({ aliases: [host], certificateArn: arn })),
    ).resolves.toBeDefined();
  });

  it("refuses an alias that another distribution has, on creation and on update", async () => {
    const cloud = createCloud();
    const first = await aliased(cloud);
    const taken =
      /409.*CNAMEAlreadyExists: One or more of the CNAMEs you provided are already associated with a different resource/;
    await expect(aliased(cloud)).rejects.toThrow(taken);
    const other = await cloud.cloudfront.createDistribution(config());
    const move = config({ aliases: [host], certificateArn: first.certificateArn ?? "" });
    await expect(cloud.cloudfront.updateDistribution(other.id, move)).rejects.toThrow(taken);
    await cloud.cloudfront.updateDistribution(first.id, config());
    await expect(cloud.cloudfront.updateDistribution(other.id, move)).resolves.toMatchObject({ aliases: [host] });
  });

  it("refuses an alias whose DNS leads to another distribution", async () => {
    const cloud = createCloud({ route53: [{ name: "example.com", id: "Z1" }] });
    const other = await cloud.cloudfront.createDistribution(config());
    cloud.putRecord("Z1", { name: host, type: "CNAME", values: [other.domainName] });
    await expect(aliased(cloud)).rejects.toThrow(
      /CNAMEAlreadyExists: .*incorrectly configured DNS record that points to another/,
    );
    cloud.cloudfront.deleteDistribution(
      (await cloud.cloudfront.updateDistribution(other.id, config({ enabled: false }))).id,
    );
    await expect(aliased(cloud)).resolves.toBeDefined();
  });

  it("deletes only what is disabled", async () => {
    const cloud = createCloud();
    const { id } = await cloud.cloudfront.createDistribution(config());
    expect(() => {
      cloud.cloudfront.deleteDistribution(id);
    }).toThrow(/409.*DistributionNotDisabled/);
    await cloud.cloudfront.updateDistribution(id, config({ enabled: false }));
    cloud.cloudfront.deleteDistribution(id);
    expect(() => cloud.cloudfront.getDistribution(id)).toThrow(/NoSuchDistribution/);
  });

  it.each<[string, Partial<DistributionConfig>, RegExp]>([
    [
      "an origin access control that is not there",
      { origins: [{ originId: "o", domainName: "b", originAccessControlId: "E0" }] },
      /NoSuchOriginAccessControl/,
    ],
    ["a behaviour without its origin", { origins: [{ originId: "p", domainName: "b" }] }, /NoSuchOrigin:/],
    [
      "a cache policy that is not there",
      {
        defaultCacheBehavior: {
          ...config().defaultCacheBehavior,
          cachePolicyId: "00000000-0000-0000-0000-000000000000",
        },
      },
      /NoSuchCachePolicy/,
    ],
  ])("refuses %s", async (_what, more, refusal) => {
    await expect(createCloud().cloudfront.createDistribution(config(more))).rejects.toThrow(refusal);
  });

  it("keeps an origin access control that a distribution uses", async () => {
    const cloud = createCloud();
    const { id } = cloud.cloudfront.createOriginAccessControl(control);
    const origins = [{ originId: "o", domainName: "b", originAccessControlId: id }];
    const { id: user } = await cloud.cloudfront.createDistribution(config({ origins, enabled: false }));
    expect(() => {
      cloud.cloudfront.deleteOriginAccessControl(id);
    }).toThrow(/409.*OriginAccessControlInUse/);
    cloud.cloudfront.deleteDistribution(user);
    cloud.cloudfront.deleteOriginAccessControl(id);
    expect(() => cloud.cloudfront.getOriginAccessControl(id)).toThrow(/NoSuchOriginAccessControl/);
  });

  it("has one origin access control a name and a hundred in all", () => {
    const { cloudfront } = createCloud();
    const { id } = cloudfront.createOriginAccessControl(control);
    expect(() => cloudfront.createOriginAccessControl(control)).toThrow(/409.*OriginAccessControlAlreadyExists/);
    expect(cloudfront.updateOriginAccessControl(id, { ...control, description: "x" })).toMatchObject({
      description: "x",
    });
    for (let n = 1; n < 100; n++) cloudfront.createOriginAccessControl({ ...control, name: `mail${n}` });
    expect(() => cloudfront.updateOriginAccessControl(id, { ...control, name: "mail1" })).toThrow(/AlreadyExists/);
    expect(() => cloudfront.createOriginAccessControl({ ...control, name: "one more" })).toThrow(
      /TooManyOriginAccessControls/,
    );
  });
});
