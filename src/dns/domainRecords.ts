import type * as pulumi from "@pulumi/pulumi";
import type { Guards } from "../rollout/guards";
import type { GuardedRecord } from "../rollout/hooks";
import type { AddressTarget, DnsZone, MailExchanger } from "./zone";

/** What a domain's records are declared from. */
export interface DomainRecordsContext {
  component: string;
  domain: string;
  zones: readonly DnsZone[];
  /** Absent under mocks. */
  guards?: Guards;
}

/** The records of a domain, the same in each of its zones, held to the rollout rules. */
export class DomainRecords {
  constructor(private readonly context: DomainRecordsContext) {}

  /** `_smtp._tls` */
  public tlsRpt(text: pulumi.Input<string>): pulumi.Resource[] {
    const { component, domain, guards } = this.context;
    const childName = `${component}-smtp-tls`;
    return this.inEachZone((zone, beside) =>
      zone.txt(childName, `_smtp._tls.${domain}`, text, {
        guard: guards && ((record) => ({ hooks: guards.hooks.tlsRptRecord(childName, beside(record)) })),
      }),
    );
  }

  /** `_mta-sts` */
  public sts(text: pulumi.Input<string>, dependsOn: pulumi.Resource[]): pulumi.Resource[] {
    const { component, domain, guards } = this.context;
    const childName = `${component}-sts`;
    return this.inEachZone((zone, beside) =>
      zone.txt(childName, `_mta-sts.${domain}`, text, {
        dependsOn,
        guard:
          guards &&
          ((record) => ({
            hooks: guards.hooks.stsRecord(childName, beside(record)),
            protect: guards.protectPolicy,
          })),
      }),
    );
  }

  /** What leads the policy host's name to its server. */
  public address(host: string, target: AddressTarget, dependsOn: pulumi.Resource[]): pulumi.Resource[] {
    const { component, guards } = this.context;
    return this.inEachZone((zone, beside) =>
      zone.address(component, host, target, {
        dependsOn,
        guard: guards && ((child, record) => ({ hooks: guards.hooks.addressRecord(child, beside(record)) })),
      }),
    ).flat();
  }

  /** The MX records. Only Route 53 keeps them in one set, which can be protected as a whole. */
  public mailExchangers(hosts: readonly MailExchanger[], dependsOn: pulumi.Resource[]): pulumi.Resource[] {
    const { component, guards } = this.context;
    return this.inEachZone((zone, beside) =>
      zone.mailExchangers(component, hosts, {
        dependsOn,
        guard:
          guards &&
          ((child, record, names) => ({
            hooks: guards.hooks.mxRecord(child, beside(record), names),
            protect: zone.kind === "route53" ? guards.protectMailExchangers : undefined,
          })),
      }),
    ).flat();
  }

  private inEachZone<T>(declare: (zone: DnsZone, beside: (record: GuardedRecord) => GuardedRecord) => T): T[] {
    const { zones } = this.context;
    return zones.map((zone) => {
      const others = zones.filter((other) => other !== zone).map(({ checked }) => checked);
      return declare(zone, (record) => ({ ...record, otherZoneServers: others }));
    });
  }
}
