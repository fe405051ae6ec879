import type { DnsRecord as SdkRecord, DnsRecordArgs } from "@pulumi/cloudflare/dnsRecord";
import { getVersion } from "@pulumi/cloudflare/utilities";
import type { WorkersCustomDomainArgs } from "@pulumi/cloudflare/workersCustomDomain";
import type { WorkersRouteArgs } from "@pulumi/cloudflare/workersRoute";
import type { WorkersScript as SdkScript, WorkersScriptArgs } from "@pulumi/cloudflare/workersScript";
import { resourceClasses } from "./resourceClass";

const cloudflare = resourceClasses("cloudflare:index/", getVersion());

/** A DNS record. */
export const DnsRecord = cloudflare<DnsRecordArgs, Pick<SdkRecord, "name">>("dnsRecord:DnsRecord", { name: undefined });

/** A Worker's script. */
export const WorkersScript = cloudflare<WorkersScriptArgs, Pick<SdkScript, "scriptName">>(
  "workersScript:WorkersScript",
  { scriptName: undefined },
);
export type WorkersScript = InstanceType<typeof WorkersScript>;

/** Which requests of a zone go to a Worker. */
export const WorkersRoute = cloudflare<WorkersRouteArgs>("workersRoute:WorkersRoute", {});
export type WorkersRoute = InstanceType<typeof WorkersRoute>;

/** A host name that leads to a Worker, with a record and a certificate of its own. */
export const WorkersCustomDomain = cloudflare<WorkersCustomDomainArgs>("workersCustomDomain:WorkersCustomDomain", {});
export type WorkersCustomDomain = InstanceType<typeof WorkersCustomDomain>;
