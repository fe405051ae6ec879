import { bareName, certificateNameCovers } from "./names";
import { publicRecords } from "./publicDns";
import { CloudState, Distribution } from "./state";

interface Refusal {
  status: number;
  code: string;
  detail: string;
}

/** What CloudFront finds wrong with the aliases of a distribution and the certificate that must cover them. */
export function checkAliases(
  state: CloudState,
  config: Pick<Distribution, "aliases" | "certificateArn">,
  existing: Distribution | undefined,
): Refusal | undefined {
  return checkCertificate(state, config) ?? checkOwnership(state, config.aliases.map(bareName), existing);
}

function checkCertificate(
  state: CloudState,
  { aliases, certificateArn }: Pick<Distribution, "aliases" | "certificateArn">,
): Refusal | undefined {
  const refusal = (detail: string): Refusal => ({ status: 400, code: "InvalidViewerCertificate", detail });
  if (certificateArn === undefined) {
    if (aliases.length === 0) return undefined;
    return refusal(
      "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.",
    );
  }
  const certificate = state.certificates.get(certificateArn);
  if (certificate?.status !== "ISSUED" || certificate.region !== "us-east-1") {
    return refusal(
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
  }
  const covered = (alias: string): boolean =>
    certificate.subjectAlternativeNames.some((name) => certificateNameCovers(name, bareName(alias)));
  if (aliases.every(covered)) return undefined;
  return refusal(
    "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add.",
  );
}

function checkOwnership(state: CloudState, aliases: string[], existing: Distribution | undefined): Refusal | undefined {
  const others = [...state.distributions.values()].filter((other) => other !== existing);
  if (others.some((other) => other.aliases.some((alias) => aliases.includes(bareName(alias))))) {
    return {
      status: 409,
      code: "CNAMEAlreadyExists",
      detail: "One or more of the CNAMEs you provided are already associated with a different resource.",
    };
  }
  const added = aliases.filter((alias) => existing?.aliases.map(bareName).includes(alias) !== true);
  const pointsElsewhere = (alias: string): boolean =>
    ["CNAME", "A"].some((type) =>
      publicRecords(state, alias, type).some((target) =>
        others.some((other) => bareName(other.domainName) === bareName(target)),
      ),
    );
  if (!added.some(pointsElsewhere)) return undefined;
  return {
    status: 409,
    code: "CNAMEAlreadyExists",
    detail:
      "One or more aliases specified for the distribution includes an incorrectly configured DNS record that points to another CloudFront distribution. You must update the DNS record to correct the problem.",
  };
}
