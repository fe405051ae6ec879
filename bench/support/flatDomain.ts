import { createHash } from "node:crypto";
import * as acm from "@pulumi/aws/acm";
import * as cloudfront from "@pulumi/aws/cloudfront";
import * as route53 from "@pulumi/aws/route53";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

/** What the SDK takes for any component: {@link declareFlat} below one that does nothing else. */
export class BareComponent extends pulumi.ComponentResource {
  constructor(name: string, domain: string, zoneId: string) {
    super("bench:index:BareComponent", name);
    declareFlat(name, domain, zoneId, this);
    this.registerOutputs();
  }
}

/** The resources that the component declares for one domain in testing on Route 53, written out by hand. */
export function declareFlat(name: string, domain: string, zoneId: string, parent?: pulumi.Resource): void {
  const host = `mta-sts.${domain}`;
  const policyText = `version: STSv1\r\nmode: testing\r\nmx: mx1.${domain}\r\nmx: mx2.${domain}\r\nmax_age: 604800\r\n`;
  const id = createHash("sha256").update(policyText).digest("hex").slice(0, 32);
  const region = "us-east-1";

  const opts = { parent };
  const tlsRpt = new route53.Record(
    `${name}-smtp-tls`,
    {
      zoneId,
      allowOverwrite: true,
      name: `_smtp._tls.${domain}`,
      type: "TXT",
      ttl: 300,
      records: [`v=TLSRPTv1; rua=mailto:tls@${domain}`],
    },
    opts,
  );
  const bucket = new s3.Bucket(`${name}-bucket`, { bucketPrefix: "mta-sts-" }, opts);
  const certificate = new acm.Certificate(
    `${name}-certificate`,
    {
      domainName: host,
      validationMethod: "DNS",
      region,
    },
    opts,
  );
  const option = certificate.domainValidationOptions[0]!;
  const validationRecord = new route53.Record(
    `${name}-certificate-validation-record`,
    {
      zoneId,
      allowOverwrite: true,
      name: option.resourceRecordName,
      type: "CNAME",
      ttl: 300,
      records: [option.resourceRecordValue],
    },
    opts,
  );
  const validation = new acm.CertificateValidation(
    `${name}-certificate-validation`,
    { certificateArn: certificate.arn, validationRecordFqdns: [validationRecord.fqdn], region },
    { ...opts, customTimeouts: { create: "30m" } },
  );
  const control = new cloudfront.OriginAccessControl(
    `${name}-origin-access-control`,
    {
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    },
    opts,
  );
  const errors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
  const distribution = new cloudfront.Distribution(
    `${name}-distribution`,
    {
      comment: `MTA-STS policy of ${domain}`,
      aliases: [host],
      enabled: true,
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      priceClass: "PriceClass_100",
      defaultRootObject: "not-found",
      origins: [{ originId: "policy", domainName: bucket.bucketRegionalDomainName, originAccessControlId: control.id }],
      defaultCacheBehavior: {
        targetOriginId: "policy",
        viewerProtocolPolicy: "https-only",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
        compress: false,
        cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      },
      customErrorResponses: errors.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: {
        acmCertificateArn: validation.certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
    },
    opts,
  );
  const block = new s3.BucketPublicAccessBlock(
    `${name}-public-access-block`,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  const bucketPolicy = new s3.BucketPolicy(
    `${name}-bucket-policy`,
    { bucket: bucket.bucket, policy: pulumi.all([bucket.arn, distribution.arn]).apply(bucketPolicyDocument) },
    { ...opts, dependsOn: [block] },
  );
  const policy = new s3.BucketObjectv2(
    `${name}-policy`,
    {
      bucket: bucket.bucket,
      key: ".well-known/mta-sts.txt",
      content: policyText,
      contentType: "text/plain",
      cacheControl: "no-store",
      overrideProvider: { defaultTags: { tags: {} } },
    },
    opts,
  );
  const alias = {
    name: distribution.domainName,
    zoneId: distribution.hostedZoneId,
    evaluateTargetHealth: false,
  };
  const addresses = ["A", "AAAA"].map(
    (type) =>
      new route53.Record(
        `${name}-${type.toLowerCase()}`,
        {
          zoneId,
          allowOverwrite: true,
          name: host,
          type,
          aliases: [alias],
        },
        { ...opts, dependsOn: [block, bucketPolicy, policy, distribution] },
      ),
  );
  new route53.Record(
    `${name}-sts`,
    {
      zoneId,
      allowOverwrite: true,
      name: `_mta-sts.${domain}`,
      type: "TXT",
      ttl: 300,
      records: [`v=STSv1; id=${id};`],
    },
    { ...opts, dependsOn: [tlsRpt, block, bucketPolicy, policy, distribution, ...addresses] },
  );
}

function bucketPolicyDocument([bucketArn, distributionArn]: [string, string]): string {
  const Condition = { StringEquals: { "AWS:SourceArn": distributionArn } };
  const Principal = { Service: "cloudfront.amazonaws.com" };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "ReadPolicy",
        Effect: "Allow",
        Principal,
        Action: "s3:GetObject",
        Resource: `${bucketArn}/*`,
        Condition,
      },
      {
        Sid: "MissingKeyIs404",
        Effect: "Allow",
        Principal,
        Action: "s3:ListBucket",
        Resource: bucketArn,
        Condition,
      },
    ],
  });
}
