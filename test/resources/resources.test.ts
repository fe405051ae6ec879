import * as aws from "@pulumi/aws";
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import * as ourAws from "../../src/resources/aws";
import * as ourCloudflare from "../../src/resources/cloudflare";
import { mockEngine } from "../support/mocks";

interface SdkClass {
  new (name: string, args: never): pulumi.CustomResource;
  isInstance(resource: unknown): boolean;
}
type OurClass = new (name: string, args: never, opts: pulumi.CustomResourceOptions) => pulumi.CustomResource;

const classes: [string, OurClass, SdkClass, args: object, outputs: string[]][] = [
  ["RecordSet", ourAws.RecordSet, aws.route53.Record, { zoneId: "Z", name: "a", type: "TXT" }, ["fqdn"]],
  ["Certificate", ourAws.Certificate, aws.acm.Certificate, {}, ["arn", "domainValidationOptions"]],
  ["CertificateValidation", ourAws.CertificateValidation, aws.acm.CertificateValidation, { certificateArn: "a" }, []],
  ["Bucket", ourAws.Bucket, aws.s3.Bucket, {}, ["arn", "bucket", "bucketRegionalDomainName"]],
  ["BucketPublicAccessBlock", ourAws.BucketPublicAccessBlock, aws.s3.BucketPublicAccessBlock, { bucket: "b" }, []],
  ["BucketPolicy", ourAws.BucketPolicy, aws.s3.BucketPolicy, { bucket: "b", policy: "{}" }, []],
  ["BucketObject", ourAws.BucketObject, aws.s3.BucketObjectv2, { bucket: "b" }, []],
  [
    "OriginAccessControl",
    ourAws.OriginAccessControl,
    aws.cloudfront.OriginAccessControl,
    { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
    [],
  ],
  [
    "Distribution",
    ourAws.Distribution,
    aws.cloudfront.Distribution,
    { defaultCacheBehavior: {}, enabled: true, origins: [], restrictions: {}, viewerCertificate: {} },
    ["arn", "domainName", "hostedZoneId"],
  ],
  ["DnsRecord", ourCloudflare.DnsRecord, cloudflare.DnsRecord, { zoneId: "z", name: "a", type: "A", ttl: 60 }, []],
  [
    "WorkersScript",
    ourCloudflare.WorkersScript,
    cloudflare.WorkersScript,
    { accountId: "a", scriptName: "s", content: "", mainModule: "m" },
    [],
  ],
  ["WorkersRoute", ourCloudflare.WorkersRoute, cloudflare.WorkersRoute, { zoneId: "z", pattern: "p" }, []],
  [
    "WorkersCustomDomain",
    ourCloudflare.WorkersCustomDomain,
    cloudflare.WorkersCustomDomain,
    { accountId: "a", zoneId: "z", hostname: "h", service: "s" },
    [],
  ],
];

beforeEach(() => {
  mockEngine({});
});

test.each(classes)("%s is the SDK's resource, with no more Outputs than are read", (_, Ours, Sdk, args, outputs) => {
  const ours = new Ours("ours", { ...args, tags: undefined } as never, {});
  const theirs = new Sdk("theirs", args as never);
  expect(Sdk.isInstance(ours)).toBe(true);
  expect(versionOf(ours)).toBe(versionOf(theirs));
  expect(versionOf(ours)).toMatch(/^\d+\.\d+\.\d+/);
  expect(outputsOf(ours)).toEqual(["id", "urn", ...Object.keys(args), ...outputs].sort());
  expect(outputsOf(theirs)).toEqual(expect.arrayContaining(outputsOf(ours)));
});

test("a version that the program asks for outranks the SDK's", () => {
  expect(versionOf(new ourAws.Bucket("bucket", {}, { version: "7.1.0" }))).toBe("7.1.0");
});

/** What the engine is asked to load; the SDK keeps it for methods of the resource. */
function versionOf(resource: pulumi.CustomResource): string | undefined {
  return (resource as unknown as { __version?: string }).__version;
}

function outputsOf(resource: pulumi.CustomResource): string[] {
  const properties = Object.entries(resource).filter(([, value]) => pulumi.Output.isInstance(value));
  return properties.map(([name]) => name).sort();
}
