/** The state of one sandbox cloud: what its services hold, as plain data. Rules live in the services, not here. */

/** A Route 53 record set: one name and type, many values, or an alias. */
export interface Route53RecordSet {
  name: string;
  type: string;
  /** Seconds; an alias has none of its own. */
  ttl?: number;
  /** TXT values as the user's strings, each a list of quoted strings in presentation form joined by a blank. */
  values: string[];
  alias?: { name: string; zoneId: string; evaluateTargetHealth?: boolean };
}

export interface HostedZone {
  id: string;
  name: string;
  private: boolean;
  nameServers: string[];
  recordSets: Route53RecordSet[];
  comment?: string;
  tags?: Record<string, string>;
}

/** A Cloudflare DNS record: several may share name and type. */
export interface CloudflareRecord {
  id: string;
  name: string;
  type: string;
  /** Seconds; 1 is "automatic". */
  ttl: number;
  content: string;
  priority?: number;
  proxied: boolean;
  comment?: string;
  /** Fields of a structured record (CAA, SRV), whose content the service writes. */
  data?: Record<string, string | number>;
  tags?: string[];
  createdOn?: string;
  modifiedOn?: string;
  /** The Worker custom domain that made this record and keeps it: nobody else may change it. */
  workerDomainId?: string;
}

export interface CloudflareZone {
  id: string;
  name: string;
  nameServers: string[];
  records: CloudflareRecord[];
  accountId?: string;
  /** Record tags and short TTLs hang on it. Default: "free". */
  plan?: "free" | "pro" | "business" | "enterprise";
}

export interface BucketObject {
  key: string;
  body: string;
  contentType: string;
  cacheControl?: string;
  etag: string;
  lastModified: Date;
  tags?: Record<string, string>;
}

export interface Bucket {
  name: string;
  region: string;
  tags: Record<string, string>;
  forceDestroy: boolean;
  /** The bucket policy document, JSON. */
  policy?: string;
  publicAccessBlock?: {
    blockPublicAcls: boolean;
    blockPublicPolicy: boolean;
    ignorePublicAcls: boolean;
    restrictPublicBuckets: boolean;
  };
  objects: Map<string, BucketObject>;
}

export interface Certificate {
  arn: string;
  region: string;
  domainName: string;
  subjectAlternativeNames: string[];
  status: "PENDING_VALIDATION" | "ISSUED" | "FAILED";
  /** Why it failed, as ACM names it. */
  failureReason?: string;
  issuedAt?: Date;
  validation: { domainName: string; name: string; type: "CNAME"; value: string }[];
  /** PEM, once issued: leaf then issuer. */
  chain?: string;
  key?: string;
  tags: Record<string, string>;
}

export interface OriginAccessControl {
  id: string;
  name: string;
  description?: string;
  originType?: string;
  signingBehavior?: string;
  signingProtocol?: string;
}

/** A CloudFront distribution, its configuration as the provider's inputs say it (camelCase of the Pulumi AWS provider). */
export interface Distribution {
  id: string;
  arn: string;
  domainName: string;
  aliases: string[];
  enabled: boolean;
  certificateArn?: string;
  defaultRootObject?: string;
  origins: { originId: string; domainName: string; originAccessControlId?: string }[];
  defaultCacheBehavior: {
    targetOriginId: string;
    allowedMethods: string[];
    cachePolicyId?: string;
    viewerProtocolPolicy: string;
    compress: boolean;
  };
  customErrorResponses: {
    errorCode: number;
    errorCachingMinTtl?: number;
    responseCode?: number;
    responsePagePath?: string;
  }[];
  minimumProtocolVersion?: string;
  tags: Record<string, string>;
  ipv6Enabled?: boolean;
  lastModified?: Date;
  etag?: string;
  callerReference?: string;
  /** The whole configuration as the provider's inputs say it, for what the fields above leave out. */
  configuration?: Record<string, unknown>;
}

export interface WorkerScript {
  accountId: string;
  name: string;
  content: string;
  mainModule: string;
  compatibilityDate?: string;
  bindings: { name: string; type: string; text?: string }[];
  createdOn?: string;
  modifiedOn?: string;
}

export interface WorkerCustomDomain {
  id: string;
  accountId: string;
  zoneId: string;
  hostname: string;
  service: string;
}

export interface WorkerRoute {
  id: string;
  zoneId: string;
  pattern: string;
  script: string;
}

export interface CloudState {
  hostedZones: Map<string, HostedZone>;
  cloudflareZones: Map<string, CloudflareZone>;
  /** Which zone the parent delegates a name to, by zone id: where two zones have one name, this one is served to resolvers. */
  delegations: Map<string, string>;
  buckets: Map<string, Bucket>;
  certificates: Map<string, Certificate>;
  originAccessControls: Map<string, OriginAccessControl>;
  distributions: Map<string, Distribution>;
  workerScripts: Map<string, WorkerScript>;
  workerCustomDomains: Map<string, WorkerCustomDomain>;
  workerRoutes: Map<string, WorkerRoute>;
}

export function emptyCloud(): CloudState {
  return {
    hostedZones: new Map(),
    cloudflareZones: new Map(),
    delegations: new Map(),
    buckets: new Map(),
    certificates: new Map(),
    originAccessControls: new Map(),
    distributions: new Map(),
    workerScripts: new Map(),
    workerCustomDomains: new Map(),
    workerRoutes: new Map(),
  };
}
