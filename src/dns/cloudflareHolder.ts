import { getDnsRecords } from "@pulumi/cloudflare/getDnsRecords";
import * as pulumi from "@pulumi/pulumi";
import type { AddressHolder } from "../rollout/hooks";
import { cloudflareImportId } from "../rollout/importCommand";
import type { RecordPlace } from "./cloudflareRecordId";

/**
 * What holds the address of a name; undefined where nothing does, or the zone may not be listed. DNS does not tell: a
 * proxied record and a Worker's custom domain both answer with the edge's addresses.
 */
export async function cloudflareHolder(place: RecordPlace): Promise<AddressHolder | undefined> {
  const { name, parent, provider } = place;
  const zoneId = await new Promise<string>((resolve) => pulumi.output(place.zoneId).apply(resolve));
  const found = await getDnsRecords({ zoneId, name: { exact: name } }, { parent, provider }).catch(() => undefined);
  const record = found?.results.find(({ type }) => ["A", "AAAA", "CNAME"].includes(type));
  if (record === undefined) return undefined;
  if (isManaged(record.meta)) return { kind: "workerDomain" };
  return { kind: "record", type: record.type, importId: cloudflareImportId(zoneId, record.id) };
}

/** Cloudflare notes in a record's metadata which Worker it belongs to. */
function isManaged(meta: string | undefined): boolean {
  return meta !== undefined && meta.includes('"origin_worker_id"');
}
