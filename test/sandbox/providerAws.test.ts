import type { Properties } from "../../sandbox/provider/values";
import { refusal, startWorld, type World } from "./providerClient";

const types = {
  bucket: "aws:s3/bucket:Bucket",
  block: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  policy: "aws:s3/bucketPolicy:BucketPolicy",
  object: "aws:s3/bucketObjectv2:BucketObjectv2",
  control: "aws:cloudfront/originAccessControl:OriginAccessControl",
  distribution: "aws:cloudfront/distribution:Distribution",
  certificate: "aws:acm/certificate:Certificate",
  validation: "aws:acm/certificateValidation:CertificateValidation",
  zone: "aws:route53/zone:Zone",
};
const host = "mta-sts.example.com";

let world: World;
beforeEach(async () => {
  world = await startWorld({ route53: [{ name: "example.com", id: "Z1" }] });
});
afterEach(async () => {
  await world.close();
});

describe("aws.s3.Bucket", () => {
  it("takes a prefix and 26 digits, a new name each time", async () => {
    const one = await world.engine.create(types.bucket, "b", { bucketPrefix: "mta-sts-" });
    const two = await world.engine.create(types.bucket, "b", { bucketPrefix: "mta-sts-" });
    expect(one.id).toMatch(/^mta-sts-\d{18}[0-9a-f]{8}$/);
    expect(two.id).not.toBe(one.id);
    expect(one.inputs).not.toHaveProperty("bucket");
    expect(one.outputs).toMatchObject({
      ...{ bucket: one.id, arn: `arn:aws:s3:::${one.id}`, bucketDomainName: `${one.id}.s3.amazonaws.com` },
      ...{ bucketRegionalDomainName: `${one.id}.s3.us-east-1.amazonaws.com`, hostedZoneId: "Z3AQBSTGFYJSTF" },
    });
  });

  it("refuses a long prefix, and a name beside a prefix", async () => {
    expect(await refusal(world.engine.check(types.bucket, "b", { bucketPrefix: "x".repeat(38) }))).toMatch(
      /expected length of bucketPrefix to be in the range \(0 - 37\)/,
    );
    expect(await refusal(world.engine.check(types.bucket, "b", { bucketPrefix: "x", bucket: "y" }))).toMatch(
      /"bucket": conflicts with bucketPrefix/,
    );
  });

  it("is not deleted with objects in it, unless forced", async () => {
    const { engine, cloud } = world;
    const { id, inputs, outputs } = await engine.create(types.bucket, "b", { bucket: "mail" });
    cloud.s3.putObject(id, { key: "a", body: "" });
    expect(await refusal(engine.delete(types.bucket, "b", id, outputs))).toMatch(
      /\* deleting S3 Bucket \(mail\): operation error S3: DeleteBucket, .*StatusCode: 409, .*BucketNotEmpty/,
    );
    const state = await engine.update(types.bucket, "b", id, {
      state: outputs,
      olds: inputs,
      news: { ...inputs, forceDestroy: true },
    });
    await engine.delete(types.bucket, "b", id, state);
    expect(cloud.state.buckets.size).toBe(0);
    await engine.delete(types.bucket, "b", id, state); // gone already: no error
  });

  it("changes tags in place, with the provider's own below", async () => {
    const { engine, cloud } = world;
    await engine.configure({ defaultTags: { tags: { owner: "mail", env: "test" } } });
    const { id, inputs, outputs } = await engine.create(types.bucket, "b", { bucket: "mail", tags: { env: "live" } });
    expect(cloud.s3.getBucket(id).tags).toEqual({ owner: "mail", env: "live" });
    const news = await engine.check(types.bucket, "b", { bucket: "mail" }, inputs);
    expect(await engine.diff(types.bucket, inputs, news)).toMatchObject({
      detail: { tags: "DELETE", "tagsAll.env": "UPDATE" },
      replaces: [],
    });
    await engine.update(types.bucket, "b", id, { state: outputs, olds: inputs, news });
    expect(cloud.s3.getBucket(id).tags).toEqual({ owner: "mail", env: "test" });
  });
});

describe("what belongs to a bucket", () => {
  beforeEach(async () => {
    await world.engine.create(types.bucket, "b", { bucket: "mail" });
  });

  it("blocks public access as the program says, nothing without it", async () => {
    const { engine, cloud } = world;
    const { id, outputs } = await engine.create(types.block, "p", { bucket: "mail", blockPublicAcls: true });
    expect(cloud.s3.getBucket("mail").publicAccessBlock).toEqual({
      ...{ blockPublicAcls: true, blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false },
    });
    await engine.delete(types.block, "p", id, outputs);
    expect(cloud.s3.getBucket("mail").publicAccessBlock).toBeUndefined();
    expect((await engine.read(types.block, "p", id, outputs, {})).id).toBe("");
  });

  it("has a policy from a document or its text, and sees no change in its spacing", async () => {
    const { engine, cloud } = world;
    const statement = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: ["arn:aws:s3:::mail/*"] };
    const document = { Version: "2012-10-17", Statement: [statement] };
    const { id, inputs, outputs } = await engine.create(types.policy, "p", { bucket: "mail", policy: document });
    expect(JSON.parse(cloud.s3.getBucket("mail").policy ?? "")).toEqual(document);
    const spaced = { ...inputs, policy: JSON.stringify(document, null, 2) };
    expect((await engine.diff(types.policy, inputs, spaced)).changed).toBe(false);
    expect(await engine.read(types.policy, "p", id, outputs, spaced)).toMatchObject({ id, inputs: spaced });
    await engine.delete(types.policy, "p", id, outputs);
    expect(cloud.s3.getBucket("mail").policy).toBeUndefined();
  });

  it("has no public policy under its block", async () => {
    const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::mail/*" };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    expect(await refusal(world.engine.create(types.policy, "p", { bucket: "mail", policy }))).toMatch(
      /putting S3 Bucket \(mail\) Policy: .*AccessDenied: .*BlockPublicPolicy/,
    );
  });

  it("holds an object under bucket and key", async () => {
    const { engine, cloud } = world;
    const inputs = {
      bucket: "mail",
      key: ".well-known/mta-sts.txt",
      content: "mode: none\r\n",
      contentType: "text/plain",
      cacheControl: "no-store",
    };
    const { id, outputs } = await engine.create(types.object, "o", inputs);
    expect(id).toBe("mail/.well-known/mta-sts.txt");
    expect(cloud.s3.getBucket("mail").objects.get(inputs.key)).toMatchObject({
      body: "mode: none\r\n",
      contentType: "text/plain",
      cacheControl: "no-store",
    });
    expect(outputs).toMatchObject({ etag: "59947287f7e8832d65b3773490533e46", versionId: "" });
    cloud.s3.deleteObject("mail", inputs.key);
    expect((await engine.read(types.object, "o", id, outputs, inputs)).id).toBe("");
  });

  it("does not see that somebody changed an object's body, but for its etag", async () => {
    const { engine, cloud } = world;
    const { id, inputs, outputs } = await engine.create(types.object, "o", {
      bucket: "mail",
      key: "a",
      content: "ours",
    });
    cloud.s3.putObject("mail", { key: "a", body: "theirs" });
    const found = await engine.read(types.object, "o", id, outputs, inputs);
    expect(found.inputs).toEqual(inputs);
    expect(found.outputs.etag).not.toBe(outputs.etag);
  });

  it("takes an object from text and Base64, under the resource's name without a key", async () => {
    const { engine, cloud } = world;
    const asset = { c44067f5952c0a294b673a41bacd8c17: "x", text: "from text" };
    await engine.create(types.object, "one", { bucket: "mail", source: asset });
    await engine.create(types.object, "two", {
      bucket: "mail",
      contentBase64: Buffer.from("from base64").toString("base64"),
    });
    const bodies = [...cloud.s3.getBucket("mail").objects.values()].map(({ key, body }) => [key, body]);
    expect(bodies).toEqual([
      ["one", "from text"],
      ["two", "from base64"],
    ]);
    expect(await refusal(engine.check(types.object, "o", { bucket: "mail", content: "a", source: asset }))).toMatch(
      /"content": conflicts with source/,
    );
  });

  it("has ten tags an object: the provider's own count unless the program clears them", async () => {
    const { engine, cloud } = world;
    const defaults = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`k${n}`, "v"]));
    await engine.configure({ defaultTags: { tags: defaults } });
    expect(await refusal(engine.create(types.object, "o", { bucket: "mail", content: "" }))).toMatch(
      /uploading S3 Object \(o\) to Bucket \(mail\): .*BadRequest: Object tags cannot be greater than 10/,
    );
    const overrideProvider = { defaultTags: { tags: {} } };
    const { id, inputs, outputs } = await engine.create(types.object, "o", {
      bucket: "mail",
      content: "",
      tags: { a: "b" },
      overrideProvider,
    });
    expect(cloud.s3.getBucket("mail").objects.get("o")?.tags).toEqual({ a: "b" });
    const found = await engine.read(types.object, "o", id, outputs, inputs);
    expect(found.inputs).toEqual(inputs);
  });

  it("is refused without the bucket, and gone with it", async () => {
    const { engine } = world;
    expect(await refusal(engine.create(types.object, "o", { bucket: "none", content: "" }))).toMatch(/NoSuchBucket/);
    expect(await refusal(engine.create(types.block, "p", { bucket: "none" }))).toMatch(
      /creating S3 Bucket \(none\) Public Access Block: .*NoSuchBucket/,
    );
    await engine.delete(types.object, "o", "none/o", {});
    await engine.delete(types.policy, "p", "none", {});
    await engine.delete(types.block, "p", "none", {});
  });
});

describe("aws.cloudfront", () => {
  const controlInputs = { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" };
  const distributionInputs = (more: Properties = {}): Properties => ({
    ...{
      enabled: true,
      isIpv6Enabled: true,
      origins: [{ originId: "s3", domainName: "mail.s3.us-east-1.amazonaws.com" }],
    },
    defaultCacheBehavior: {
      ...{ targetOriginId: "s3", allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"] },
      ...{ viewerProtocolPolicy: "https-only", cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" },
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { cloudfrontDefaultCertificate: true },
    customErrorResponses: [{ errorCode: 404, errorCachingMinTtl: 0 }],
    ...more,
  });

  it("names an origin access control by its resource, 64 characters at most", async () => {
    const { engine } = world;
    const { id, inputs } = await engine.create(types.control, "mail", controlInputs);
    expect(id).toMatch(/^E[A-Z0-9]{13}$/);
    expect(inputs.description).toBe("Managed by Pulumi");
    expect(inputs.name).toMatch(/^mail-[0-9a-f]{7}$/);
    expect(await refusal(engine.check(types.control, "x".repeat(60), controlInputs))).toMatch(
      /expected length of name to be in the range \(1 - 64\)/,
    );
    expect(await refusal(engine.check(types.control, "c", { ...controlInputs, signingBehavior: "maybe" }))).toMatch(
      /expected signingBehavior to be one of \["always" "never" "no-override"\], got maybe/,
    );
  });

  it("replaces a renamed control, and keeps one in use", async () => {
    const { engine } = world;
    const { id, inputs, outputs } = await engine.create(types.control, "mail", controlInputs);
    expect(await engine.diff(types.control, inputs, { ...inputs, name: "other" })).toMatchObject({
      replaces: ["name"],
    });
    expect((await engine.diff(types.control, inputs, { ...inputs, description: "other" })).replaces).toEqual([]);
    const origins = [{ originId: "s3", domainName: "mail.s3.us-east-1.amazonaws.com", originAccessControlId: id }];
    await engine.create(types.distribution, "d", distributionInputs({ origins }));
    expect(await refusal(engine.delete(types.control, "mail", id, outputs))).toMatch(/OriginAccessControlInUse/);
  });

  it("gives a distribution its host name and hosted zone", async () => {
    const { outputs, inputs } = await world.engine.create(types.distribution, "d", distributionInputs());
    expect(outputs).toMatchObject({ hostedZoneId: "Z2FDTNDATAQYW2", status: "Deployed", enabled: true });
    expect(outputs.domainName).toMatch(/\.cloudfront\.net$/);
    expect(inputs).toMatchObject({ httpVersion: "http2", priceClass: "PriceClass_All", retainOnDelete: false });
  });

  it("updates a distribution in place and sees what somebody changed", async () => {
    const { engine, cloud } = world;
    const { id, inputs, outputs } = await engine.create(types.distribution, "d", distributionInputs());
    const clean = await engine.read(types.distribution, "d", id, outputs, inputs);
    expect(clean).toEqual({ id, inputs, outputs });
    const distribution = cloud.cloudfront.getDistribution(id);
    distribution.defaultCacheBehavior.cachePolicyId = "658327ea-f89d-4fab-a63d-7e88639e58f6";
    const drifted = await engine.read(types.distribution, "d", id, outputs, inputs);
    expect((await engine.diff(types.distribution, drifted.inputs, inputs, drifted.outputs)).detail).toEqual({
      "defaultCacheBehavior.cachePolicyId": "UPDATE",
    });
    await engine.update(types.distribution, "d", id, { state: drifted.outputs, olds: drifted.inputs, news: inputs });
    expect(cloud.cloudfront.getDistribution(id).defaultCacheBehavior.cachePolicyId).toBe(
      "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    );
  });

  it("disables a distribution before it deletes it, and only disables what is to be retained", async () => {
    const { engine, cloud } = world;
    const one = await engine.create(types.distribution, "d", distributionInputs());
    await engine.delete(types.distribution, "d", one.id, one.outputs);
    expect(cloud.state.distributions.size).toBe(0);
    await engine.delete(types.distribution, "d", one.id, one.outputs);
    const two = await engine.create(types.distribution, "d", distributionInputs({ retainOnDelete: true }));
    await engine.delete(types.distribution, "d", two.id, two.outputs);
    expect(cloud.cloudfront.getDistribution(two.id).enabled).toBe(false);
  });
});

describe("aws.acm", () => {
  const certificateInputs = { domainName: host, validationMethod: "DNS", region: "us-east-1" };
  const validate = (arn: string) => {
    for (const { name, value } of world.cloud.state.certificates.get(arn)?.validation ?? []) {
      world.cloud.putRecord("Z1", { name, type: "CNAME", values: [value] });
    }
  };

  it("shows the records that validate a certificate", async () => {
    const { id, outputs } = await world.engine.create(types.certificate, "c", certificateInputs);
    expect(id).toMatch(/^arn:aws:acm:us-east-1:123456789012:certificate\/[0-9a-f-]{36}$/);
    expect(outputs).toMatchObject({
      ...{ arn: id, status: "PENDING_VALIDATION", subjectAlternativeNames: [host] },
      domainValidationOptions: [{ domainName: host, resourceRecordType: "CNAME" }],
    });
  });

  it("replaces a certificate for other names or in another region, not for the domain written again", async () => {
    const { engine } = world;
    const { inputs, outputs } = await engine.create(types.certificate, "c", certificateInputs);
    const diff = (more: Properties) => engine.diff(types.certificate, inputs, { ...inputs, ...more }, outputs);
    expect((await diff({ domainName: "MTA-STS.example.com" })).changed).toBe(false);
    expect((await diff({ subjectAlternativeNames: [host] })).changed).toBe(false);
    expect((await diff({ subjectAlternativeNames: ["www.example.com"] })).replaces).toEqual([
      "subjectAlternativeNames",
    ]);
    expect((await diff({ domainName: "a.example.com" })).replaces).toEqual(["domainName"]);
    expect((await diff({ region: "eu-central-1" })).replaces).toEqual(["region"]);
    expect((await diff({ tags: { a: "b" } })).replaces).toEqual([]);
  });

  it("waits for a certificate until it is issued", async () => {
    const { engine } = world;
    const { id } = await engine.create(types.certificate, "c", certificateInputs);
    const waiting = engine.create(types.validation, "v", { certificateArn: id });
    validate(id);
    const validation = await waiting;
    expect(validation.outputs).toMatchObject({ certificateArn: id, region: "us-east-1" });
    expect(validation.id).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \+0000 UTC$/);
    const found = await engine.read(types.validation, "v", validation.id, validation.outputs, validation.inputs);
    expect(found).toEqual(validation);
  });

  it.each([
    [0, "1h15m0s"],
    [1200, "20m0s"],
    [30, "30s"],
  ])("gives up after a while, naming a custom timeout of %d s as %s", async (timeout, text) => {
    const { id } = await world.engine.create(types.certificate, "c", certificateInputs);
    expect(await refusal(world.engine.create(types.validation, "v", { certificateArn: id }, timeout))).toContain(
      `waiting for ACM Certificate (${id}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: ${text})`,
    );
  });

  it("says that CAA forbids the certificate", async () => {
    const { engine, cloud } = world;
    cloud.putRecord("Z1", { name: "example.com", type: "CAA", values: ['0 issue "letsencrypt.org"'] });
    const { id } = await engine.create(types.certificate, "c", certificateInputs);
    validate(id);
    expect(await refusal(engine.create(types.validation, "v", { certificateArn: id }))).toMatch(
      /unexpected state 'FAILED', wanted target 'ISSUED'\. last error: CAA_ERROR/,
    );
  });

  it("refuses a validation by other records than the certificate's", async () => {
    const { id } = await world.engine.create(types.certificate, "c", certificateInputs);
    const inputs = { certificateArn: id, validationRecordFqdns: ["_x.example.com"] };
    expect(await refusal(world.engine.create(types.validation, "v", inputs))).toMatch(
      /missing arn:aws:acm:.* DNS validation record: _[0-9a-f]{32}\.mta-sts\.example\.com/,
    );
  });

  it("refuses what it cannot validate", async () => {
    expect(await refusal(world.engine.check(types.certificate, "c", { validationMethod: "PIGEON" }))).toMatch(
      /one of `domainName,privateKey` must be specified.*\n.*expected validationMethod to be one of/,
    );
    expect(
      await refusal(world.engine.create(types.certificate, "c", { ...certificateInputs, validationMethod: "EMAIL" })),
    ).toMatch(/by DNS only/);
  });

  it("keeps a certificate in use", async () => {
    const { engine, cloud } = world;
    const { arn } = await cloud.addIssuedCertificate([host]);
    await cloud.cloudfront.createDistribution({
      ...{ aliases: [host], certificateArn: arn, enabled: true, tags: {}, customErrorResponses: [] },
      origins: [{ originId: "o", domainName: "b" }],
      defaultCacheBehavior: {
        targetOriginId: "o",
        allowedMethods: [],
        viewerProtocolPolicy: "https-only",
        compress: false,
      },
    });
    expect(await refusal(engine.delete(types.certificate, "c", arn, {}))).toMatch(
      /deleting ACM Certificate \(arn:.*ResourceInUseException/,
    );
  });
});

describe("aws.route53.Zone", () => {
  it("is made undelegated, private with a VPC, and stays while it has records", async () => {
    const { engine, cloud } = world;
    const { id, outputs } = await engine.create(types.zone, "z", { name: "example.org" });
    expect(outputs).toMatchObject({
      zoneId: id,
      arn: `arn:aws:route53:::hostedzone/${id}`,
      comment: "Managed by Pulumi",
    });
    expect(outputs.nameServers).toHaveLength(4);
    expect(cloud.state.delegations.has("example.org")).toBe(false);
    cloud.putRecord(id, { name: "example.org", type: "TXT", values: ["x"] });
    expect(await refusal(engine.delete(types.zone, "z", id, outputs))).toMatch(
      /deleting Route53 Hosted Zone \(Z.*HostedZoneNotEmpty/,
    );
    await engine.delete(types.zone, "z", id, { ...outputs, forceDestroy: true });
    expect((await engine.read(types.zone, "z", id, outputs, {})).id).toBe("");
    const vpcs = [{ vpcId: "vpc-1" }];
    const inside = await engine.create(types.zone, "p", { name: "example.internal", vpcs });
    expect(cloud.route53.getHostedZone(inside.id).private).toBe(true);
  });
});

describe("AWS look-ups", () => {
  const getZone = "aws:route53/getZone:getZone";

  it("find a zone by id and by name", async () => {
    const { engine, cloud } = world;
    cloud.addHostedZone("example.com", { id: "Z2", private: true });
    expect(await engine.invoke(getZone, { zoneId: "Z1" })).toMatchObject({
      zoneId: "Z1",
      name: "example.com",
      privateZone: false,
    });
    expect(await engine.invoke(getZone, { name: "example.com." })).toMatchObject({
      zoneId: "Z1",
      resourceRecordSetCount: 2,
    });
    expect(await engine.invoke(getZone, { name: "example.com", privateZone: true })).toMatchObject({
      zoneId: "Z2",
      privateZone: true,
    });
  });

  it("refuse an unknown or ambiguous zone", async () => {
    const { engine, cloud } = world;
    cloud.addHostedZone("example.com");
    expect(await refusal(engine.invoke(getZone, { zoneId: "Z9" }))).toMatch(
      /reading Route 53 Hosted Zone \(Z9\): .*NoSuchHostedZone/,
    );
    expect(await refusal(engine.invoke(getZone, { name: "example.org" }))).toMatch(
      /no matching Route 53 Hosted Zone found/,
    );
    expect(await refusal(engine.invoke(getZone, { name: "example.com" }))).toMatch(
      /multiple Route 53 Hosted Zones matched/,
    );
    expect(await refusal(engine.invoke(getZone, {}))).toMatch(/one of `zoneId` and `name` must be set/);
  });

  it("tell account, region and partition", async () => {
    const { engine } = world;
    await engine.configure({ region: "eu-central-1" });
    expect(await engine.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})).toMatchObject({
      accountId: "123456789012",
    });
    expect(await engine.invoke("aws:index/getRegion:getRegion", {})).toMatchObject({
      region: "eu-central-1",
      name: "eu-central-1",
    });
    expect(await engine.invoke("aws:index/getPartition:getPartition", {})).toMatchObject({
      partition: "aws",
      dnsSuffix: "amazonaws.com",
    });
  });
});
