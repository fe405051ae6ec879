import type { PackFinding, PackRule } from "../packRule";
import { hostOf } from "../stack/dnsRecords";
import { numberOf, objectOf, textOf, textsOf, type StackResource } from "../stack/stackResource";

/** AWS's managed cache policy CachingDisabled. */
const cachingDisabledPolicy = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/** A cache serves the old file under the new id, and senders keep it for max_age. */
export const cachingDisabled: PackRule = {
  name: "mta-sts-host-uncached",
  description: "A CloudFront distribution for an mta-sts host does not cache (RFC 8461 §8.1).",
  enforcementLevel: "mandatory",
  check: (resources) => resources.filter(isPolicyHost).flatMap(judge),
};

function isPolicyHost({ type, props }: StackResource): boolean {
  const aliases = textsOf(props["aliases"]).map(hostOf);
  return type === "aws:cloudfront/distribution:Distribution" && aliases.some((alias) => alias.startsWith("mta-sts."));
}

function judge({ urn, props }: StackResource): PackFinding[] {
  const behavior = objectOf(props["defaultCacheBehavior"]);
  const policy = textOf(behavior["cachePolicyId"]);
  if (policy === cachingDisabledPolicy) return [];
  const times = [behavior["defaultTtl"], behavior["maxTtl"]].map(numberOf);
  // Without a cache policy the old settings count, if both are zero.
  if (policy === undefined && times.every((time) => time === 0)) return [];
  return [
    {
      urn,
      message:
        `The distribution for ${textsOf(props["aliases"]).join(", ")} caches: senders that follow a new id can meet the ` +
        "old policy and keep it for max_age (RFC 8461 §8.1). Set defaultCacheBehavior.cachePolicyId to " +
        `${cachingDisabledPolicy} (CachingDisabled).`,
    },
  ];
}
