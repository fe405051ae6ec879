import type { Route53RecordSet } from "../../cloud";
import { bareName } from "../../cloud/names";
import { quotedStrings } from "../../cloud/txtStrings";
import type { Inputs } from "../inputs";
import { Properties, Value } from "../values";
import { providerError } from "./attempt";

// How the provider's Record differs from the API's record set.

/**
 * Appends the zone's name to a name outside of the zone, silently. The provider compares endings without the dot, so
 * "badexample.com" passes for a name in "example.com", and the service refuses it.
 */
export function expandRecordName(name: string, zone: string): string {
  const bare = bareName(name);
  if (bare.endsWith(zone)) return bare;
  return bare === "" ? zone : `${bare}.${zone}`;
}

/** TXT values get one pair of quotes around them, whatever is in them. */
export function toRoute53Values(type: string, records: readonly string[]): string[] {
  return type === "TXT" || type === "SPF" ? records.map((value) => `"${value}"`) : [...records];
}

/** The way back: the outer quotes go. A value that the program wrote with other blanks between strings stays as it is. */
export function fromRoute53Values(set: Route53RecordSet, written: Value | undefined): string[] {
  const spelled = new Map<string, string>();
  for (const value of Array.isArray(written) ? written : []) {
    if (typeof value === "string") spelled.set(JSON.stringify(quotedStrings(`"${value}"`)), value);
  }
  if (set.type !== "TXT" && set.type !== "SPF") return set.values;
  return set.values.map((value) => {
    const outer = value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
    return spelled.get(JSON.stringify(quotedStrings(value))) ?? outer;
  });
}

export function recordId(inputs: Inputs): string {
  return `${inputs.text("zoneId")}_${bareName(inputs.text("name"))}_${inputs.text("type")}`;
}

/** `ZONEID_NAME_TYPE` on import; later the state knows. Names may hold underscores. */
export function parseRecordId(id: string, state: Properties): { zoneId: string; name: string; type: string } {
  const { zoneId, name, type } = state;
  if (typeof zoneId === "string" && typeof name === "string" && typeof type === "string") return { zoneId, name, type };
  const match = /^(?<zoneId>[^_]+)_(?<name>.*?)\.?_(?<type>[A-Z]+)$/.exec(id);
  const { zoneId: zone = "", name: host = "", type: kind = "" } = match?.groups ?? {};
  if (match) return { zoneId: zone, name: host, type: kind };
  throw providerError(
    `unexpected format of ID ("${id}"), expected ZONEID_RECORDNAME_TYPE_SET-IDENTIFIER (e.g. Z4KAPRWWNC7JR_dev.example.com_NS_dev), where SET-IDENTIFIER is optional`,
  );
}
