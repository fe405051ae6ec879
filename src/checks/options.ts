import type { Endpoint } from "../net/endpoint";

/** How facts are collected. Everything has a default that fits the public internet. */
export interface CheckOptions {
  /** The one DNS server to ask (`127.0.0.1:5353`), for split networks and tests. Default: the system's, and the zone's own. */
  dnsServer?: string;
  /** Ask the zone's own servers although `dnsServer` is given. Default: false. */
  askAuthoritative?: boolean;
  /** Where HTTPS connects in place of the policy host; SNI and Host stay. */
  connectTo?: Endpoint;
  /** Roots to trust beside the usual ones, PEM. */
  ca?: string;
  /** Probe the MX hosts over SMTP. Default: false. */
  smtp?: boolean;
  /** Let private, loopback and link-local addresses be connected to. Default: false. */
  allowPrivate?: boolean;
  /** Milliseconds for one HTTPS or SMTP exchange. Default: 60000 for HTTPS (RFC 8461 §3.3), 10000 for SMTP. */
  timeoutMs?: number;
  /** Milliseconds to wait for one DNS reply. Default: 3000, or `timeoutMs` if that is less. */
  dnsTimeoutMs?: number;
  /** Ports other than 443, 25 and 53 (the zone's own servers). */
  ports?: { https?: number; smtp?: number; dns?: number };
}
