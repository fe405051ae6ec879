import { showValue, type Problem } from "../protocol";

/** What is wrong with the ARN of a certificate that the user brings. That it covers the host is CloudFront's to judge. */
export function certificateArnProblems(arn: unknown): Problem[] {
  if (arn === undefined) return [];
  if (typeof arn === "string" && /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/\S+$/.test(arn)) return [];
  return [
    {
      path: "cloudfront.certificateArn",
      value: showValue(arn),
      code: "certificate-arn",
      rule: "CloudFront takes ACM certificates of the region us-east-1 alone",
      remedy:
        'Give an ARN of the form "arn:aws:acm:us-east-1:<account>:certificate/<id>", or leave it out and the component makes one.',
    },
  ];
}

/** ACM takes a longer name only as an alternative one, beside a first name that fits (RFC 5280, upper bound of a common name). */
const firstNameLimit = 64;

/** What is wrong with asking ACM for a certificate whose first name is this host. */
export function certificateHostProblems(domain: string, host: string): Problem[] {
  if (host.length <= firstNameLimit) return [];
  return [
    {
      path: "domain",
      value: showValue(domain),
      code: "certificate-name-length",
      rule: `ACM takes at most ${firstNameLimit} characters as a certificate's first name, and ${host} has ${host.length}`,
      remedy:
        "Give cloudfront.certificateArn: an issued certificate in us-east-1 with a shorter first name and this host among its alternative names.",
    },
  ];
}
