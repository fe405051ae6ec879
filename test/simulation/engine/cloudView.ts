import type { Sandbox } from "../../../sandbox/sandbox";
import type { OperationKind } from "../../../simulation/deploy/operations";
import type { HostKind, ZoneKind } from "../../../simulation/scenario/scenario";
import type { Place } from "./componentArgs";

/** Which operation of the model a resource stands for; undefined for those that senders do not feel. */
export function kindOf(
  name: string,
  type: string,
  component: string,
): { kind: OperationKind; zone?: ZoneKind; host?: HostKind } | undefined {
  const zone: ZoneKind = type.startsWith("aws:") ? "route53" : "cloudflare";
  const child = name.slice(component.length + 1);
  if (child === "smtp-tls") return { kind: "tlsRpt", zone };
  if (child === "sts") return { kind: "stsRecord", zone };
  if (child === "mx" || child.startsWith("mx-")) return { kind: "mx", zone };
  // The second address record of Route 53 is written beside the first; a custom domain writes its own.
  if (child === "a" || child === "cname" || child === "worker-domain") return { kind: "address", zone };
  if (child === "policy") return { kind: "policyFile", host: "cloudfront" };
  if (child === "worker") return { kind: "policyFile", host: "cloudflareWorker" };
  if (child === "distribution") return { kind: "host", host: "cloudfront" };
  return undefined;
}

/** What the sandbox's cloud holds of one domain, in the terms of the simulated world. */
export class CloudView {
  constructor(
    private readonly sandbox: Sandbox,
    private readonly place: Place,
  ) {}

  /** The values of a record; none where there is no such record. */
  values(kind: OperationKind, zone: ZoneKind): string[] {
    const { domain } = this.place;
    switch (kind) {
      case "tlsRpt":
        return this.texts(zone, `_smtp._tls.${domain}`);
      case "stsRecord":
        return this.texts(zone, `_mta-sts.${domain}`);
      case "mx":
        return this.exchangers(zone);
      default:
        return this.address(zone);
    }
  }

  /** The file that a host serves. */
  file(host: HostKind): string | undefined {
    const { state } = this.sandbox.cloud;
    if (host === "cloudflareWorker") {
      const [domain] = this.place.domain.split(".");
      const script = [...state.workerScripts.values()].find(({ name }) => name.startsWith(`mta-sts-${domain}-`));
      return script?.bindings.find(({ type }) => type === "plain_text")?.text;
    }
    const alias = `mta-sts.${this.place.domain}`;
    const distribution = [...state.distributions.values()].find(({ aliases }) => aliases.includes(alias));
    const origin = distribution?.origins[0]?.domainName.split(".")[0];
    return origin === undefined ? undefined : state.buckets.get(origin)?.objects.get(".well-known/mta-sts.txt")?.body;
  }

  private texts(zone: ZoneKind, name: string): string[] {
    return this.records(zone, name, "TXT").map((text) => text.replaceAll('" "', "").replaceAll('"', ""));
  }

  private exchangers(zone: ZoneKind): string[] {
    const values = this.records(zone, this.place.domain, "MX");
    return values.map((value) => value.replace(/^\d+ /, "").replace(/\.$/, ""));
  }

  private address(zone: ZoneKind): string[] {
    const name = `mta-sts.${this.place.domain}`;
    if (zone === "route53") return this.hasAlias(name) ? ["cloudfront"] : [];
    const { state } = this.sandbox.cloud;
    if ([...state.workerCustomDomains.values()].some(({ hostname }) => hostname === name)) return ["cloudflareWorker"];
    return this.records(zone, name, "CNAME").length > 0 ? ["cloudfront"] : [];
  }

  private hasAlias(name: string): boolean {
    const zone = this.sandbox.cloud.route53.getHostedZone(this.place.route53ZoneId);
    return zone.recordSets.some((set) => set.type === "A" && set.name === name);
  }

  private records(zone: ZoneKind, name: string, type: string): string[] {
    if (zone === "route53") {
      const set = this.sandbox.cloud.route53.findRecordSet(this.place.route53ZoneId, name, type);
      return set?.values ?? [];
    }
    const found = this.sandbox.cloud.state.cloudflareZones.get(this.place.cloudflareZoneId)?.records ?? [];
    return found.filter((record) => record.name === name && record.type === type).map(({ content }) => content);
  }
}
