/** Which Worker, or which origin, a request to Cloudflare's edge meets. */
import type { CloudflareRecord, CloudflareZone, CloudState, WorkerScript } from "../../../cloud/state";
import { isWithin, normalName, parentOf } from "../../dns/names";

export type Destination =
  | { kind: "worker"; script: WorkerScript }
  /** A route or custom domain that names a script which is not there. */
  | { kind: "missingWorker"; name: string }
  /** A proxied record without a Worker in front. */
  | { kind: "origin"; record: CloudflareRecord }
  | { kind: "unknownHost" };

/** The zone of the host, the nearest of several. */
export function zoneOfHost(state: CloudState, host: string): CloudflareZone | undefined {
  return [...state.cloudflareZones.values()]
    .filter((zone) => isWithin(host, normalName(zone.name)))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

/** The names of the certificate that the edge shows for a host; `undefined`: it has none, and the handshake fails. */
export function certificateNames(state: CloudState, host: string): string[] | undefined {
  if (customDomain(state, host)) return [host];
  const zone = zoneOfHost(state, host);
  if (!zone) return undefined;
  const apex = normalName(zone.name);
  // Universal SSL covers the apex and one label below.
  return host === apex || parentOf(host) === apex ? [apex, `*.${apex}`] : undefined;
}

/** A route outranks a custom domain; it acts only where traffic reaches the edge: a custom domain or a proxied record. */
export function destinationOf(state: CloudState, host: string, path: string): Destination {
  const zone = zoneOfHost(state, host);
  if (!zone) return { kind: "unknownHost" };
  const domain = customDomain(state, host);
  const record = proxiedRecord(zone, host);
  if (!domain && !record) return { kind: "unknownHost" };
  const route = [...state.workerRoutes.values()]
    .filter((candidate) => candidate.zoneId === zone.id && routeMatches(candidate.pattern, host, path))
    .sort((a, b) => b.pattern.length - a.pattern.length)[0];
  if (route && route.script !== "") return worker(state, route.script);
  if (domain) return worker(state, domain.service);
  return record ? { kind: "origin", record } : { kind: "unknownHost" };
}

function customDomain(state: CloudState, host: string) {
  return [...state.workerCustomDomains.values()].find((domain) => normalName(domain.hostname) === host);
}

function proxiedRecord(zone: CloudflareZone, host: string): CloudflareRecord | undefined {
  const at = (name: string) => zone.records.find((record) => record.proxied && normalName(record.name) === name);
  return at(host) ?? at(`*.${parentOf(host)}`);
}

function worker(state: CloudState, name: string): Destination {
  const script = [...state.workerScripts.values()].find((candidate) => candidate.name === name);
  return script ? { kind: "worker", script } : { kind: "missingWorker", name };
}

/** `[*[.]]host/path[*]`: `*.host` covers subdomains, `*host` the host as well. */
function routeMatches(pattern: string, host: string, path: string): boolean {
  const bare = pattern.replace(/^https?:\/\//, "");
  const slash = bare.indexOf("/");
  const [hostPart, pathPart] = slash < 0 ? [bare, "/"] : [bare.slice(0, slash), bare.slice(slash)];
  const glob = (text: string) =>
    new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*")}$`, "s");
  return glob(hostPart.toLowerCase()).test(host) && glob(pathPart).test(path);
}
