/** What a sender needs to know of the sandbox. */
import type { Servers } from "../net";

/** A part of what `startServers` returns; also of a whole sandbox's `servers`. */
export interface SandboxNetwork {
  ca: Pick<Servers["ca"], "certPem">;
  dns: Pick<Servers["dns"], "server" | "address" | "port">;
  https: Pick<Servers["https"], "port">;
}
