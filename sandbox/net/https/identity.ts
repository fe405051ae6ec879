/** Which certificate an edge shows for a server name, as the cloud says it. */
import type { CloudState } from "../../cloud/state";
import type { CertificateAuthority, IssuedCertificate } from "../ca";
import { normalName } from "../dns/names";
import { certificateNames } from "./cloudflare/routing";
import { certificateOf, distributionFor } from "./cloudfront/distributionFor";
import type { EdgeName } from "./exchange";
import { type HostOverrides, overrideFor } from "./hostOverride";
import type { TlsChoice, TlsIdentity } from "./tlsFront";

export interface IdentityWorld {
  state: CloudState;
  issue: (names: readonly string[]) => Promise<IssuedCertificate>;
  overrides: HostOverrides;
}

/** The cloud's choice, changed by what a test says about the host. */
export async function chooseIdentity(
  world: IdentityWorld,
  edge: EdgeName,
  serverName: string | undefined,
): Promise<TlsChoice> {
  const override = serverName === undefined ? undefined : overrideFor(world.overrides, serverName, edge);
  if (override?.connection) return override.connection;
  const identity = await cloudIdentity(world, edge, serverName);
  if (!override || serverName === undefined) return identity;
  const certificate = override.certificate ?? identity?.certificate ?? (await world.issue([serverName]));
  const { minVersion = identity?.minVersion, maxVersion } = override;
  return { certificate, minVersion, maxVersion };
}

/** `undefined`: the edge knows no such host and fails the handshake. */
async function cloudIdentity(
  { state, issue }: Omit<IdentityWorld, "overrides">,
  edge: EdgeName,
  serverName: string | undefined,
): Promise<TlsIdentity | undefined> {
  if (edge === "cloudflare") {
    const names = serverName === undefined ? undefined : certificateNames(state, serverName);
    return names && { certificate: await issue(names) };
  }
  if (serverName === undefined) return { certificate: await issue(["*.cloudfront.net"]) };
  const distribution = distributionFor(state, serverName);
  if (!distribution) return undefined;
  const minVersion = minimumVersion(distribution.minimumProtocolVersion);
  if (normalName(distribution.domainName) === serverName)
    return { certificate: await issue(["*.cloudfront.net"]), minVersion };
  const certificate = certificateOf(state, distribution);
  if (!certificate) return { certificate: await issue(["*.cloudfront.net"]), minVersion };
  const { chain, key, domainName, subjectAlternativeNames } = certificate;
  if (chain !== undefined && key !== undefined) return { certificate: { chain, key }, minVersion };
  return { certificate: await issue([...new Set([domainName, ...subjectAlternativeNames])]), minVersion };
}

/** CloudFront names its security policies after the oldest version they take: "TLSv1.2_2021". */
function minimumVersion(policy: string | undefined): TlsIdentity["minVersion"] {
  const version = /^TLSv1(?:\.(\d))?/.exec(policy ?? "TLSv1");
  switch (version?.[1]) {
    case "3":
      return "TLSv1.3";
    case "2":
      return "TLSv1.2";
    case "1":
      return "TLSv1.1";
    default:
      return "TLSv1"; // also SSLv3, which OpenSSL has no more
  }
}

/** One certificate for each set of names, kept. */
export function keepingIssuer(ca: CertificateAuthority): IdentityWorld["issue"] {
  const issued = new Map<string, Promise<IssuedCertificate>>();
  return (names) => {
    const key = names.join(" ");
    const certificate = issued.get(key) ?? ca.issue(names);
    issued.set(key, certificate);
    return certificate;
  };
}
