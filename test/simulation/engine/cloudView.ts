import type { Sandbox } from "../../../sandbox/sandbox";
import { cloudflareImportId, route53ImportId } from "../../../src/rollout/importCommand";
import type { LiveRecord } from "../../../src/rollout/existingRecords";
import type { OperationKind } from "../../../simulation/deploy/operations";
import type { HostKind, ZoneKind } from "../../../simulation/scenario/scenario";
import type { Place } from "./componentArgs";

const policyKey = ".well-known/mta-sts.txt";

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
  // The second address record of Route 53 is written beside the first.
  if (child === "a" || child === "cname") return { kind: "address", zone };
  if (child === "policy") return { kind: "policyFile", host: "cloudfront" };
  if (child === "worker") return { kind: "policyFile", host: "cloudflareWorker" };
  if (child === "distribution") return { kind: "host", host: "cloudfront" };
  return undefined;
}

/** The name and type of the record that a child stands for. */
function recordOf(child: string, domain: string): [name: string, type: string] {
  if (child === "smtp-tls") return [`_smtp._tls.${domain}`, "TXT"];
  if (child === "sts") return [`_mta-sts.${domain}`, "TXT"];
  if (child === "mx" || child.startsWith("mx-")) return [domain, "MX"];
  return [`mta-sts.${domain}`, child === "cname" ? "CNAME" : child.toUpperCase()];
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

  /** The id under which a provider imports the record of one of the component's children. */
  importId(child: string, type: string): string {
    const { name: component, domain, route53ZoneId, cloudflareZoneId } = this.place;
    const part = child.slice(component.length + 1);
    const host = part.startsWith("mx-") ? part.slice("mx-".length) : undefined;
    const [name, recordType] = recordOf(part, domain);
    if (type.startsWith("aws:")) return route53ImportId(route53ZoneId, name, recordType);
    const found = this.atCloudflare(name, recordType).find(({ content }) => host === undefined || content === host);
    return cloudflareImportId(cloudflareZoneId, found?.id ?? "");
  }

  /** The domain's MX records, as name servers give them. */
  mailExchangers(zone: ZoneKind): LiveRecord[] {
    const { domain } = this.place;
    const values =
      zone === "route53"
        ? this.records(zone, domain, "MX")
        : this.atCloudflare(domain, "MX").map(({ priority = 0, content }) => `${priority} ${content}`);
    return values.map((value) => ({ type: "MX", value: value.replace(/\.$/, "") }));
  }

  /** The file that a host serves. */
  file(host: HostKind): string | undefined {
    const { state } = this.sandbox.cloud;
    if (host === "cloudflareWorker") {
      const [domain] = this.place.domain.split(".");
      const script = [...state.workerScripts.values()].find(({ name }) => name.startsWith(`mta-sts-${domain}-`));
      return script?.bindings.find(({ type }) => type === "plain_text")?.text;
    }
    return this.bucket()?.objects.get(policyKey)?.body;
  }

  /** Takes the file out of its bucket by hand. */
  removeFile(): void {
    this.bucket()?.objects.delete(policyKey);
  }

  private bucket() {
    const { state } = this.sandbox.cloud;
    const alias = `mta-sts.${this.place.domain}`;
    const distribution = [...state.distributions.values()].find(({ aliases }) => aliases.includes(alias));
    const origin = distribution?.origins[0]?.domainName.split(".")[0];
    return origin === undefined ? undefined : state.buckets.get(origin);
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
    // Cloudflare's edge answers for a proxied record, by the Worker's route.
    return this.atCloudflare(name, "CNAME").map(({ proxied }) => (proxied ? "cloudflareWorker" : "cloudfront"));
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
    return this.atCloudflare(name, type).map(({ content }) => content);
  }

  private atCloudflare(name: string, type: string) {
    const found = this.sandbox.cloud.state.cloudflareZones.get(this.place.cloudflareZoneId)?.records ?? [];
    return found.filter((record) => record.name === name && record.type === type);
  }
}
