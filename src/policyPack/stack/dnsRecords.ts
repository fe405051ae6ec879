import { joinTxt } from "../../protocol";
import { numberOf, textOf, textsOf, type StackResource } from "./stackResource";

/** One value of one DNS record of a stack. */
export interface StackRecord {
  urn: string;
  parent?: string;
  /** The id of the zone; "" where it is not known yet. */
  zone: string;
  /** Lower case, no trailing dot. */
  name: string;
  type: string;
  /** The text of a TXT record in one piece; the host of an MX record. */
  value: string;
}

/** Every value of every DNS record that the stack holds, at both providers. */
export function dnsRecords(resources: readonly StackResource[]): StackRecord[] {
  return resources.flatMap((resource) => {
    switch (resource.type) {
      case "aws:route53/record:Record":
        return recordsOf(resource, route53Values(resource.props));
      case "cloudflare:index/dnsRecord:DnsRecord":
      case "cloudflare:index/record:Record":
        return recordsOf(resource, cloudflareValues(resource.props));
      default:
        return [];
    }
  });
}

function recordsOf({ urn, parent, props }: StackResource, values: readonly string[]): StackRecord[] {
  // Route 53 accepts a name without its zone; `fqdn` is whole once the record exists.
  const name = textOf(props["fqdn"]) ?? textOf(props["name"]);
  const type = textOf(props["type"]);
  if (name === undefined || type === undefined) return [];
  return values.map((value) => ({
    urn,
    ...(parent === undefined ? {} : { parent }),
    zone: textOf(props["zoneId"]) ?? "",
    name: hostOf(name),
    type,
    value,
  }));
}

function route53Values({ type, records }: Record<string, unknown>): string[] {
  return textsOf(records).map((value) => {
    if (type === "TXT") return joinTxt(value.split('""'));
    return type === "MX" ? hostOf(value.replace(/^\d+\s+/, "")) : value;
  });
}

function cloudflareValues({ type, content, value, priority }: Record<string, unknown>): string[] {
  const text = textOf(content) ?? textOf(value);
  if (text === undefined) return [];
  if (type === "TXT") return [unquoted(text)];
  // The priority stands beside the host.
  return [type === "MX" && numberOf(priority) !== undefined ? hostOf(text) : text];
}

/** `"a" "b"` → `ab`; a text without quotes stands for itself. */
function unquoted(text: string): string {
  const strings = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, inner]) => (inner ?? "").replace(/\\(.)/g, "$1"));
  return strings.length === 0 ? text : joinTxt(strings);
}

export function hostOf(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
