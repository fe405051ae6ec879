import type { CloudflareRecord } from "../../cloud";
import type { RecordConfig } from "../../cloud/cloudflareDns";
import type { Inputs } from "../inputs";
import type { ResourceType } from "../resourceType";
import { defined, equal, equalAsSets, isProperties, Properties, Value } from "../values";
import { attempt, orGone, parseImportId, withDefaults } from "./attempt";

const types = [
  ...["A", "AAAA", "CNAME", "MX", "NS", "OPENPGPKEY", "PTR", "TXT", "CAA", "CERT", "DNSKEY", "DS", "HTTPS", "LOC"],
  ...["NAPTR", "SMIMEA", "SRV", "SSHFP", "SVCB", "TLSA", "URI"],
];

export const dnsRecord: ResourceType = {
  token: "cloudflare:index/dnsRecord:DnsRecord",
  required: ["name", "ttl", "type", "zoneId"],
  immutable: ["type", "zoneId"], // a changed name is an update in place
  computed: [
    ...["commentModifiedOn", "content", "createdOn", "meta", "modifiedOn", "proxiable", "settings", "tags"],
    "tagsModifiedOn",
  ],

  check: ({ name, inputs }) => {
    const failures = [];
    if (typeof inputs.type === "string" && !types.includes(inputs.type.toUpperCase())) {
      const list = types.map((type) => `"${type}"`).join(" ");
      failures.push({
        property: "type",
        reason: `Attribute type value must be one of: [${list}], got: "${inputs.type}". Examine values at '${name}.type'.`,
      });
    }
    if (inputs.content !== undefined && inputs.data !== undefined) {
      failures.push({
        property: "content",
        reason: `Attribute "data" cannot be specified when "content" is specified. Examine values at '${name}.content'.`,
      });
    }
    return { inputs: withDefaults(inputs, { proxied: false }), failures };
  },

  // The provider overlooks the zone's name after a relative one, the case of a CNAME target, and empty tags.
  same: (property, old, now, state) => {
    if (property === "name") return sameName(old, now);
    if (property === "content" && state.type === "CNAME") return equal(lower(old), lower(now));
    return property === "tags" ? equalAsSets(old ?? [], now ?? []) : equal(old, now);
  },

  recomputed: () => ["modifiedOn"],

  create: ({ cloud }, inputs) => {
    checkTtl(inputs);
    const record = attempt(() => cloud.cloudflareDns.createRecord(inputs.text("zoneId"), config(inputs)));
    return { id: record.id, outputs: outputs(record, inputs.properties) };
  },

  read: ({ cloud }, id, state) => {
    const [zoneId, recordId] = parseImportId(id, state.zoneId, "<zone_id>/<dns_record_id>");
    const record = orGone(() => cloud.cloudflareDns.getRecord(zoneId, recordId));
    if (!record) return undefined;
    const { name, type, content, ttl, proxied, priority, comment, data, tags } = record;
    const written = data === undefined ? { content } : { data: { ...data } };
    const inputs = defined({ ...{ zoneId, name, type, ttl, proxied, priority, comment, tags }, ...written });
    return { id: recordId, inputs, outputs: outputs(record, { ...state, ...inputs }) };
  },

  update: ({ cloud }, id, inputs) => {
    checkTtl(inputs);
    const record = attempt(() => cloud.cloudflareDns.updateRecord(inputs.text("zoneId"), id, config(inputs)));
    return outputs(record, inputs.properties);
  },

  // A record that is gone is an error to this provider, unlike to most.
  delete: ({ cloud }, id, state) => {
    attempt(() => {
      cloud.cloudflareDns.deleteRecord(state.text("zoneId"), id);
    });
  },
};

function checkTtl(inputs: Inputs): void {
  if (!inputs.flag("proxied") || inputs.optionalNumber("ttl") === 1) return;
  throw new Error(
    "ttl must be set to 1 when `proxied` is true: When a DNS record is marked as `proxied` the TTL must be 1 as Cloudflare will control the TTL internally.",
  );
}

/** The state has the full name once it was read; a trailing dot or capitals in the program are a change for ever. */
function sameName(old: Value | undefined, now: Value | undefined): boolean {
  if (old === now || typeof old !== "string" || typeof now !== "string") return equal(old, now);
  const [full, written] = [old.replace(/\.$/, ""), now.replace(/\.$/, "")];
  return written === "@" ? full.includes(".") : full.startsWith(`${written}.`);
}

function lower(value: Value | undefined): Value | undefined {
  return typeof value === "string" ? value.toLowerCase() : value;
}

function config(inputs: Inputs): RecordConfig {
  const [priority, comment] = [inputs.optionalNumber("priority"), inputs.optionalText("comment")];
  const { data } = inputs.properties;
  const tags = inputs.texts("tags");
  return {
    ...{ name: inputs.text("name"), type: inputs.text("type").toUpperCase(), ttl: inputs.optionalNumber("ttl") ?? 1 },
    ...{ content: inputs.optionalText("content") ?? "", proxied: inputs.flag("proxied") },
    ...(priority === undefined ? {} : { priority }),
    ...(comment === undefined ? {} : { comment }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(isProperties(data) ? { data: fields(data) } : {}),
  };
}

function fields(data: Properties): Record<string, string | number> {
  const entries = Object.entries(data).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number",
  );
  return Object.fromEntries(entries);
}

/** After a write the provider keeps the name and content that it was given; only a read shows the service's form. */
function outputs(record: CloudflareRecord, inputs: Properties): Properties {
  const { type, createdOn = "", modifiedOn = "", content } = record;
  return defined({
    ...inputs,
    ...{ content: inputs.content ?? content, createdOn, modifiedOn, meta: "{}" },
    ...{ proxiable: ["A", "AAAA", "CNAME"].includes(type), tags: inputs.tags ?? [] },
    commentModifiedOn: record.comment === undefined ? undefined : modifiedOn,
    settings: type === "CNAME" ? { flattenCname: false, ipv4Only: false, ipv6Only: false } : undefined,
  });
}
