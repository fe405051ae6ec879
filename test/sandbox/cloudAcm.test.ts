import { type Certificate, type Cloud, createCloud } from "../../sandbox/cloud";

const request = { region: "us-east-1", domainName: "mta-sts.example.com" };

function validate(cloud: Cloud, zoneId: string, certificate: Certificate): void {
  for (const { name, value } of certificate.validation) {
    cloud.putRecord(zoneId, { name, type: "CNAME", values: [value] });
  }
}

describe("ACM", () => {
  it("asks for one record a name, and for the same one every time", () => {
    const cloud = createCloud();
    const first = cloud.acm.requestCertificate({ ...request, subjectAlternativeNames: ["www.example.com"] });
    const second = cloud.acm.requestCertificate(request);
    expect(first.validation.map(({ domainName }) => domainName)).toEqual(["mta-sts.example.com", "www.example.com"]);
    expect(first.validation[0]?.name).toMatch(/^_[0-9a-f]{32}\.mta-sts\.example\.com\.$/);
    expect(first.validation[0]?.value).toMatch(/^_[0-9a-f]{32}\.[0-9a-f]{10}\.acm-validations\.aws\.$/);
    expect(second.validation[0]).toEqual(first.validation[0]);
    expect(second.arn).not.toBe(first.arn);
  });

  it("issues once the record is in the delegated zone, with the chain that its authority gives", async () => {
    const issueCertificate = jest.fn(
      async (names: string[]) => await Promise.resolve({ chain: names.join(), key: "key" }),
    );
    const cloud = createCloud({ route53: [{ name: "example.com", id: "Z1" }], issueCertificate });
    const certificate = cloud.acm.requestCertificate(request);
    expect((await cloud.acm.describeCertificate(certificate.arn)).status).toBe("PENDING_VALIDATION");
    validate(cloud, "Z1", certificate);
    const issued = await cloud.acm.describeCertificate(certificate.arn);
    expect(issued).toMatchObject({ status: "ISSUED", chain: "mta-sts.example.com", key: "key" });
    await cloud.acm.describeCertificate(certificate.arn);
    expect(issueCertificate).toHaveBeenCalledTimes(1);
  });

  it("issues from a Cloudflare zone as well", async () => {
    const cloud = createCloud({ cloudflare: [{ name: "example.com", id: "0123456789abcdef0123456789abcdef" }] });
    const certificate = cloud.acm.requestCertificate(request);
    validate(cloud, "0123456789abcdef0123456789abcdef", certificate);
    expect((await cloud.acm.describeCertificate(certificate.arn)).status).toBe("ISSUED");
  });

  it.each<[string, (cloud: Cloud) => void]>([
    ["the zone is private", (cloud) => cloud.addHostedZone("example.com", { id: "Z1", private: true })],
    [
      "the parent delegates to another zone",
      (cloud) => {
        cloud.addHostedZone("example.com", { id: "Z0" });
        cloud.addHostedZone("example.com", { id: "Z1" });
      },
    ],
    [
      "a zone below has been delegated away",
      (cloud) => {
        cloud.addHostedZone("example.com", { id: "Z1" });
        cloud.addHostedZone("mta-sts.example.com", { id: "Z2" });
      },
    ],
  ])("stays pending where %s", async (_why, prepare) => {
    const cloud = createCloud();
    prepare(cloud);
    const certificate = cloud.acm.requestCertificate(request);
    validate(cloud, "Z1", certificate);
    expect((await cloud.acm.describeCertificate(certificate.arn)).status).toBe("PENDING_VALIDATION");
  });

  it("stays pending while one of its names is not validated", async () => {
    const cloud = createCloud({ route53: [{ name: "example.com", id: "Z1" }] });
    const certificate = cloud.acm.requestCertificate({ ...request, subjectAlternativeNames: ["www.example.com"] });
    validate(cloud, "Z1", { ...certificate, validation: certificate.validation.slice(0, 1) });
    expect((await cloud.acm.describeCertificate(certificate.arn)).status).toBe("PENDING_VALIDATION");
  });

  it.each<[string, { name: string; values: string[] }[], "ISSUED" | "FAILED"]>([
    ["Amazon is named", [{ name: "example.com", values: ['0 issue "amazon.com"'] }], "ISSUED"],
    ["Amazon is named with parameters", [{ name: "example.com", values: ['0 issue "amazonaws.com; a=b"'] }], "ISSUED"],
    ["only another issuer is named", [{ name: "example.com", values: ['0 issue "letsencrypt.org"'] }], "FAILED"],
    ["nobody may issue", [{ name: "example.com", values: ['0 issue ";"'] }], "FAILED"],
    ["only a report address is given", [{ name: "example.com", values: ['0 iodef "mailto:a@example.com"'] }], "ISSUED"],
    [
      "the nearer set names Amazon",
      [
        { name: "example.com", values: ['0 issue "letsencrypt.org"'] },
        { name: "mta-sts.example.com", values: ['0 issue "amazontrust.com"'] },
      ],
      "ISSUED",
    ],
    ["only wildcards are restricted", [{ name: "example.com", values: ['0 issuewild ";"'] }], "ISSUED"],
  ])("heeds CAA: where %s", async (_what, sets, status) => {
    const cloud = createCloud({ route53: [{ name: "example.com", id: "Z1" }] });
    for (const set of sets) cloud.putRecord("Z1", { ...set, type: "CAA" });
    const certificate = cloud.acm.requestCertificate(request);
    validate(cloud, "Z1", certificate);
    expect((await cloud.acm.describeCertificate(certificate.arn)).status).toBe(status);
  });

  it("heeds issuewild before issue for a wildcard", async () => {
    const cloud = createCloud({ route53: [{ name: "example.com", id: "Z1" }] });
    cloud.putRecord("Z1", { name: "example.com", type: "CAA", values: ['0 issue "amazon.com"', '0 issuewild ";"'] });
    const certificate = cloud.acm.requestCertificate({ ...request, domainName: "*.example.com" });
    validate(cloud, "Z1", certificate);
    expect(await cloud.acm.describeCertificate(certificate.arn)).toMatchObject({
      status: "FAILED",
      failureReason: "CAA_ERROR",
    });
  });

  it("refuses a name that is no host name", () => {
    const cloud = createCloud();
    expect(() => cloud.acm.requestCertificate({ ...request, domainName: "mta sts" })).toThrow(/ValidationException/);
  });

  it("keeps a certificate that a distribution uses, and deletes it after", async () => {
    const cloud = createCloud();
    const { arn } = await cloud.addIssuedCertificate(["mta-sts.example.com"]);
    const distribution = await cloud.cloudfront.createDistribution({
      ...{ aliases: ["mta-sts.example.com"], certificateArn: arn, enabled: false, tags: {}, customErrorResponses: [] },
      origins: [{ originId: "o", domainName: "b.s3.us-east-1.amazonaws.com" }],
      defaultCacheBehavior: {
        targetOriginId: "o",
        allowedMethods: ["GET"],
        viewerProtocolPolicy: "https-only",
        compress: false,
      },
    });
    expect(() => {
      cloud.acm.deleteCertificate(arn);
    }).toThrow(/ResourceInUseException: Certificate arn:aws:acm:us-east-1:123456789012/);
    cloud.cloudfront.deleteDistribution(distribution.id);
    cloud.acm.deleteCertificate(arn);
    await expect(cloud.acm.describeCertificate(arn)).rejects.toThrow(/ResourceNotFoundException/);
  });
});
