import { checkRecord } from "./cloudflareRecordRules";
import { normalizeContent, recordName } from "./cloudflareContent";
import { CloudflareError } from "./errors";
import { cloudflareId } from "./identifiers";
import { bareName } from "./names";
import { CloudflareRecord, CloudflareZone, CloudState } from "./state";

export type RecordConfig = Omit<CloudflareRecord, "id" | "createdOn" | "modifiedOn">;
/** The method and path of an API call, as refusals quote them. */
export type Call = [method: string, path: string];

/** Cloudflare DNS: zones of records, of which several may share name and type. */
export class CloudflareDns {
  constructor(
    private readonly state: CloudState,
    private readonly accountId: string,
  ) {}

  createZone(zone: { name: string; id?: string; plan?: CloudflareZone["plan"]; accountId?: string }): CloudflareZone {
    const name = bareName(zone.name);
    if (this.listZones().some((other) => other.name === name)) {
      throw new CloudflareError("POST", "zones", 400, 1061, `${name} already exists`);
    }
    const created: CloudflareZone = {
      ...{ id: zone.id ?? cloudflareId(), name, records: [], plan: zone.plan ?? "free" },
      nameServers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
      accountId: zone.accountId ?? this.accountId,
    };
    this.state.cloudflareZones.set(created.id, created);
    return created;
  }

  getZone(id: string, [method, path]: Call = ["GET", `zones/${id}`]): CloudflareZone {
    const zone = this.state.cloudflareZones.get(id);
    if (zone) return zone;
    if (/^[0-9a-f]{32}$/.test(id)) throw new CloudflareError(method, path, 404, 1001, "Invalid zone identifier");
    const detail = `Could not route to /client/v4/${path}, perhaps your object identifier is invalid?`;
    throw new CloudflareError(method, path, 404, 7003, detail);
  }

  listZones(): CloudflareZone[] {
    return [...this.state.cloudflareZones.values()];
  }

  /** A zone goes with all its records. */
  deleteZone(id: string): void {
    const zone = this.getZone(id, ["DELETE", `zones/${id}`]);
    this.state.cloudflareZones.delete(id);
    if (this.state.delegations.get(zone.name) === id) this.state.delegations.delete(zone.name);
  }

  createRecord(zoneId: string, config: RecordConfig): CloudflareRecord {
    const call: Call = ["POST", `zones/${zoneId}/dns_records`];
    const zone = this.getZone(zoneId, call);
    const record: CloudflareRecord = { ...normalize(zone, config), id: cloudflareId() };
    checkRecord(call, zone, record, "create");
    record.createdOn = record.modifiedOn = new Date().toISOString();
    zone.records.push(record);
    return record;
  }

  getRecord(zoneId: string, id: string, method = "GET"): CloudflareRecord {
    const call: Call = [method, `zones/${zoneId}/dns_records/${id}`];
    const record = this.getZone(zoneId, call).records.find((other) => other.id === id);
    if (record) return record;
    throw new CloudflareError(...call, 404, 81044, "Record does not exist.");
  }

  /** Name and content may change; the record keeps its identity. */
  updateRecord(zoneId: string, id: string, config: RecordConfig): CloudflareRecord {
    const existing = this.changeable(zoneId, id, "PUT");
    const zone = this.getZone(zoneId);
    const record: CloudflareRecord = { ...normalize(zone, config), id, modifiedOn: new Date().toISOString() };
    if (existing.createdOn !== undefined) record.createdOn = existing.createdOn;
    checkRecord(["PUT", `zones/${zoneId}/dns_records/${id}`], zone, record, "update");
    zone.records[zone.records.indexOf(existing)] = record;
    return record;
  }

  deleteRecord(zoneId: string, id: string): void {
    const existing = this.changeable(zoneId, id, "DELETE");
    const zone = this.getZone(zoneId);
    zone.records = zone.records.filter((record) => record !== existing);
  }

  private changeable(zoneId: string, id: string, method: string): CloudflareRecord {
    const record = this.getRecord(zoneId, id, method);
    if (record.workerDomainId === undefined) return record;
    const detail =
      "This record is managed by Workers and cannot be edited or deleted: change its custom domain instead.";
    throw new CloudflareError(method, `zones/${zoneId}/dns_records/${id}`, 403, 1043, detail);
  }
}

function normalize(zone: CloudflareZone, config: RecordConfig): RecordConfig {
  const ttl = config.proxied ? 1 : config.ttl; // of a proxied record the edge decides
  return { ...config, name: recordName(zone.name, config.name), content: normalizeContent(config), ttl };
}
