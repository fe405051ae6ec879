import { showValue, type Problem } from "../protocol";
import type { HostFacts } from "../rollout/facts";

/** Where a policy can be served from. */
export const MtaStsHost = { CloudFront: "cloudfront", CloudflareWorker: "cloudflareWorker" } as const;
export type MtaStsHost = (typeof MtaStsHost)[keyof typeof MtaStsHost];

/** The arguments that decide it, as a program gives them: JavaScript may give anything. */
export interface HostArgs {
  cloudfront?: unknown;
  cloudflareWorker?: unknown;
  policyHost?: unknown;
  route53?: unknown;
  cloudflare?: unknown;
}

/** The hosts that a program declares, and the one that the address leads to. CloudFront, unless a Worker is given alone. */
export function chosenHosts(args: HostArgs): HostFacts {
  const declared = declaredHosts(args);
  return { declared, address: isHost(args.policyHost) ? args.policyHost : (declared[0] ?? MtaStsHost.CloudFront) };
}

/** What is wrong with the choice. */
export function hostChoiceProblems(args: HostArgs): Problem[] {
  const { policyHost, cloudflare, route53, cloudflareWorker } = args;
  if (policyHost !== undefined && !isHost(policyHost)) return [unknownHost(policyHost)];
  const declared = declaredHosts(args);
  const { address } = chosenHosts(args);
  return [
    ...(declared.length > 1 && policyHost === undefined ? [undecided] : []),
    ...(declared.includes(address) ? [] : [undeclared(address, declared)]),
    ...(cloudflareWorker !== undefined && cloudflare === undefined ? [noZone] : []),
    ...(address === MtaStsHost.CloudflareWorker && cloudflare !== undefined && route53 !== undefined ? [twoZones] : []),
  ];
}

function declaredHosts({ cloudfront, cloudflareWorker }: HostArgs): MtaStsHost[] {
  return [
    ...(cloudfront !== undefined || cloudflareWorker === undefined ? [MtaStsHost.CloudFront] : []),
    ...(cloudflareWorker !== undefined ? [MtaStsHost.CloudflareWorker] : []),
  ];
}

function isHost(value: unknown): value is MtaStsHost {
  return Object.values<unknown>(MtaStsHost).includes(value);
}

const fetching = "RFC 8461 §3.3: senders fetch the policy from one address";

const undecided: Problem = {
  path: "policyHost",
  value: "undefined",
  code: "policy-host-undecided",
  rule: `${fetching}, and two hosts are declared`,
  remedy: "Say which of them the address leads to: policyHost: MtaStsHost.CloudFront or MtaStsHost.CloudflareWorker.",
};

function unknownHost(policyHost: unknown): Problem {
  return {
    path: "policyHost",
    value: showValue(policyHost),
    code: "policy-host-unknown",
    rule: "the policy is served by CloudFront or by a Cloudflare Worker",
    remedy: "Use MtaStsHost.CloudFront or MtaStsHost.CloudflareWorker, or leave it out where one host is declared.",
  };
}

function undeclared(address: MtaStsHost, declared: readonly MtaStsHost[]): Problem {
  const block = address === MtaStsHost.CloudFront ? "cloudfront: {}" : "cloudflareWorker: { accountId }";
  return {
    path: "policyHost",
    value: showValue(address),
    code: "policy-host-undeclared",
    rule: `${fetching}: it must be there`,
    remedy: `Declare it with ${block}, or point the address to ${declared.map((host) => `"${host}"`).join(" or ")}.`,
  };
}

const noZone: Problem = {
  path: "cloudflareWorker",
  value: "given without cloudflare",
  code: "worker-zone",
  rule: "Cloudflare leads requests to a Worker only for names in a zone of its own",
  remedy:
    "Give the Cloudflare zone that holds the domain, cloudflare: { zoneId }, or serve the policy from CloudFront.",
};

const twoZones: Problem = {
  path: "route53, cloudflareWorker",
  value: "both given",
  code: "worker-second-zone",
  rule: "a Worker is reached through its Cloudflare zone alone, and senders who ask Route 53 would find no mta-sts host",
  remedy:
    "In a DNS migration serve the policy from CloudFront; leave route53 out once the domain is delegated to Cloudflare.",
};
