/** Clouds built by hand, for the tests of the sandbox's servers. */
import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { SecureVersion } from "node:tls";
import { type CloudState, type Distribution, emptyCloud } from "../../sandbox/cloud/state";
import { issueCertificate, type Servers } from "../../sandbox/net";

export const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
export const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
export const POLICY = "version: STSv1\r\nmode: testing\r\nmx: mx1.example.com\r\nmax_age: 604800\r\n";
const ARN = "arn:aws:cloudfront::123456789012:distribution/E1";

export function bucketPolicy(bucket: string, sourceArn = ARN): string {
  const resources = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: resources,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: ["s3:GetObject", "s3:ListBucket"],
        Resource: resources,
        Condition: { StringEquals: { "AWS:SourceArn": sourceArn } },
      },
    ],
  });
}

/** example.com on Route 53, its policy on CloudFront, configured as the component does it. */
export async function exampleCloud(id = "abc", policy = POLICY): Promise<CloudState> {
  const state = emptyCloud();
  const alias = { name: "d1.cloudfront.net", zoneId: "Z2FDTNDATAQYW2" };
  state.hostedZones.set("Z1", {
    id: "Z1",
    name: "example.com",
    private: false,
    nameServers: ["ns-1.awsdns-01.org", "ns-2.awsdns-02.net"],
    recordSets: [
      { name: "example.com", type: "MX", ttl: 300, values: ["10 mx1.example.com"] },
      { name: "_mta-sts.example.com", type: "TXT", ttl: 300, values: [`"v=STSv1; id=${id};"`] },
      { name: "_smtp._tls.example.com", type: "TXT", ttl: 300, values: ['"v=TLSRPTv1; rua=mailto:t@example.com"'] },
      { name: "mta-sts.example.com", type: "A", values: [], alias },
      { name: "mta-sts.example.com", type: "AAAA", values: [], alias },
    ],
  });
  state.delegations.set("example.com", "Z1");
  state.buckets.set("policy-bucket", {
    name: "policy-bucket",
    region: "eu-central-1",
    tags: {},
    forceDestroy: false,
    policy: bucketPolicy("policy-bucket"),
    publicAccessBlock: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    objects: new Map(),
  });
  putPolicy(state, policy);
  const { chain, key } = await issueCertificate(["mta-sts.example.com"]);
  state.certificates.set("C1", {
    arn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
    region: "us-east-1",
    domainName: "mta-sts.example.com",
    subjectAlternativeNames: ["mta-sts.example.com"],
    status: "ISSUED",
    validation: [],
    chain,
    key,
    tags: {},
  });
  state.originAccessControls.set("OAC1", { id: "OAC1", name: "mta-sts" });
  state.distributions.set("E1", distribution());
  return state;
}

export function putPolicy(state: CloudState, body: string, key = ".well-known/mta-sts.txt"): void {
  const etag = createHash("md5").update(body).digest("hex");
  const lastModified = new Date("2026-11-01T10:00:00Z");
  state.buckets.get("policy-bucket")?.objects.set(key, { key, body, contentType: "text/plain", etag, lastModified });
}

export function distribution(changes: Partial<Distribution> = {}): Distribution {
  return {
    id: "E1",
    arn: ARN,
    domainName: "d1.cloudfront.net",
    aliases: ["mta-sts.example.com"],
    enabled: true,
    certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
    defaultRootObject: "not-found",
    origins: [
      {
        originId: "s3",
        domainName: "policy-bucket.s3.eu-central-1.amazonaws.com",
        originAccessControlId: "OAC1",
      },
    ],
    defaultCacheBehavior: {
      targetOriginId: "s3",
      allowedMethods: ["GET", "HEAD"],
      cachePolicyId: CACHING_DISABLED,
      viewerProtocolPolicy: "https-only",
      compress: false,
    },
    customErrorResponses: [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map((errorCode) => ({
      errorCode,
      errorCachingMinTtl: 0,
    })),
    minimumProtocolVersion: "TLSv1.2_2021",
    tags: {},
    ...changes,
  };
}

export interface Fetched {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface GetOptions {
  method?: string;
  path?: string;
  host?: string;
  address?: string;
  headers?: Record<string, string>;
  maxVersion?: SecureVersion;
  /** Over TLS. Default: true. */
  secure?: boolean;
  /** Milliseconds of silence after which to give up. */
  timeout?: number;
}

/** A request as a careful client sends it: certificate checked against the sandbox's root, no redirects. */
export function get(servers: Servers, serverName: string, options: GetOptions = {}): Promise<Fetched> {
  const {
    method = "GET",
    path = "/.well-known/mta-sts.txt",
    host = serverName,
    address = "127.0.0.1",
    secure = true,
  } = options;
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? httpsRequest : httpRequest)(
      {
        ...{ host: address, method, path, headers: { host, ...options.headers }, agent: false },
        ...(secure
          ? { port: servers.https.port, servername: serverName, ca: servers.ca.certPem }
          : { port: servers.https.httpPort }),
        ...(options.maxVersion
          ? { minVersion: "TLSv1" as const, maxVersion: options.maxVersion, ciphers: "ALL@SECLEVEL=0" }
          : {}),
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", reject);
        answer.on("end", () => {
          const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
          resolve({
            status: answer.statusCode ?? 0,
            headers: Object.fromEntries(headers) as Record<string, string>,
            body: Buffer.concat(chunks).toString(),
          });
        });
      },
    );
    if (options.timeout !== undefined)
      outgoing.setTimeout(options.timeout, () => outgoing.destroy(new Error("timeout")));
    outgoing.on("error", reject).end();
  });
}
