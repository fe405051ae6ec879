import type * as pulumi from "@pulumi/pulumi";
import { policyHostName, type AcceptedPolicy } from "./acceptArgs";
import type { DomainRecords } from "./dns/domainRecords";
import type { ChildOptions, DnsZone } from "./dns/zone";
import { MtaStsHost } from "./hosting/hostChoice";
import { mapInput } from "./input/checkedInput";
import { loadCloudFront, loadWorker } from "./loadOnUse";
import type { MtaStsArgs } from "./mtaStsArgs";
import { renderStsRecord } from "./protocol";
import type { HostFacts } from "./rollout/facts";
import type { Guards } from "./rollout/guards";

/** What the policy is published from. */
export interface PublicationContext {
  child: ChildOptions;
  component: string;
  domain: string;
  policy: AcceptedPolicy;
  hosts: HostFacts;
  zones: readonly DnsZone[];
  records: DomainRecords;
  guards?: Guards;
  /** Reports first: a policy without them is blind. */
  tlsRpt: readonly pulumi.Resource[];
}

/** The policy's host, and after all of it the record that tells senders (RFC 8461 §8.1). */
export function publishPolicy(args: MtaStsArgs, context: PublicationContext) {
  const { domain, policy, records, tlsRpt, guards } = context;
  const { served, cloudFront, ready } = declareHosts(args, context);
  guards?.watch({ server: served.server, steadySeconds: served.steadySeconds });
  const { target } = served;
  const addresses = target === undefined ? [] : records.address(policyHostName(domain), target, served.ready);
  const mtaStsRecord = mapInput(policy.id, renderStsRecord);
  const sts = records.sts(mtaStsRecord, [...tlsRpt, ...ready, ...addresses]);
  return { cloudFront, mtaStsRecord, sts };
}

/** Usually one; both during a move of hosts. `served` is the one that the address leads to. */
function declareHosts(args: MtaStsArgs, context: PublicationContext) {
  const { domain, policy, hosts, guards } = context;
  const common = { ...context, host: policyHostName(domain), policyText: policy.text, tags: args.tags };
  const roleOf = (which: MtaStsHost) => {
    const addressed = hosts.address === which;
    return { addressed, protect: addressed ? guards?.protectPolicy : undefined };
  };
  const cloudFront = hosts.declared.includes(MtaStsHost.CloudFront)
    ? loadCloudFront().cloudFrontHost(args.cloudfront ?? {}, { ...common, ...roleOf(MtaStsHost.CloudFront) })
    : undefined;
  const worker =
    args.cloudflareWorker &&
    loadWorker().workerHost(args.cloudflareWorker, {
      ...common,
      ...roleOf(MtaStsHost.CloudflareWorker),
      beside: cloudFront,
    });
  const served = hosts.address === MtaStsHost.CloudflareWorker ? worker : cloudFront;
  if (served === undefined) throw new Error("No policy host is declared: this is a defect of pulumi-mta-sts.");
  return { served, cloudFront, ready: [...(cloudFront?.ready ?? []), ...(worker?.ready ?? [])] };
}
