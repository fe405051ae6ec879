import * as pulumi from "@pulumi/pulumi";
import type { ChildOptions, DnsZone } from "../dns/zone";
import { Certificate, CertificateValidation } from "../resources/aws";

/** What the certificate of a policy host is made from. */
export interface CertificateContext {
  child: ChildOptions;
  component: string;
  /** `mta-sts.<domain>`: the one name that senders ask for (RFC 8461 §3.3). */
  host: string;
  zones: readonly DnsZone[];
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** CloudFront takes certificates from this region alone. */
const region = "us-east-1";

/**
 * An ACM certificate for the policy host, validated through DNS in every zone.
 *
 * @returns the ARN, once the certificate is issued: CloudFront refuses it before.
 */
export function issuedCertificate(context: CertificateContext): pulumi.Output<string> {
  const { child, component, host, zones, tags } = context;
  const certificate = new Certificate(
    `${component}-certificate`,
    { domainName: host, validationMethod: "DNS", region, tags },
    child(),
  );
  const record = certificate.domainValidationOptions.apply(([option]) => {
    if (option === undefined) throw new Error(`ACM gave no validation record for ${host}.`);
    return { name: withoutDot(option.resourceRecordName), value: withoutDot(option.resourceRecordValue) };
  });
  const names = zones.map((zone) => zone.validation(`${component}-certificate-validation-record`, record));
  const validation = new CertificateValidation(
    `${component}-certificate-validation`,
    { certificateArn: certificate.arn, validationRecordFqdns: oneName(names), region },
    // Usually minutes. A zone that the parent does not delegate to would otherwise hold the deploy for 75 minutes.
    { ...child(), customTimeouts: { create: "30m" } },
  );
  return validation.certificateArn;
}

/** All zones hold one and the same name; the record of each must be there before ACM is waited for. */
function oneName(names: pulumi.Output<string>[]): pulumi.Input<pulumi.Input<string>[]> {
  return names.length === 1 ? names : pulumi.all(names).apply((all) => all.slice(0, 1));
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}
