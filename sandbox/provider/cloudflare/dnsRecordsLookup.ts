import type { CloudflareRecord } from "../../cloud";
import type { Inputs } from "../inputs";
import type { Lookup } from "../resourceType";
import { defined, type Properties } from "../values";
import { attempt } from "./attempt";

/** Filters that the service has and this sandbox has not: better an error than records that should not be there. */
const unknownFilters = ["comment", "search", "tag", "shadowedByName", "shadowingName", "includeShadowMetadata"];

/** The records of a zone, filtered; every given filter must fit, as the provider's default `match` says. */
export const getDnsRecords: Lookup = ({ cloud }, args) => {
  const zoneId = args.optionalText("zoneId") ?? "";
  for (const name of unknownFilters) {
    if ((args.properties[name] ?? null) !== null) throw new Error(`The sandbox cannot filter DNS records by ${name}.`);
  }
  const zone = attempt(() => cloud.cloudflareDns.getZone(zoneId, ["GET", `zones/${zoneId}/dns_records`]));
  const found = zone.records.filter((record) => fits(record, args)).sort((a, b) => a.type.localeCompare(b.type));
  return {
    ...{ direction: "asc", match: "all", order: "type", proxied: false, tagMatch: "all" },
    ...args.properties,
    results: found.slice(0, args.optionalNumber("maxItems") ?? 1000).map(properties),
  };
};

function fits(record: CloudflareRecord, args: Inputs): boolean {
  const type = args.optionalText("type");
  const proxied = args.properties["proxied"];
  return (
    (type === undefined || record.type === type.toUpperCase()) &&
    (typeof proxied !== "boolean" || record.proxied === proxied) &&
    fitsText(record.name, args.optionalBlock("name")) &&
    fitsText(record.content, args.optionalBlock("content"))
  );
}

/** Names and contents are compared without regard to case. */
function fitsText(text: string, filter: Inputs | undefined): boolean {
  const wanted = (how: string) => filter?.optionalText(how)?.toLowerCase();
  const [exact, contains, start, end] = ["exact", "contains", "startswith", "endswith"].map(wanted);
  const value = text.toLowerCase();
  return (
    (exact === undefined || value === exact) &&
    value.includes(contains ?? "") &&
    value.startsWith(start ?? "") &&
    value.endsWith(end ?? "")
  );
}

/** A Worker's custom domain marks the record that it keeps. */
function metaOf({ workerDomainId }: CloudflareRecord): Record<string, unknown> {
  return workerDomainId === undefined ? {} : { origin_worker_id: workerDomainId, read_only: true };
}

function properties(record: CloudflareRecord): Properties {
  const {
    id,
    name,
    type,
    content,
    ttl,
    proxied,
    priority,
    comment,
    tags = [],
    createdOn = "",
    modifiedOn = "",
  } = record;
  return defined({
    ...{ id, name, type, content, ttl, proxied, priority, comment, tags, createdOn, modifiedOn },
    ...{ meta: JSON.stringify(metaOf(record)), proxiable: ["A", "AAAA", "CNAME"].includes(type) },
  });
}
