import type { CloudflareZone } from "../../cloud";
import { bareName } from "../../cloud/names";
import type { Inputs } from "../inputs";
import type { Call, Lookup } from "../resourceType";
import { attempt } from "./attempt";
import { isDelegated, zoneProperties } from "./cloudflareZone";
import { getDnsRecords } from "./dnsRecordsLookup";

export const cloudflareLookups: Record<string, Lookup> = {
  "cloudflare:index/getZone:getZone": ({ cloud }, args) => {
    const zone = findZone(cloud, args);
    const filter = args.properties.filter;
    return {
      ...zoneProperties(zone, isDelegated(cloud, zone)),
      ...{ id: zone.id, zoneId: zone.id },
      ...(filter === undefined ? {} : { filter }),
    };
  },
  "cloudflare:index/getDnsRecords:getDnsRecords": getDnsRecords,
};

function findZone(cloud: Call["cloud"], args: Inputs): CloudflareZone {
  const filter = args.optionalBlock("filter");
  if (!filter) {
    const zoneId = args.optionalText("zoneId") ?? "";
    if (zoneId !== "") return attempt(() => cloud.cloudflareDns.getZone(zoneId));
    throw new Error("Invalid zone configuration: empty or null zone ID: zone_id resolved to an empty or null value.");
  }
  const [name, account] = [filter.optionalText("name"), filter.optionalBlock("account")?.optionalText("id")];
  const matches = cloud.cloudflareDns
    .listZones()
    .filter(
      (zone) => (name === undefined || zone.name === bareName(name)) && (account ?? zone.accountId) === zone.accountId,
    );
  const [match] = matches;
  if (match && matches.length === 1) return match;
  throw new Error(`failed to find exactly one result: ${matches.length} found`);
}
