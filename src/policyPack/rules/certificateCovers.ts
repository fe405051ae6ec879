import { mxMatches } from "../../protocol";
import type { PackFinding, PackRule } from "../packRule";
import { hostOf } from "../stack/dnsRecords";
import { objectOf, textOf, textsOf, type StackResource } from "../stack/stackResource";

/** CloudFront takes certificates of us-east-1 only, and senders want the host's own name in it. */
export const certificateCovers: PackRule = {
  name: "mta-sts-host-certificate",
  description: "The certificate of an mta-sts host is in us-east-1 and names the host (RFC 8461 §3.3).",
  enforcementLevel: "mandatory",
  check: (resources) =>
    resources
      .filter(({ type }) => type === "aws:cloudfront/distribution:Distribution")
      .flatMap((distribution) => judge(distribution, resources)),
};

function judge({ urn, props }: StackResource, resources: readonly StackResource[]): PackFinding[] {
  const hosts = textsOf(props["aliases"])
    .map(hostOf)
    .filter((alias) => alias.startsWith("mta-sts."));
  if (hosts.length === 0) return [];
  const { acmCertificateArn, cloudfrontDefaultCertificate } = objectOf(props["viewerCertificate"]);
  if (cloudfrontDefaultCertificate === true) {
    return [finding(urn, hosts, "CloudFront's own certificate", "does not name it")];
  }
  const arn = textOf(acmCertificateArn);
  if (arn === undefined) return [];
  const region = arn.split(":")[3];
  if (region !== "us-east-1") return [finding(urn, hosts, arn, `is in ${region ?? "no region"}, not in us-east-1`)];
  const certificate = resources.find(({ type, props: { arn: own } }) => isCertificate(type) && own === arn);
  // One of another stack, or not known yet in this preview.
  if (certificate === undefined) return [];
  const { domainName, subjectAlternativeNames } = certificate.props;
  const names = textsOf([domainName, ...textsOf(subjectAlternativeNames)]).map(hostOf);
  // The one-label wildcard of RFC 6125 is that of an mx pattern.
  const uncovered = hosts.filter((host) => !names.some((name) => mxMatches(name, host)));
  return uncovered.length === 0 ? [] : [finding(urn, uncovered, arn, `names only ${names.join(", ")}`)];
}

function isCertificate(type: string): boolean {
  return type === "aws:acm/certificate:Certificate";
}

function finding(urn: string, hosts: readonly string[], certificate: string, fault: string): PackFinding {
  return {
    urn,
    message:
      `The certificate of ${hosts.join(", ")} (${certificate}) ${fault}: senders refuse the policy (RFC 8461 §3.3). Use ` +
      `an ACM certificate in us-east-1 for ${hosts.join(", ")}.`,
  };
}
