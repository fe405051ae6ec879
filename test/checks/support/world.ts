import { emptyCloud } from "../../../sandbox/cloud/state";
import {
  hostFaults,
  startServers,
  type DnsFault,
  type DnsOverride,
  type HostOverride,
  type Servers,
} from "../../../sandbox/net";
import { checkDomain, openNetwork, type CheckOptions, type DomainReport } from "../../../src/checks";
import { policyId, renderStsRecord } from "../../../src/protocol";

/** The authoritative servers of every domain here. */
export const nameServers = ["ns1.other-hosts.test", "ns2.other-hosts.test"] as const;

export interface DnsFaultAt {
  server: string;
  name: string;
  type: string;
  fault: DnsFault;
  /** Only for queries that let the resolver validate. */
  unlessCheckingDisabled?: boolean;
}

/** One domain as it is on the internet; what is left out is as a clean domain has it. `%d` stands for the domain. */
export interface DomainSetup {
  /** Replaces the policy text; the id follows unless `records` gives another. */
  policy?: string;
  /** Replaces the records of these names ("_mta-sts", "@", …); an empty list removes them. */
  records?: Record<string, readonly string[]>;
  /** What the policy host does, over a good certificate and the policy. */
  host?: HostOverride;
  /** What one DNS server answers for a name ("_mta-sts", "@") and a type. */
  dns?: DnsFaultAt[];
  options?: Partial<CheckOptions>;
}

export const cleanPolicy = "version: STSv1\r\nmode: enforce\r\nmx: mx1.%d\r\nmx: mx2.%d\r\nmax_age: 604800\r\n";

export interface World {
  servers: Servers;
  /** Publishes a domain; the name is "<label>.test". */
  publish(label: string, setup: DomainSetup): string;
  /** Options that reach this world. */
  options(setup?: DomainSetup): CheckOptions;
  check(domain: string, setup?: DomainSetup): Promise<DomainReport>;
  close(): Promise<void>;
}

/** Servers on loopback with any number of domains in them. */
export async function startWorld(): Promise<World> {
  const servers = await startServers(emptyCloud());
  const { dns, https } = servers;
  const faults: DnsFaultAt[] = [];
  const override =
    (server: string): DnsOverride =>
    ({ name, type, checkingDisabled }) =>
      faults.find(
        (each) =>
          each.server === server &&
          each.name === name &&
          each.type === type &&
          !(checkingDisabled && each.unlessCheckingDisabled === true),
      )?.fault;
  for (const server of ["resolver", "a.parent-servers.test", ...nameServers])
    dns.overrides.set(server, override(server));

  const options = (setup: DomainSetup = {}): CheckOptions => ({
    dnsServer: dns.server,
    askAuthoritative: true,
    allowPrivate: true,
    ca: servers.ca.certPem,
    timeoutMs: 10_000,
    dnsTimeoutMs: 1500,
    ports: { https: https.port, dns: dns.port },
    ...setup.options,
  });
  return {
    servers,
    options,
    publish(label, setup) {
      const domain = `${label}.test`;
      const named = (text: string) => text.replaceAll("%d", domain);
      const full = (name: string) => (name === "@" ? domain : `${name}.${domain}`);
      const policy = named(setup.policy ?? cleanPolicy);
      const records: Record<string, readonly string[]> = {
        "@": ["300 MX 10 mx1.%d", "300 MX 20 mx2.%d"],
        mx1: ["300 A 127.0.0.1"],
        mx2: ["300 A 127.0.0.1"],
        "_mta-sts": [`300 TXT "${renderStsRecord(policyId(policy))}"`],
        "_smtp._tls": ['300 TXT "v=TLSRPTv1; rua=mailto:tls@%d"'],
        "mta-sts": ["300 A 127.0.0.1", "300 AAAA ::ffff:127.0.0.1"],
        ...setup.records,
      };
      for (const [name, texts] of Object.entries(records)) {
        dns.extraRecords.set(full(name), texts.map(named));
      }
      https.overrides.set(`mta-sts.${domain}`, { respond: hostFaults.plainText(policy), ...setup.host });
      for (const fault of setup.dns ?? []) faults.push({ ...fault, name: full(fault.name) });
      return domain;
    },
    check: (domain, setup) => checkDomain(domain, openNetwork(options(setup))),
    close: () => servers.close(),
  };
}

/** Rule → result, as a table row writes it. */
export function results(report: DomainReport): Record<string, string> {
  return Object.fromEntries(report.verdicts.map(({ rule, result }) => [rule, result]));
}
