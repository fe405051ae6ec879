import type * as acm from "@pulumi/aws/acm";
import type * as cloudfront from "@pulumi/aws/cloudfront";
import type * as route53 from "@pulumi/aws/route53";
import type * as s3 from "@pulumi/aws/s3";
import { getVersion } from "@pulumi/aws/utilities";
import { resourceClasses } from "./resourceClass";

const aws = resourceClasses("aws:", getVersion());

/** A record set in a hosted zone. */
export const RecordSet = aws<route53.RecordArgs, Pick<route53.Record, "fqdn">>("route53/record:Record", {
  fqdn: undefined,
});

/** A certificate of ACM. */
export const Certificate = aws<acm.CertificateArgs, Pick<acm.Certificate, "arn" | "domainValidationOptions">>(
  "acm/certificate:Certificate",
  { arn: undefined, domainValidationOptions: undefined },
);

/** Waits until a certificate is issued. Its ARN is that of the certificate. */
export const CertificateValidation = aws<
  acm.CertificateValidationArgs,
  Pick<acm.CertificateValidation, "certificateArn">
>("acm/certificateValidation:CertificateValidation", { certificateArn: undefined });

/** A bucket. */
export const Bucket = aws<s3.BucketArgs, Pick<s3.Bucket, "arn" | "bucket" | "bucketRegionalDomainName">>(
  "s3/bucket:Bucket",
  { arn: undefined, bucket: undefined, bucketRegionalDomainName: undefined },
);
export type Bucket = InstanceType<typeof Bucket>;

/** What keeps a bucket from ever being public. */
export const BucketPublicAccessBlock = aws<s3.BucketPublicAccessBlockArgs>(
  "s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  {},
);

/** Who may do what with a bucket. */
export const BucketPolicy = aws<s3.BucketPolicyArgs>("s3/bucketPolicy:BucketPolicy", {});

/** An object in a bucket. */
export const BucketObject = aws<s3.BucketObjectv2Args>("s3/bucketObjectv2:BucketObjectv2", {});

/** How a distribution signs its requests to a bucket. */
export const OriginAccessControl = aws<cloudfront.OriginAccessControlArgs>(
  "cloudfront/originAccessControl:OriginAccessControl",
  {},
);

/** A CloudFront distribution. */
export const Distribution = aws<
  cloudfront.DistributionArgs,
  Pick<cloudfront.Distribution, "arn" | "domainName" | "hostedZoneId">
>("cloudfront/distribution:Distribution", { arn: undefined, domainName: undefined, hostedZoneId: undefined });
export type Distribution = InstanceType<typeof Distribution>;
