import * as pulumi from "@pulumi/pulumi";
import type { ChildOptions } from "../dns/zone";
import { Bucket, BucketObject, BucketPolicy, BucketPublicAccessBlock } from "../resources/aws";
import type { Guards } from "../rollout/guards";
import { objectFile } from "../rollout/hooks/inputs";

/** The path of the policy, below the host's root (RFC 8461 §3.3). */
const policyKey = ".well-known/mta-sts.txt";

/** What the bucket of a policy host is made from. */
export interface PolicyBucketContext {
  child: ChildOptions;
  component: string;
  /** Absent under mocks. */
  guards?: Guards;
  /** Of the policy. */
  protect?: true;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A private bucket. Its prefix is fixed: autonaming would put the component's dots and length into a host name. */
export function policyBucket({ child, component, tags }: PolicyBucketContext): Bucket {
  return new Bucket(`${component}-bucket`, { bucketPrefix: "mta-sts-", tags }, child());
}

/**
 * The policy, and what lets the distribution, and nobody else, read it. `s3:ListBucket` makes a missing key a 404, which
 * a sender understands, instead of a 403.
 *
 * @returns the resources that must be there before a sender is told of the policy.
 */
export function publishedPolicy(
  { child, component, guards, protect }: PolicyBucketContext,
  bucket: Bucket,
  distributionArn: pulumi.Output<string>,
  policyText: pulumi.Input<string>,
): pulumi.Resource[] {
  const publicAccessBlock = new BucketPublicAccessBlock(
    `${component}-public-access-block`,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    child(),
  );
  const bucketPolicy = new BucketPolicy(
    `${component}-bucket-policy`,
    { bucket: bucket.bucket, policy: pulumi.all([bucket.arn, distributionArn]).apply(bucketPolicyDocument) },
    child([publicAccessBlock]),
  );
  const policy = new BucketObject(
    `${component}-policy`,
    {
      bucket: bucket.bucket,
      key: policyKey,
      content: policyText,
      contentType: "text/plain",
      cacheControl: "no-store",
      // An object takes ten tags; the provider's default tags may be more.
      overrideProvider: { defaultTags: { tags: {} } },
    },
    child([], {
      hooks: guards?.hooks.policyFile(`${component}-policy`, objectFile),
      protect,
    }),
  );
  return [publicAccessBlock, bucketPolicy, policy];
}

function bucketPolicyDocument([bucketArn, distributionArn]: [string, string]): string {
  const fromDistribution = { StringEquals: { "AWS:SourceArn": distributionArn } };
  const cloudfront = { Service: "cloudfront.amazonaws.com" };
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
        Principal: cloudfront,
        Action: "s3:GetObject",
        Resource: `${bucketArn}/*`,
        Condition: fromDistribution,
      },
      {
        Sid: "MissingKeyIs404",
        Effect: "Allow",
        Principal: cloudfront,
        Action: "s3:ListBucket",
        Resource: bucketArn,
        Condition: fromDistribution,
      },
    ],
  });
}
