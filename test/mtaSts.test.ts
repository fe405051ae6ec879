import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { InputError, MtaSts, MtaStsMode, type MtaStsArgs } from "../src";
import { mockEngine, valueOf, type Registered, type Zones } from "./support/mocks";

const zones: Zones = {
  route53: { ZEXAMPLE: { name: "example.com" } },
  cloudflare: { cfexample: { name: "example.com" } },
};
const reporting: MtaStsArgs = {
  domain: "example.com",
  tlsReporting: { rua: ["mailto:tls@example.com"] },
  route53: { zoneId: "ZEXAMPLE" },
};
const testing: MtaStsArgs = { ...reporting, policy: { mode: MtaStsMode.Testing, mx: ["mx1.example.com"] } };
const onCloudflare = { route53: undefined, cloudflare: { zoneId: "cfexample" } };

const route53Record = "aws:route53/record:Record";
const cloudflareRecord = "cloudflare:index/dnsRecord:DnsRecord";
const hostResources = [
  "aws:acm/certificate:Certificate mail-certificate",
  "aws:acm/certificateValidation:CertificateValidation mail-certificate-validation",
  "aws:cloudfront/distribution:Distribution mail-distribution",
  "aws:cloudfront/originAccessControl:OriginAccessControl mail-origin-access-control",
  "aws:s3/bucket:Bucket mail-bucket",
  "aws:s3/bucketObjectv2:BucketObjectv2 mail-policy",
  "aws:s3/bucketPolicy:BucketPolicy mail-bucket-policy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock mail-public-access-block",
];
const route53Policy = ["mail-a", "mail-aaaa", "mail-certificate-validation-record", "mail-smtp-tls", "mail-sts"].map(
  (name) => `${route53Record} ${name}`,
);
const cloudflarePolicy = ["mail-certificate-validation-record", "mail-cname", "mail-smtp-tls", "mail-sts"].map(
  (name) => `${cloudflareRecord} ${name}`,
);

async function declare(args: MtaStsArgs): Promise<{ mail: MtaSts; registered: Registered[]; children: Registered[] }> {
  const registered = mockEngine(zones);
  const mail = new MtaSts("mail", args);
  await Promise.all([valueOf(mail.records), valueOf(mail.mtaStsRecord)]);
  await settled(registered);
  return { mail, registered, children: registered.filter(({ type }) => type !== "pulumi-mta-sts:index:MtaSts") };
}

/** Until no further resource is registered. */
async function settled(registered: Registered[]): Promise<void> {
  for (let seen = -1; seen !== registered.length;) {
    seen = registered.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

const child = (children: Registered[], name: string, type?: string) => {
  const found = children.find((resource) => resource.name === name && (type === undefined || resource.type === type));
  if (found === undefined) throw new Error(`no child ${name}`);
  return found;
};

describe("the children, by zone and stage", () => {
  const both = { cloudflare: { zoneId: "cfexample" } };
  it.each<[string, MtaStsArgs, string[]]>([
    ["reporting, Route 53", reporting, [`${route53Record} mail-smtp-tls`]],
    ["reporting, Cloudflare", { ...reporting, ...onCloudflare }, [`${cloudflareRecord} mail-smtp-tls`]],
    [
      "reporting, both",
      { ...reporting, ...both },
      [`${route53Record} mail-smtp-tls`, `${cloudflareRecord} mail-smtp-tls`],
    ],
    ["testing, Route 53", testing, [...hostResources, ...route53Policy]],
    ["testing, Cloudflare", { ...testing, ...onCloudflare }, [...hostResources, ...cloudflarePolicy]],
    ["testing, both", { ...testing, ...both }, [...hostResources, ...route53Policy, ...cloudflarePolicy]],
    [
      "enforce, Route 53",
      { ...testing, policy: { mode: MtaStsMode.Enforce, mx: ["mx1.example.com"] } },
      [...hostResources, ...route53Policy],
    ],
    ["none, Route 53", { ...testing, policy: { mode: MtaStsMode.None } }, [...hostResources, ...route53Policy]],
  ])("%s", async (_, args, expected) => {
    const { children } = await declare(args);
    expect(children.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([...expected].sort());
    expect(new Set(children.map(({ parent }) => parent))).toEqual(new Set(["mail"]));
  });

  it("shares a certificate and an origin access control that the user brings", async () => {
    const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/mine";
    const { mail, children } = await declare({
      ...testing,
      cloudfront: { certificateArn, originAccessControlId: "E1" },
    });
    const names = children.map(({ name }) => name);
    for (const absent of ["mail-certificate", "mail-certificate-validation-record", "mail-origin-access-control"]) {
      expect(names).not.toContain(absent);
    }
    const { inputs } = child(children, "mail-distribution");
    expect(inputs.viewerCertificate).toMatchObject({ acmCertificateArn: certificateArn });
    expect(inputs.origins).toMatchObject([{ originAccessControlId: "E1" }]);
    expect(await valueOf(mail.certificateArn)).toBe(certificateArn);
  });
});

describe("the inputs", () => {
  it("of the TXT records in Route 53 are unquoted, with allowOverwrite", async () => {
    const { mail, children } = await declare(testing);
    const id = await valueOf(mail.policyId);
    expect(id).toMatch(/^[A-Za-z0-9]{1,32}$/);
    const record = { type: "TXT", ttl: 300, zoneId: "ZEXAMPLE", allowOverwrite: true };
    expect(child(children, "mail-smtp-tls").inputs).toEqual({
      ...record,
      name: "_smtp._tls.example.com",
      records: ["v=TLSRPTv1; rua=mailto:tls@example.com"],
    });
    expect(child(children, "mail-sts").inputs).toEqual({
      ...record,
      name: "_mta-sts.example.com",
      records: [`v=STSv1; id=${String(id)};`],
    });
  });

  it("of the records in Cloudflare are quoted, never proxied, without tags or trailing dots", async () => {
    const { children } = await declare({ ...testing, ...onCloudflare, tags: { team: "mail" }, ttl: 600 });
    const record = { ttl: 600, zoneId: "cfexample", proxied: false };
    expect(child(children, "mail-smtp-tls").inputs).toEqual({
      ...record,
      type: "TXT",
      name: "_smtp._tls.example.com",
      content: '"v=TLSRPTv1; rua=mailto:tls@example.com"',
    });
    expect(child(children, "mail-cname").inputs).toEqual({
      ...record,
      type: "CNAME",
      name: "mta-sts.example.com",
      content: "d111111abcdef8.cloudfront.net",
    });
    expect(child(children, "mail-certificate-validation-record").inputs).toEqual({
      ...record,
      type: "CNAME",
      name: "_proof.mta-sts.example.com",
      content: "_value.acm-validations.aws",
    });
  });

  it("of a TXT over 255 bytes are several strings, as each provider writes them", async () => {
    const rua = ["a", "b", "c"].map((name) => `mailto:${name.repeat(60)}@reports.${name.repeat(30)}.example`);
    const { children } = await declare({ ...testing, cloudflare: { zoneId: "cfexample" }, tlsReporting: { rua } });
    const text = `v=TLSRPTv1; rua=${rua.join(",")}`;
    const inRoute53 = child(children, "mail-smtp-tls", route53Record).inputs.records;
    expect(inRoute53).toEqual([`${text.slice(0, 255)}""${text.slice(255)}`]);
    const inCloudflare = child(children, "mail-smtp-tls", cloudflareRecord).inputs.content;
    expect(inCloudflare).toBe(`"${text.slice(0, 255)}" "${text.slice(255)}"`);
  });

  it("of the policy object are the canonical policy as text/plain, without default tags", async () => {
    const { mail, children } = await declare({
      ...testing,
      tags: { team: "mail" },
      policy: { mode: MtaStsMode.Testing, mx: ["MX2.Example.com.", "mx1.example.com", "mx2.example.com"] },
    });
    const content =
      "version: STSv1\r\nmode: testing\r\nmx: mx1.example.com\r\nmx: mx2.example.com\r\nmax_age: 604800\r\n";
    expect(child(children, "mail-policy").inputs).toEqual({
      bucket: "mail-bucket-id",
      key: ".well-known/mta-sts.txt",
      content,
      contentType: "text/plain",
      cacheControl: "no-store",
      overrideProvider: { defaultTags: { tags: {} } },
    });
    expect(await valueOf(mail.policyText)).toBe(content);
  });

  it("of the distribution leave nothing to cache, redirect or list", async () => {
    const { children } = await declare(testing);
    const { inputs } = child(children, "mail-distribution");
    expect(inputs).toMatchObject({
      aliases: ["mta-sts.example.com"],
      enabled: true,
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      defaultRootObject: "not-found",
      origins: [
        {
          domainName: "mail-bucket-id.s3.eu-west-1.amazonaws.com",
          originAccessControlId: "mail-origin-access-control-id",
        },
      ],
      defaultCacheBehavior: {
        viewerProtocolPolicy: "https-only",
        allowedMethods: ["GET", "HEAD"],
        compress: false,
        cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: {
        acmCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/issued",
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
    });
    const codes = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
    expect(inputs.customErrorResponses).toEqual(codes.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })));
  });

  it("of the bucket policy let the distribution alone read, and make a missing key a 404", async () => {
    const { children } = await declare(testing);
    const policy: unknown = JSON.parse(String(child(children, "mail-bucket-policy").inputs.policy));
    const arn = "arn:aws:s3:::mail-bucket-id";
    const Condition = {
      StringEquals: { "AWS:SourceArn": "arn:aws:cloudfront::123456789012:distribution/mail-distribution-id" },
    };
    expect(policy).toMatchObject({
      Statement: [
        { Effect: "Deny", Resource: [arn, `${arn}/*`], Condition: { Bool: { "aws:SecureTransport": "false" } } },
        { Effect: "Allow", Action: "s3:GetObject", Resource: `${arn}/*`, Condition },
        { Effect: "Allow", Action: "s3:ListBucket", Resource: arn, Condition },
      ],
    });
  });

  it("put the certificate and its validation into us-east-1", async () => {
    const { children } = await declare(testing);
    expect(child(children, "mail-certificate").inputs).toEqual({
      domainName: "mta-sts.example.com",
      validationMethod: "DNS",
      region: "us-east-1",
    });
    expect(child(children, "mail-certificate-validation").inputs).toMatchObject({ region: "us-east-1" });
  });

  it("carry the tags to every child that takes them, and to no other", async () => {
    const tags = { team: "mail" };
    const { children } = await declare({ ...testing, cloudflare: { zoneId: "cfexample" }, tags });
    const tagged = children.filter(({ inputs }) => inputs.tags !== undefined);
    expect(tagged.map(({ name }) => name).sort()).toEqual(["mail-bucket", "mail-certificate", "mail-distribution"]);
    for (const { inputs } of tagged) expect(inputs.tags).toEqual(tags);
  });

  it("take the records through the zone's own provider where one is given", async () => {
    const registered = mockEngine(zones);
    const provider = new aws.Provider("dns-account", { region: "eu-west-1" });
    new MtaSts("mail", { ...testing, route53: { zoneId: "ZEXAMPLE", provider } });
    await settled(registered);
    const through = registered.filter((resource) => resource.provider.includes("dns-account"));
    expect(through.map(({ type }) => type)).toEqual(through.map(() => route53Record));
    expect(through).toHaveLength(5);
  });
});

describe("the order", () => {
  it.each<[string, MtaStsArgs]>([
    ["Route 53", testing],
    ["Cloudflare", { ...testing, ...onCloudflare }],
    ["both", { ...testing, cloudflare: { zoneId: "cfexample" } }],
  ])("puts _mta-sts after everything else, %s", async (_, args) => {
    const { children } = await declare(args);
    const reached = (name: string, seen = new Set<string>()): Set<string> => {
      for (const resource of children.filter((other) => other.name === name)) {
        for (const dependency of resource.dependencies) {
          if (!seen.has(dependency)) reached(dependency, seen.add(dependency));
        }
      }
      return seen;
    };
    const others = new Set(children.map(({ name }) => name).filter((name) => name !== "mail-sts"));
    expect(reached("mail-sts")).toEqual(others);
    for (const resource of children) expect(resource.dependencies).not.toContain("mail-sts");
  });
});

describe("the outputs", () => {
  it("of stage one name the one record, and no policy", async () => {
    const { mail } = await declare(reporting);
    expect(await valueOf(mail.tlsRptRecord)).toBe("v=TLSRPTv1; rua=mailto:tls@example.com");
    for (const output of [mail.policyId, mail.policyUrl, mail.policyText, mail.mtaStsRecord, mail.certificateArn]) {
      expect(await valueOf(output)).toBeUndefined();
    }
    expect(await valueOf(mail.records)).toEqual([
      {
        zoneId: "ZEXAMPLE",
        name: "_smtp._tls.example.com",
        type: "TXT",
        ttl: 300,
        values: ["v=TLSRPTv1; rua=mailto:tls@example.com"],
      },
    ]);
  });

  it("name every record of every zone", async () => {
    const { mail } = await declare({ ...testing, cloudflare: { zoneId: "cfexample" } });
    const id = await valueOf(mail.policyId);
    expect(await valueOf(mail.policyUrl)).toBe("https://mta-sts.example.com/.well-known/mta-sts.txt");
    expect(await valueOf(mail.distributionId)).toBe("mail-distribution-id");
    expect(
      (await valueOf(mail.records)).map(({ zoneId, type, name, ttl, values }) => [zoneId, type, name, ttl, ...values]),
    ).toMatchObject([
      ["ZEXAMPLE", "TXT", "_smtp._tls.example.com", 300, "v=TLSRPTv1; rua=mailto:tls@example.com"],
      ["ZEXAMPLE", "CNAME", "_proof.mta-sts.example.com", 300, "_value.acm-validations.aws"],
      ["ZEXAMPLE", "A", "mta-sts.example.com", undefined, "d111111abcdef8.cloudfront.net"],
      ["ZEXAMPLE", "AAAA", "mta-sts.example.com", undefined, "d111111abcdef8.cloudfront.net"],
      ["ZEXAMPLE", "TXT", "_mta-sts.example.com", 300, `v=STSv1; id=${String(id)};`],
      ["cfexample", "TXT", "_smtp._tls.example.com", 300, "v=TLSRPTv1; rua=mailto:tls@example.com"],
      ["cfexample", "CNAME", "_proof.mta-sts.example.com", 300, "_value.acm-validations.aws"],
      ["cfexample", "CNAME", "mta-sts.example.com", 300, "d111111abcdef8.cloudfront.net"],
      ["cfexample", "TXT", "_mta-sts.example.com", 300, `v=STSv1; id=${String(id)};`],
    ]);
  });
});

describe("bad input", () => {
  it("is refused at once, with every problem, before any resource is registered", () => {
    const registered = mockEngine(zones);
    const args: MtaStsArgs = {
      domain: "exa mple",
      tlsReporting: { rua: ["tls@example.com", "http://example.com/", "mailto:a b@example.com"] },
      policy: {
        mode: MtaStsMode.Enforce,
        mx: ["192.0.2.1", "https://mx.example.com/", "mx.example.com:25", "mx*.example.com", "*.MÜNCHEN.example."],
        maxAge: 1.5,
        revision: -1,
      },
      route53: { zoneId: "" },
      cloudfront: { certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/mine" },
      ttl: -4,
    };
    const error = refusal(() => new MtaSts("mail", args));
    expect(error.errors.map(({ path }) => path)).toEqual([
      "domain",
      "ttl",
      "tlsReporting.rua[0]",
      "tlsReporting.rua[1]",
      "tlsReporting.rua[2]",
      "policy.mx[0]",
      "policy.mx[1]",
      "policy.mx[2]",
      "policy.mx[3]",
      "policy.maxAge",
      "policy.revision",
      "route53.zoneId",
      "cloudfront.certificateArn",
    ]);
    for (const { value, rule, remedy } of error.errors)
      for (const text of [value, rule, remedy]) expect(text).not.toBe("");
    expect(error.message).toContain('MtaSts "mail": 13 inputs cannot be accepted; nothing was changed.');
    expect(registered).toEqual([]);
  });

  it.each<[string, Partial<MtaStsArgs>, string, string]>([
    ["no zone", { route53: undefined }, "route53, cloudflare", "no-zone"],
    [
      "an empty Cloudflare zone id",
      { ...onCloudflare, cloudflare: { zoneId: " " } },
      "cloudflare.zoneId",
      "zone-id-empty",
    ],
    [
      "a host that is too long for ACM",
      { domain: `${"a".repeat(50)}.example.com` },
      "domain",
      "certificate-name-length",
    ],
    ["no rua", { tlsReporting: { rua: [] } }, "tlsReporting.rua", "rua-missing"],
    ["testing without MX", { policy: { mode: MtaStsMode.Testing } }, "policy.mx", "mx-empty"],
    ["enforce with an empty MX list", { policy: { mode: MtaStsMode.Enforce, mx: [] } }, "policy.mx", "mx-empty"],
    ["a TTL that Cloudflare does not take", { ...onCloudflare, ttl: 30 }, "ttl", "ttl-range"],
    [
      "a plain mode beside MX hosts that arrive later",
      { policy: { mode: "Enforce" as MtaStsMode, mx: pulumi.output(["mx1.example.com"]) } },
      "policy.mode",
      "mode-unknown",
    ],
  ])("names %s", (_, args, path, code) => {
    const registered = mockEngine(zones);
    const error = refusal(() => new MtaSts("mail", { ...testing, ...args }));
    expect(error.errors.map((problem) => [problem.path, problem.code])).toEqual([[path, code]]);
    expect(registered).toEqual([]);
  });

  it("is told to the plugin host by property, for programs in other languages", () => {
    mockEngine(zones);
    const error = refusal(() => new MtaSts("mail", { ...testing, domain: "localhost" }));
    expect(pulumi.InputPropertiesError.isInstance(error)).toBe(true);
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(error.errors[0]?.propertyPath).toBe("domain");
    expect(error.errors[0]?.reason).toContain('"localhost"');
  });
});

function refusal(declare: () => unknown): InputError {
  try {
    declare();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}
