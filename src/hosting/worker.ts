import type * as pulumi from "@pulumi/pulumi";
import type { DnsZone } from "../dns/zone";
import { WorkersCustomDomain, WorkersRoute, WorkersScript } from "../resources/cloudflare";
import { bindingFile } from "../rollout/hooks/inputs";
import { unroutedTarget } from "../rollout/unroutedTarget";
import type { PolicyHost, PolicyHostContext } from "./policyHost";
import { workerName } from "./workerName";
import { compatibilityDate, mainModule, policyBinding, workerScript } from "./workerScript";

/** The policy host on a Cloudflare Worker. It needs the domain's Cloudflare zone, and no AWS account. */
export interface CloudflareWorkerArgs {
  /** The Cloudflare account that runs the Worker: 32 hexadecimal digits. */
  accountId: pulumi.Input<string>;
  /**
   * Whether a Workers route and a proxied `mta-sts` record lead to the Worker, instead of a custom domain. Defaults to
   * false: a custom domain makes its own record and certificate, and needs a name without records. A route is for a move
   * from or to CloudFront, because its record changes in place. Universal SSL must cover the host: the domain must be the
   * zone's own name, not one below it.
   */
  route?: boolean;
}

/** The edge takes a new script up within about half a minute. */
export const workerSteadySeconds = 60;

/**
 * The policy in a Worker: no bucket and no cache, the policy is part of the script's bindings. Cloudflare's zone settings
 * act before a Worker: redirects, bot protection and the like must spare this host (RFC 8461 §3.3).
 */
export function workerHost(args: CloudflareWorkerArgs, context: PolicyHostContext): PolicyHost {
  const { child, component, domain, host, zones, policyText, guards, addressed, protect, beside } = context;
  const zone = cloudflareZoneOf(zones);
  const { zoneId, provider } = zone;
  const script = createScript();
  const ready = [script, ...(args.route === true ? [createRoute()] : addressed ? [createCustomDomain()] : [])];
  return {
    ready,
    // A distribution that is still there answers where an edge does not know the route yet, with the same bytes.
    ...(args.route === true
      ? { target: { domainName: beside?.target?.domainName ?? unroutedTarget, proxied: true } }
      : {}),
    server: "addresses",
    steadySeconds: workerSteadySeconds,
  };

  function createScript(): WorkersScript {
    const childName = `${component}-worker`;
    return new WorkersScript(
      childName,
      {
        accountId: args.accountId,
        scriptName: workerName(domain),
        mainModule,
        content: workerScript,
        compatibilityDate,
        bindings: [{ name: policyBinding, type: "plain_text", text: policyText }],
      },
      { ...child([], { hooks: guards?.hooks.policyFile(childName, bindingFile(policyBinding)), protect }), provider },
    );
  }

  function createRoute(): WorkersRoute {
    const inputs = { zoneId, pattern: `${host}/*`, script: script.scriptName };
    return new WorkersRoute(`${component}-worker-route`, inputs, { ...child([script]), provider });
  }

  function createCustomDomain(): WorkersCustomDomain {
    const childName = `${component}-worker-domain`;
    return new WorkersCustomDomain(
      childName,
      { accountId: args.accountId, zoneId, hostname: host, service: script.scriptName },
      { ...child([script], { hooks: guards?.hooks.workerDomain(childName, zone.occupant(host)) }), provider },
    );
  }
}

function cloudflareZoneOf(zones: readonly DnsZone[]): DnsZone {
  const zone = zones.find(({ kind }) => kind === "cloudflare");
  if (zone === undefined) throw new Error("A Worker without a Cloudflare zone: this is a defect of pulumi-mta-sts.");
  return zone;
}
