import { awsLookups } from "./aws/lookups";
import { bucket } from "./aws/bucket";
import { bucketObject } from "./aws/bucketObject";
import { bucketPolicy } from "./aws/bucketPolicy";
import { bucketPublicAccessBlock } from "./aws/bucketPublicAccessBlock";
import { certificate } from "./aws/certificate";
import { certificateValidation } from "./aws/certificateValidation";
import { distribution } from "./aws/distribution";
import { originAccessControl } from "./aws/originAccessControl";
import { record } from "./aws/record";
import { zone } from "./aws/zone";
import { cloudflareLookups } from "./cloudflare/lookups";
import { cloudflareZone } from "./cloudflare/cloudflareZone";
import { dnsRecord } from "./cloudflare/dnsRecord";
import { workersCustomDomain } from "./cloudflare/workersCustomDomain";
import { workersRoute } from "./cloudflare/workersRoute";
import { workersScript } from "./cloudflare/workersScript";
import type { Lookup, ResourceType } from "./resourceType";

const types: ResourceType[] = [
  ...[bucket, bucketObject, bucketPolicy, bucketPublicAccessBlock],
  ...[certificate, certificateValidation, distribution, originAccessControl, record, zone],
  ...[cloudflareZone, dnsRecord, workersCustomDomain, workersRoute, workersScript],
];

/** Every resource type of the sandbox, by token. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(types.map((type) => [type.token, type]));

/** Every look-up of the sandbox, by token. */
export const lookups: ReadonlyMap<string, Lookup> = new Map(Object.entries({ ...awsLookups, ...cloudflareLookups }));
