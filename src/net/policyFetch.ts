import { isIP } from "node:net";
import { addressRefusal } from "./addressPolicy";
import type { CertificateInfo, TlsProblem, TlsReason } from "./certificate";
import { recordsOf } from "./dnsRecord";
import { formatEndpoint, type Endpoint } from "./endpoint";
import { httpGet } from "./httpGet";
import { judgeResponse } from "./policyResponse";
import { resolverAt, type Resolver } from "./resolver";
import { connectTcp } from "./tcpConnect";
import { startTls } from "./tlsConnect";

/** RFC 8461 §3.3: senders may stop reading at 64 KB. */
export const maxPolicyBytes = 65536;
/** RFC 8461 §3.3: senders are advised to wait a minute. */
export const policyTimeoutMs = 60_000;
export const policyPath = "/.well-known/mta-sts.txt";

export interface PolicyRequest {
  /** `mta-sts.<domain>`: goes into SNI and Host, and the certificate must carry it. */
  host: string;
  /** Connect elsewhere, for example to the distribution's own name; a name is resolved. Default: the host, port 443. */
  connectTo?: Endpoint;
  /** Roots to trust beside the usual ones, PEM. */
  ca?: string;
  /** Milliseconds for everything together. Default: 60000 (RFC 8461 §3.3). */
  timeoutMs?: number;
  /** Who resolves names. Default: the system's DNS servers. */
  resolver?: Resolver;
  /** Default: `mta-sts-fetch`. Some hosts answer by it, which breaks senders. */
  userAgent?: string;
  /** Let private and loopback addresses be connected to. Default: only where `connectTo` names the address itself. */
  allowPrivate?: boolean;
}

export interface PolicyAnswer {
  host: string;
  /** The address that answered, with its port. */
  address: string;
  /** Milliseconds from start to end. */
  ms: number;
  status: number;
  /** As served, or "" where the header is missing. */
  contentType: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** The body, at most 64 KB. */
  bytes: Buffer;
  protocol: string;
  certificate: CertificateInfo;
}

interface Failed extends Partial<PolicyAnswer> {
  ok: false;
  host: string;
  ms: number;
  /** One sentence of what was seen, safe to print. */
  seen: string;
}

export type PolicyFailure =
  | (Failed & { kind: "dns" | "refusedAddress" | "timeout" | "http" })
  | (Failed & {
      kind: "connect";
      /** This machine has no way to such addresses (IPv6, mostly): says nothing about the host. */
      noRoute: boolean;
    })
  | (Failed & {
      kind: "tls";
      /** The first of the problems. */
      reason: TlsReason;
      problems: TlsProblem[];
    })
  | (Failed & { kind: "redirect"; location: string })
  | (Failed & { kind: "botChallenge"; service: string })
  | (Failed & { kind: "status" | "tooLarge" | "html" | "notText" | "encoded" });

/** What a sender gets: the policy's bytes, or one reason why it gets none (RFC 8461 §3.3). */
export type PolicyFetch = (PolicyAnswer & { ok: true; kind: "ok" }) | PolicyFailure;

/** Addresses to try before giving up. */
const maxAddresses = 4;
const connectTimeoutMs = 10_000;

/**
 * Fetches the policy as a sender would: HTTPS with a verified certificate, no redirect, no cache, status 200,
 * `text/plain`, at most 64 KB. Never throws: a failure is a value.
 *
 * @example
 * const fetched = await fetchPolicy({ host: "mta-sts.example.com" });
 * if (!fetched.ok) console.error(fetched.kind, fetched.seen);
 */
export async function fetchPolicy(request: PolicyRequest): Promise<PolicyFetch> {
  const { host, timeoutMs = policyTimeoutMs } = request;
  const started = performance.now();
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort();
  }, timeoutMs);
  try {
    const result = await attempt(request, deadline.signal);
    const ms = Math.round(performance.now() - started);
    if (!result.ok && deadline.signal.aborted) {
      const seen = `no complete answer from ${result.address ?? host} within ${timeoutMs / 1000} s`;
      return { ...result, kind: "timeout", ms, seen };
    }
    return { ...result, ms };
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(request: PolicyRequest, signal: AbortSignal): Promise<PolicyFetch> {
  const { host, ca, userAgent = "mta-sts-fetch" } = request;
  const target = request.connectTo ?? { host, port: 443 };
  const base = { ok: false as const, host, ms: 0 };
  const found = await untilAborted(addressesOf(target.host, request), signal);
  if (found === undefined) return { ...base, kind: "timeout", seen: "" };
  if (!found.ok) return { ...base, kind: found.kind, seen: found.reason };
  const refusals: string[] = [];
  let noRoute = true;
  for (const ip of found.addresses.slice(0, maxAddresses)) {
    const address = formatEndpoint({ host: ip, port: target.port });
    const tcp = await connectTcp({ host: ip, port: target.port }, connectTimeoutMs, signal);
    if (!tcp.ok) {
      noRoute &&= tcp.noRoute;
      refusals.push(`${address}: ${tcp.timedOut ? "no connection in time" : tcp.code}`);
      if (signal.aborted) return { ...base, address, kind: "timeout", seen: "" };
      continue;
    }
    const abandon = () => tcp.socket.destroy();
    signal.addEventListener("abort", abandon);
    try {
      const session = await startTls(tcp.socket, { host, ca });
      const { protocol, certificate, problems } = session;
      const problem = problems[0];
      if (problem || protocol === undefined || certificate === undefined) {
        session.socket.destroy();
        const seen = `${address}: ${problems.map((each) => each.seen).join("; ")}`;
        return { ...base, address, certificate, kind: "tls", reason: problem?.reason ?? "handshake", problems, seen };
      }
      const response = await httpGet(session.socket, {
        host,
        path: policyPath,
        userAgent,
        maxBytes: maxPolicyBytes,
        signal,
      });
      if (!response.ok) {
        return { ...base, address, certificate, protocol, kind: "http", seen: `${address}: ${response.code}` };
      }
      return judgeResponse(response, { host, address, protocol, certificate });
    } finally {
      signal.removeEventListener("abort", abandon);
    }
  }
  return { ...base, kind: "connect", noRoute, seen: `no connection to ${host}: ${refusals.join("; ")}` };
}

type Addresses = { ok: true; addresses: string[] } | { ok: false; kind: "dns" | "refusedAddress"; reason: string };

/** Where to connect. An address that the caller wrote down is meant; one from DNS must be public unless asked. */
async function addressesOf(host: string, { resolver = resolverAt(), allowPrivate }: PolicyRequest): Promise<Addresses> {
  if (isIP(host) !== 0) return { ok: true, addresses: [host] };
  // Never a question for DNS (RFC 6761 §6.3), and only the caller can have written it.
  if (host.toLowerCase() === "localhost") return { ok: true, addresses: ["127.0.0.1", "::1"] };
  const replies = await Promise.all([resolver.query(host, "A"), resolver.query(host, "AAAA")]);
  const addresses = replies.flatMap((reply) =>
    reply.ok ? [...recordsOf(reply.answers, "A"), ...recordsOf(reply.answers, "AAAA")].map(({ data }) => data) : [],
  );
  const usable = addresses.filter((address) => addressRefusal(address, allowPrivate) === undefined);
  if (usable.length > 0) return { ok: true, addresses: usable };
  const refused = addresses.map((address) => addressRefusal(address, allowPrivate))[0];
  if (refused !== undefined) return { ok: false, kind: "refusedAddress", reason: `${host}: ${refused}` };
  const failed = replies.find((reply) => !reply.ok);
  const missing = replies.some((reply) => reply.ok && reply.rcode === "NXDOMAIN")
    ? `${host} does not exist in DNS`
    : `${host} has no A or AAAA record`;
  return { ok: false, kind: "dns", reason: failed?.ok === false ? failed.reason : missing };
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return Promise.race([
    work,
    new Promise<undefined>((resolve) => {
      signal.addEventListener("abort", () => {
        resolve(undefined);
      });
    }),
  ]);
}
