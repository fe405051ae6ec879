import { MtaStsMode, policyId, renderPolicy, renderStsRecord, type Policy } from "../../src/protocol";
import type { StackResource } from "../../src/policyPack/stack/stackResource";

export const domain = "example.com";
export const component = "urn:pulumi:dev::mail::pulumi-mta-sts:index:MtaSts::example";
export const policy: Policy = { mode: MtaStsMode.Enforce, mx: ["*.mx.example.com", "mx1.example.com"], maxAge: 604800 };
export const text = renderPolicy(policy);
export const record = renderStsRecord(policyId(text));

/** A resource, named by its type's last part unless it is named. */
export function resource(
  type: string,
  props: Record<string, unknown>,
  name = type.split(":").at(-1) ?? "",
): StackResource {
  return { type, name, urn: `urn:pulumi:dev::mail::${type}::${name}`, props };
}

export const r53 = (name: string, type: string, records: string[], zoneId = "Z1") =>
  resource("aws:route53/record:Record", { zoneId, name, type, records }, `${name}-${type}-${zoneId}-${records.join()}`);
export const cf = (name: string, type: string, content: string, zoneId = "c1") =>
  resource("cloudflare:index/dnsRecord:DnsRecord", { zoneId, name, type, content, priority: 10 }, `${name}-${content}`);

export const arn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
export const object = resource("aws:s3/bucketObjectv2:BucketObjectv2", {
  bucket: "mta-sts-1",
  key: ".well-known/mta-sts.txt",
  content: text,
});
export const distribution = resource("aws:cloudfront/distribution:Distribution", {
  aliases: ["mta-sts.example.com"],
  origins: [{ domainName: "mta-sts-1.s3.us-east-1.amazonaws.com" }],
  defaultCacheBehavior: { cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" },
  viewerCertificate: { acmCertificateArn: arn },
});
export const certificate = resource("aws:acm/certificate:Certificate", {
  arn,
  domainName: "mta-sts.example.com",
  subjectAlternativeNames: [],
});
export const sts = r53("_mta-sts.example.com", "TXT", [record]);
export const tlsRpt = r53("_smtp._tls.example.com", "TXT", ["v=TLSRPTv1; rua=mailto:x@example.com"]);
export const mx = r53("example.com", "MX", ["10 MX1.example.com.", "20 a.mx.example.com"]);

/** A stack with which no rule finds fault. */
export const stack: StackResource[] = [object, distribution, certificate, sts, tlsRpt, mx];

/** The same resource with other properties. */
export function changed(base: StackResource, props: Record<string, unknown>): StackResource {
  return { ...base, props: { ...base.props, ...props } };
}

/** The passing stack with some resources in place of others. */
export function stackWith(...replacements: [StackResource, ...StackResource[]][]): StackResource[] {
  return stack.flatMap((each) => {
    const found = replacements.find(([base]) => base === each);
    return found === undefined ? [each] : found.slice(1);
  });
}
