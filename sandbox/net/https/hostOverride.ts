/** What a test makes one host do, whatever the cloud says; also a host of its own, outside of any cloud. */
import type { SecureVersion } from "node:tls";
import type { IssuedCertificate } from "../ca";
import type { EdgeName, EdgeRequest, EdgeResponse } from "./exchange";

/** `next` gives the true answer, so that an override can change just a part of it. */
export type Responder = (
  request: EdgeRequest,
  next: () => Promise<EdgeResponse>,
) => EdgeResponse | Promise<EdgeResponse>;

export interface HostOverride {
  /** On one edge only. Default: wherever the host is asked for. */
  edge?: EdgeName;
  /** In place of the host's own. Default: the cloud's; a host that the cloud does not know gets a good one. */
  certificate?: IssuedCertificate;
  minVersion?: SecureVersion;
  maxVersion?: SecureVersion;
  /** "reset" closes each connection before the handshake, "silent" never answers one. */
  connection?: "reset" | "silent";
  respond?: Responder;
}

export type HostOverrides = Map<string, HostOverride>;

export function overrideFor(overrides: HostOverrides, host: string, edge: EdgeName): HostOverride | undefined {
  const found = overrides.get(host);
  return found && (found.edge === undefined || found.edge === edge) ? found : undefined;
}
