import type { Command } from "commander";
import type { CheckOptions } from "../checks";
import type { Endpoint } from "../net/endpoint";
import { endpoint, ports } from "./parseOption";
import { readCa } from "./readCa";

/** How a command reaches the network, as commander gives it. */
export interface NetworkFlags {
  dnsServer?: string;
  authoritative?: boolean;
  connectTo?: Endpoint;
  ca?: string;
  allowPrivate?: boolean;
  /** Milliseconds. */
  timeout?: number;
  ports?: { https?: number; smtp?: number; dns?: number };
}

/** The options for split networks and tests, the same for each command that looks at a domain. */
export function addNetworkOptions(command: Command): Command {
  return command
    .option("--dns-server <address[:port]>", "ask this DNS server, and no other")
    .option("--authoritative", "with --dns-server: ask the zone's own servers all the same")
    .option("--connect-to <host:port>", "connect there instead of to the policy host", endpoint)
    .option("--ca <file>", "trust the certificates in this PEM file as well")
    .option("--allow-private", "let private, loopback and link-local addresses be connected to")
    .option("--ports <list>", "other ports than https=443,smtp=25,dns=53", ports);
}

/** @throws Error if the file of `--ca` is not what it should be */
export function networkOptions(flags: NetworkFlags): CheckOptions {
  const { dnsServer, authoritative, connectTo, ca, allowPrivate, timeout, ports: otherPorts } = flags;
  return {
    dnsServer,
    askAuthoritative: authoritative,
    connectTo,
    ca: ca === undefined ? undefined : readCa(ca),
    allowPrivate,
    timeoutMs: timeout,
    ports: otherPorts,
  };
}
