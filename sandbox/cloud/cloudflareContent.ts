import { bareName, liesIn } from "./names";
import { CloudflareRecord } from "./state";
import { formatStrings, quotedStrings } from "./txtStrings";

// What Cloudflare makes of a record that it is given: the reason for permanent diffs of inputs in another form.

/** `@` is the zone; a name outside of the zone gets the zone's name appended. */
export function recordName(zone: string, name: string): string {
  const bare = bareName(name);
  if (bare === "@" || bare === "") return zone;
  return liesIn(bare, zone) ? bare : `${bare}.${zone}`;
}

/** Host names lose the trailing dot and their capitals, TXT gets quotes and strings of at most 255 characters. */
export function normalizeContent(record: Pick<CloudflareRecord, "type" | "content" | "data">): string {
  switch (record.type) {
    case "CNAME":
    case "MX":
    case "NS":
    case "PTR":
      return bareName(record.content.trim());
    case "TXT":
      return formatStrings((quotedStrings(record.content) ?? [escape(record.content)]).flatMap(split));
    case "CAA":
      return record.data === undefined ? record.content : caaContent(record.data);
    default:
      return record.content;
  }
}

function escape(text: string): string {
  return text.replace(/["\\]/g, "\\$&");
}

function split(string: string): string[] {
  return string.match(/(?:\\\d{3}|\\.|[^\\]){1,255}/gs) ?? [""];
}

function caaContent(data: NonNullable<CloudflareRecord["data"]>): string {
  return `${data.flags ?? 0} ${data.tag ?? ""} "${data.value ?? ""}"`;
}
