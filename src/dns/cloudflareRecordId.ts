import { getDnsRecords } from "@pulumi/cloudflare/getDnsRecords";
import * as pulumi from "@pulumi/pulumi";
import type { LiveRecord } from "../rollout/existingRecords";
import { cloudflareImportId } from "../rollout/importCommand";

/** Where a record is looked for. */
export interface RecordPlace {
  zoneId: pulumi.Input<string>;
  name: string;
  parent: pulumi.Resource;
  provider?: pulumi.ProviderResource;
}

/**
 * The id under which an existing record is imported; undefined where the zone does not hold it or may not be listed. Several
 * records may share a name and type, so the value decides.
 */
export async function cloudflareRecordId(place: RecordPlace, live: LiveRecord): Promise<string | undefined> {
  const zoneId = await new Promise<string>((resolve) => pulumi.output(place.zoneId).apply(resolve));
  const { name, parent, provider } = place;
  const found = await getDnsRecords({ zoneId, name: { exact: name }, type: live.type }, { parent, provider }).catch(
    () => undefined,
  );
  const record = found?.results.find(({ content, priority }) => valueOf(live.type, content, priority) === live.value);
  return record === undefined ? undefined : cloudflareImportId(zoneId, record.id);
}

/** As a name server gives it. */
function valueOf(type: string, content: string, priority: number | undefined): string {
  if (type === "MX") return `${priority ?? 0} ${content}`;
  if (type !== "TXT") return content;
  const strings = [...content.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) => text);
  return strings.length === 0 ? content : strings.join("");
}
