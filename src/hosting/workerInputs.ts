import { showValue, type Problem } from "../protocol";

/** Bytes that Cloudflare takes in one text binding of a Worker: 5 KB. */
const bindingLimit = 5120;

/** What is wrong with the options of a Worker that are plain. */
export function workerProblems(worker: unknown): Problem[] {
  if (worker === undefined) return [];
  if (typeof worker !== "object" || worker === null) return [accountProblem("cloudflareWorker", worker)];
  const { route } = worker as { route?: unknown };
  if (route === undefined || typeof route === "boolean") return [];
  return [
    {
      path: "cloudflareWorker.route",
      value: showValue(route),
      code: "worker-route",
      rule: "it says whether a route is made instead of a custom domain",
      remedy: "Give true or false, as a plain value.",
    },
  ];
}

/** What is wrong with the id of an account. */
export function accountIdProblems(accountId: unknown): Problem[] {
  if (typeof accountId === "string" && /^[0-9a-f]{32}$/.test(accountId)) return [];
  return [accountProblem("cloudflareWorker.accountId", accountId)];
}

function accountProblem(path: string, value: unknown): Problem {
  return {
    path,
    value: showValue(value),
    code: "worker-account",
    rule: "a Worker belongs to a Cloudflare account, named by 32 hexadecimal digits in lower case",
    remedy: "Give cloudflareWorker: { accountId } with the account id that the dashboard shows beside the zone id.",
  };
}

/** What is wrong with a policy that a Worker is to serve. */
export function workerPolicyProblems(policyText: string): Problem[] {
  const bytes = Buffer.byteLength(policyText);
  if (bytes <= bindingLimit) return [];
  return [
    {
      path: "policy.mx",
      value: `${bytes} bytes of policy`,
      code: "worker-policy-size",
      rule: `Cloudflare takes ${bindingLimit} bytes in a Worker's text binding (RFC 8461 §3.3 would allow 64 KB)`,
      remedy: "List fewer hosts, with *.<name> for those below one name, or serve the policy from CloudFront.",
    },
  ];
}

/** What is wrong with a route for this host: the zone's own certificate must cover it. */
export function routeProblems(host: string, zoneName: string): Problem[] {
  const zone = zoneName.toLowerCase().replace(/\.$/, "");
  if (host.split(".").length <= zone.split(".").length + 1) return [];
  return [
    {
      path: "cloudflareWorker.route",
      value: "true",
      code: "worker-route-certificate",
      rule: `Cloudflare's Universal SSL covers ${zone} and *.${zone}, and * is one label: ${host} would have no certificate`,
      remedy:
        "Leave route out: a custom domain brings a certificate of its own, and needs a name without records. Where mta-sts " +
        "has a record already, stay on CloudFront, or make the domain a zone of its own.",
    },
  ];
}
