import { CloudflareDns } from "./cloudflareDns";
import { CloudflareError } from "./errors";
import { cloudflareId } from "./identifiers";
import { bareName, liesIn } from "./names";
import { CloudflareZone, CloudState, WorkerCustomDomain, WorkerRoute, WorkerScript } from "./state";

/** Bytes that the text of one binding may have. */
const bindingLimit = 5120;

/** Cloudflare Workers: scripts, and the custom domains and routes that lead to them. */
export class Workers {
  constructor(
    private readonly state: CloudState,
    private readonly dns: CloudflareDns,
  ) {}

  /** Creates or replaces the script of that name. */
  putScript(script: Omit<WorkerScript, "createdOn" | "modifiedOn">): WorkerScript {
    const refuse = (code: number, detail: string): CloudflareError =>
      new CloudflareError("PUT", scriptPath(script.accountId, script.name), 400, code, detail);
    if (!/^[a-z0-9_][a-z0-9-_]{0,62}$/.test(script.name)) throw refuse(10016, "workers.api.error.invalid_script_name");
    if (script.content === "") throw refuse(10021, "Your Worker failed validation: No such module.");
    const { compatibilityDate = "" } = script;
    if (compatibilityDate > new Date().toISOString().slice(0, 10)) {
      throw refuse(10021, `Can't set compatibility date in the future: ${compatibilityDate}`);
    }
    const names = script.bindings.map(({ name }) => name);
    const repeated = names.find((name, index) => names.indexOf(name) !== index);
    if (repeated !== undefined)
      throw refuse(10021, `Binding name '${repeated}' already in use. Please use a different name and try again.`);
    const large = script.bindings.find(({ text }) => Buffer.byteLength(text ?? "") > bindingLimit);
    if (large) throw refuse(10054, `Text binding '${large.name}' is too large: the limit is 5 KB.`);
    const now = new Date().toISOString();
    const createdOn = this.state.workerScripts.get(script.name)?.createdOn ?? now;
    const stored = { ...script, createdOn, modifiedOn: now };
    this.state.workerScripts.set(script.name, stored);
    return stored;
  }

  getScript(accountId: string, name: string, method = "GET"): WorkerScript {
    const script = this.state.workerScripts.get(name);
    if (script?.accountId === accountId) return script;
    const detail = "This Worker does not exist on your account.";
    throw new CloudflareError(method, scriptPath(accountId, name), 404, 10007, detail);
  }

  /** Refused while a custom domain or route leads to it (the provider does not force). */
  deleteScript(accountId: string, name: string): void {
    this.getScript(accountId, name, "DELETE");
    const domains = [...this.state.workerCustomDomains.values()].filter(({ service }) => service === name);
    const routes = [...this.state.workerRoutes.values()].filter(({ script }) => script === name);
    const users = [...domains.map(({ hostname }) => hostname), ...routes.map(({ pattern }) => pattern)];
    if (users.length > 0) {
      const detail = `Cannot delete this Worker as it is still referenced by: ${users.join(", ")}.`;
      throw new CloudflareError("DELETE", scriptPath(accountId, name), 400, 10064, detail);
    }
    this.state.workerScripts.delete(name);
  }

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

  createRoute(route: Omit<WorkerRoute, "id">): WorkerRoute {
    const created = { ...route, id: cloudflareId() };
    this.checkRoute(["POST", `zones/${route.zoneId}/workers/routes`], created);
    this.state.workerRoutes.set(created.id, created);
    return created;
  }

  getRoute(zoneId: string, id: string, method = "GET"): WorkerRoute {
    const route = this.state.workerRoutes.get(id);
    if (route?.zoneId === zoneId) return route;
    throw new CloudflareError(
      method,
      `zones/${zoneId}/workers/routes/${id}`,
      404,
      10009,
      "workers.api.error.not_found",
    );
  }

  updateRoute(route: WorkerRoute): WorkerRoute {
    this.getRoute(route.zoneId, route.id, "PUT");
    this.checkRoute(["PUT", `zones/${route.zoneId}/workers/routes/${route.id}`], route);
    this.state.workerRoutes.set(route.id, route);
    return route;
  }

  deleteRoute(zoneId: string, id: string): void {
    this.getRoute(zoneId, id, "DELETE");
    this.state.workerRoutes.delete(id);
  }

  private checkRoute(call: [string, string], route: WorkerRoute): void {
    const zone = this.dns.getZone(route.zoneId, call);
    const host = bareName(route.pattern.replace(/^https?:\/\//, "").split("/")[0] ?? "").replace(/^\*\.?/, "");
    if (!liesIn(host, zone.name)) {
      throw new CloudflareError(...call, 400, 10022, `Route pattern must match a host of the zone ${zone.name}.`);
    }
    const others = [...this.state.workerRoutes.values()].filter(({ id }) => id !== route.id);
    if (others.some(({ zoneId, pattern }) => zoneId === route.zoneId && pattern === route.pattern)) {
      throw new CloudflareError(...call, 409, 10020, "workers.api.error.duplicate_route");
    }
    if (route.script !== "" && !this.state.workerScripts.has(route.script)) {
      throw new CloudflareError(...call, 404, 10019, "workers.api.error.script_not_found");
    }
  }

  private zoneOf(hostname: string): CloudflareZone | undefined {
    const holding = this.dns.listZones().filter((zone) => liesIn(hostname, zone.name));
    return holding.sort((a, b) => b.name.length - a.name.length)[0];
  }
}

function scriptPath(accountId: string, name: string): string {
  return `accounts/${accountId}/workers/scripts/${name}`;
}
