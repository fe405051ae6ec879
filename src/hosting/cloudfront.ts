import * as pulumi from "@pulumi/pulumi";
import { Distribution, OriginAccessControl } from "../resources/aws";
import { issuedCertificate } from "./certificate";
import { policyBucket, publishedPolicy } from "./policyBucket";
import type { PolicyHost, PolicyHostContext } from "./policyHost";

/** Options of the policy host on S3 and CloudFront. */
export interface CloudFrontArgs {
  /** CloudFront price class. Defaults to `PriceClass_100`: a policy is fetched about once a day by each sender. */
  priceClass?: pulumi.Input<string>;
  /**
   * An issued ACM certificate in us-east-1 that covers `mta-sts.<domain>`, in place of one of the component's own.
   */
  certificateArn?: pulumi.Input<string>;
  /**
   * An origin access control to share, in place of one of the component's own: an account has 100. It must sign always,
   * for S3.
   */
  originAccessControlId?: pulumi.Input<string>;
}

/** The managed cache policy CachingDisabled. */
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
/** Every status that CloudFront would otherwise cache for ten seconds. */
const uncachedErrors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
const originId = "policy";

/**
 * The policy on S3 behind CloudFront: nothing between origin and sender caches, an unknown path is 404, and nothing
 * redirects (RFC 8461 §3.3).
 */
export function cloudFrontHost(args: CloudFrontArgs, context: PolicyHostContext): PolicyHost {
  const { child, component, guards, host, zones, policyText, tags } = context;
  const bucket = policyBucket(context);
  const certificateArn = certificate();
  const distribution = createDistribution();
  const published = publishedPolicy(context, bucket, distribution.arn, policyText);
  return {
    ready: [...published, distribution],
    target: { domainName: distribution.domainName, hostedZoneId: distribution.hostedZoneId },
    // Its own name: resolvers may have cached that the policy host does not exist.
    server: distribution.domainName,
    steadySeconds: 30,
    certificateArn,
    distributionId: distribution.id,
  };

  function certificate(): pulumi.Output<string> {
    if (args.certificateArn !== undefined) return pulumi.output(args.certificateArn);
    return issuedCertificate({ child, component, host, zones, tags });
  }

  function originAccessControl(): pulumi.Input<string> {
    if (args.originAccessControlId !== undefined) return args.originAccessControlId;
    return new OriginAccessControl(
      `${component}-origin-access-control`,
      { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
      child(),
    ).id;
  }

  function createDistribution(): Distribution {
    return new Distribution(
      `${component}-distribution`,
      {
        comment: `MTA-STS policy of ${context.domain}`,
        aliases: [host],
        enabled: true,
        isIpv6Enabled: true,
        httpVersion: "http2and3",
        priceClass: args.priceClass ?? "PriceClass_100",
        // Without it, GET / lists the bucket.
        defaultRootObject: "not-found",
        origins: [
          {
            originId,
            domainName: bucket.bucketRegionalDomainName,
            originAccessControlId: originAccessControl(),
          },
        ],
        defaultCacheBehavior: {
          targetOriginId: originId,
          viewerProtocolPolicy: "https-only",
          allowedMethods: ["GET", "HEAD"],
          cachedMethods: ["GET", "HEAD"],
          compress: false,
          cachePolicyId: cachingDisabled,
        },
        customErrorResponses: uncachedErrors.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate: {
          acmCertificateArn: certificateArn,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
        tags,
      },
      child([], { hooks: guards?.hooks.distribution(`${component}-distribution`) }),
    );
  }
}
