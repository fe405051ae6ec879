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
