import type { CloudflareDns } from "./cloudflareDns";
import { CloudflareError } from "./errors";
import { cloudflareId } from "./identifiers";
import { bareName, liesIn } from "./names";
import type { CloudflareZone, CloudState, WorkerCustomDomain } from "./state";

/** Custom domains of Cloudflare Workers: a host name, its proxied record and its certificate in one. */
export class WorkerDomains {
  constructor(
    private readonly state: CloudState,
    private readonly dns: CloudflareDns,
  ) {}

  /** Attaches a host name; the service makes the proxied record for it, so none may be there. */
  putCustomDomain(domain: Omit<WorkerCustomDomain, "id" | "zoneId"> & { zoneId?: string }): WorkerCustomDomain {
    const { accountId, service } = domain;
    const path = `accounts/${accountId}/workers/domains`;
    const refuse = (status: number, code: number, detail: string): CloudflareError =>
      new CloudflareError("PUT", path, status, code, detail);
    const hostname = bareName(domain.hostname);
    const script = this.state.workerScripts.get(service);
    if (script?.accountId !== accountId) throw refuse(404, 10007, "This Worker does not exist on your account.");
    const zone = domain.zoneId === undefined ? this.zoneOf(hostname) : this.dns.getZone(domain.zoneId, ["PUT", path]);
    if (!zone || !liesIn(hostname, zone.name)) {
      throw refuse(400, 100114, `Hostname '${hostname}' does not belong to a zone of this account.`);
    }
    const attached = [...this.state.workerCustomDomains.values()].find((other) => other.hostname === hostname);
    if (attached?.service === service) return attached;
    if (attached) {
      throw refuse(
        409,
        100116,
        `Hostname '${hostname}' already in use by other custom domain. Either delete it, try a different hostname, or use the option 'override_existing_origin' to override.`,
      );
    }
    if (zone.records.some(({ name, type }) => name === hostname && ["A", "AAAA", "CNAME"].includes(type))) {
      throw refuse(
        409,
        100117,
        `Hostname '${hostname}' already has externally managed DNS records (A, CNAME, etc). Either delete them, try a different hostname, or use the option 'override_existing_dns_record' to override.`,
      );
    }
    const created: WorkerCustomDomain = { id: cloudflareId(), accountId, zoneId: zone.id, hostname, service };
    this.state.workerCustomDomains.set(created.id, created);
    this.dns.createRecord(zone.id, {
      ...{ name: hostname, type: "AAAA", content: "100::", ttl: 1, proxied: true, workerDomainId: created.id },
    });
    return created;
  }

  getCustomDomain(accountId: string, id: string, method = "GET"): WorkerCustomDomain {
    const domain = this.state.workerCustomDomains.get(id);
    if (domain?.accountId === accountId) return domain;
    const path = `accounts/${accountId}/workers/domains/${id}`;
    throw new CloudflareError(method, path, 404, 100115, "Custom domain not found.");
  }

  deleteCustomDomain(accountId: string, id: string): void {
    const { zoneId } = this.getCustomDomain(accountId, id, "DELETE");
    this.state.workerCustomDomains.delete(id);
    const zone = this.state.cloudflareZones.get(zoneId);
    if (zone) zone.records = zone.records.filter(({ workerDomainId }) => workerDomainId !== id);
  }

  private zoneOf(hostname: string): CloudflareZone | undefined {
    const holding = this.dns.listZones().filter((zone) => liesIn(hostname, zone.name));
    return holding.sort((a, b) => b.name.length - a.name.length)[0];
  }
}
