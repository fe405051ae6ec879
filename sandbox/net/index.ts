/** The sandbox's internet on loopback: DNS and HTTPS over the state of a cloud, with a private certificate authority. */
import type { CloudState } from "../cloud/state";
import { type CertificateAuthority, sharedCa } from "./ca";
import { type SandboxDns, startDns } from "./dns";
import type { RecordTexts } from "./dns/extraRecords";
import { type SandboxHttps, startHttps } from "./https";

export { type CertificateAuthority, createCa, type IssuedCertificate, type IssueOptions, sharedCa } from "./ca";
export * as certificateFaults from "./certificateFaults";
export { RESOLVER, type SandboxDns } from "./dns";
export { EXTRA_NAME_SERVERS, type RecordTexts } from "./dns/extraRecords";
export type { DnsFault, DnsOverride } from "./dns/override";
export { PARENT_NAME_SERVER } from "./dns/parentZone";
export type { SandboxHttps } from "./https";
export type { AccessLogEntry, TlsFailure } from "./https/accessLog";
export * as hostFaults from "./https/hostFaults";
export type { HostOverride, Responder } from "./https/hostOverride";

export interface ServerOptions {
  /** Default: the authority of this process, so that a cloud can have issued from it already. */
  ca?: CertificateAuthority;
  /** Records beside the cloud's: `{ "mx1.example.com": ["A 127.0.0.1"] }`. */
  extraRecords?: RecordTexts;
  /** Milliseconds, for CloudFront's cache. Default: the system's clock. */
  now?: () => number;
}

export interface Servers {
  ca: CertificateAuthority;
  dns: SandboxDns;
  https: SandboxHttps;
  close(): Promise<void>;
}

/**
 * Serves a cloud as it is at each question and request; the state may change at any time.
 *
 * @example
 * const servers = await startServers(cloud.state);
 * const policy = await fetchAsSender(servers, "example.com");
 * await servers.close();
 */
export async function startServers(state: CloudState, options: ServerOptions = {}): Promise<Servers> {
  const ca = options.ca ?? (await sharedCa());
  const https = await startHttps(state, { ca, ...(options.now ? { now: options.now } : {}) });
  const dns = await startDns(state, {
    edges: https.edges,
    ...(options.extraRecords ? { extraRecords: options.extraRecords } : {}),
  });
  return {
    ca,
    dns,
    https,
    async close() {
      await Promise.all([dns.close(), https.close()]);
    },
  };
}

/** The certificate that the sandbox's ACM issues for these names: leaf and issuer, and the key, in PEM. */
export async function issueCertificate(names: readonly string[]): Promise<{ chain: string; key: string }> {
  return (await sharedCa()).issue(names);
}
