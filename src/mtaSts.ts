import * as pulumi from "@pulumi/pulumi";
import { acceptArgs, policyHostName } from "./acceptArgs";
import type { ChildOptions, DeclaredRecord, DnsZone, ZoneContext } from "./dns/zone";
import { defineOutputs } from "./input/defineOutputs";
import { Gate } from "./input/gate";
import { stopIncomplete } from "./input/incompleteProgram";
import { DomainRecords } from "./dns/domainRecords";
import { routeProblems } from "./hosting/workerInputs";
import { loadCloudflare, loadGuards, loadRoute53 } from "./loadOnUse";
import type { MtaStsArgs } from "./mtaStsArgs";
import { publishPolicy } from "./publishPolicy";
import type { HostFacts } from "./rollout/facts";

/**
 * A domain's SMTP TLS Reporting and MTA-STS, declared together: the `_smtp._tls` record, the policy file and its host,
 * the certificate, and last the `_mta-sts` record, whose id is a hash of the served policy. Editing the policy changes
 * the id in the same deploy.
 *
 * Stages: leave `policy` out and wait for reports; then mode `testing`; then `enforce`; `none` to wind down.
 *
 * @example
 * ```ts
 * const mail = new MtaSts("example", {
 *   domain: "example.com",
 *   tlsReporting: { rua: ["mailto:tls-reports@example.com"] },
 *   policy: { mode: MtaStsMode.Testing, mx: ["mx1.example.com"] },
 *   route53: { zoneId: "Z0123456789EXAMPLE" },
 * });
 * ```
 *
 * @throws InputError, before any resource is registered, with every input that cannot be accepted.
 * @see RFC 8461, RFC 8460
 */
export class MtaSts extends pulumi.ComponentResource {
  /** The id in the `_mta-sts` record: a hash of the served bytes and of `policy.revision`. Absent without a policy. */
  public readonly policyId!: pulumi.Output<string | undefined>;
  /** `https://mta-sts.<domain>/.well-known/mta-sts.txt`. Absent without a policy. */
  public readonly policyUrl!: pulumi.Output<string | undefined>;
  /** The policy file, as it is served. Absent without a policy. */
  public readonly policyText!: pulumi.Output<string | undefined>;
  /** The text of the `_mta-sts` record. Absent without a policy. */
  public readonly mtaStsRecord!: pulumi.Output<string | undefined>;
  /** The text of the `_smtp._tls` record. */
  public readonly tlsRptRecord!: pulumi.Output<string>;
  /** The ARN of the policy host's certificate, once it is issued. Absent without a policy, and on a Worker. */
  public readonly certificateArn!: pulumi.Output<string | undefined>;
  /** The id of the CloudFront distribution. Absent without a policy, and on a Worker. */
  public readonly distributionId!: pulumi.Output<string | undefined>;
  /** Every DNS record that the component declares, in each of its zones. */
  public readonly records!: pulumi.Output<DeclaredRecord[]>;

  constructor(name: string, args: MtaStsArgs, opts?: pulumi.ComponentResourceOptions) {
    const { domain, ttl, tlsRptRecord, policy, hosts, mailExchangers, arrivals } = acceptArgs(name, args);
    const gate = new Gate(arrivals);
    super("pulumi-mta-sts:index:MtaSts", name, {}, opts);
    if (!underMocks()) gate.onRefusal((error) => stopIncomplete(this, name, error));
    const child: ChildOptions = (dependsOn, guard) => ({ parent: this, dependsOn: gate.before(dependsOn), ...guard });

    const declared = { domain, ttl, policy, declaresMx: mailExchangers.length > 0, ...addressFacts(args, hosts) };
    const guarded = { component: this, rollout: args.rollout ?? {}, ...declared };
    const guards = underMocks() ? undefined : loadGuards().startGuards(guarded);
    const zones = openZones(args, { parent: this, component: name, child, domain, ttl, ...zoneNeeds(args, domain) });
    gate.openAfter(
      zones.map((zone) => zone.checked),
      guards && (() => guards.judged(zones.map((zone) => zone.checked))),
    );
    const records = new DomainRecords({ component: name, domain, zones, guards });
    const tlsRpt = records.tlsRpt(tlsRptRecord);
    const published =
      policy && publishPolicy(args, { child, component: name, domain, policy, hosts, zones, records, guards, tlsRpt });
    if (mailExchangers.length > 0) records.mailExchangers(mailExchangers, published?.sts ?? tlsRpt);

    const outputs = {
      policyId: policy?.id,
      policyUrl: policy && `https://${policyHostName(domain)}/.well-known/mta-sts.txt`,
      policyText: policy?.text,
      mtaStsRecord: published?.mtaStsRecord,
      tlsRptRecord,
      certificateArn: published?.cloudFront?.certificateArn,
      distributionId: published?.cloudFront?.distributionId,
      records: zones.flatMap((zone) => zone.records),
    };
    defineOutputs<MtaSts>(this, outputs, gate);
    this.registerOutputs(gate.value(outputs));
  }
}

/** In a Route 53 zone the address leads to CloudFront, before and after. */
function addressFacts({ route53 }: MtaStsArgs, hosts: HostFacts): { hosts?: HostFacts } {
  return route53 === undefined ? { hosts } : {};
}

/** What the zone's name must fit. */
function zoneNeeds({ cloudflareWorker }: MtaStsArgs, domain: string): Pick<ZoneContext, "nameProblems"> {
  if (cloudflareWorker?.route !== true) return {};
  return { nameProblems: (zoneName) => routeProblems(policyHostName(domain), zoneName) };
}

function openZones({ route53, cloudflare }: MtaStsArgs, context: ZoneContext): DnsZone[] {
  const zones: DnsZone[] = [];
  if (route53 !== undefined) zones.push(loadRoute53().route53Zone(route53, context));
  if (cloudflare !== undefined) zones.push(loadCloudflare().cloudflareZone(cloudflare, context));
  return zones;
}

/** A unit test of a program has no engine, which alone runs hooks, and must not ask the network. */
function underMocks(): boolean {
  return pulumi.runtime.getEngine() === undefined;
}
