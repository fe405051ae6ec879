import { systemClock, type Clock } from "./clock";
import { networkLookups, type Lookups, type LookupSettings } from "./lookups";

/** What the guards see of the world. */
export interface Surroundings {
  /** Look-ups through this DNS server, or through the authoritative ones. */
  lookups: (resolver: string | undefined) => Lookups;
  clock: Clock;
}

/**
 * Where a sandbox puts the internet, as JSON: the fields of {@link LookupSettings}, and `speed`, by which its time runs
 * faster. For tests of programs only: whoever can set a deployment's environment can do anything to it anyway.
 */
export const sandboxVariable = "PULUMI_MTA_STS_SANDBOX";

interface SandboxSettings extends LookupSettings {
  speed?: number;
}

let replaced: Surroundings | undefined;

/** Puts another world in place of the real one, for a simulation in this process; undefined takes it away. */
export function replaceSurroundings(surroundings: Surroundings | undefined): void {
  replaced = surroundings;
}

/** The world of this deployment. */
export function currentSurroundings(): Surroundings {
  if (replaced !== undefined) return replaced;
  const settings = process.env[sandboxVariable];
  if (settings === undefined || settings === "")
    return { lookups: (resolver) => networkLookups(resolver === undefined ? {} : { resolver }), clock: systemClock };
  const { speed = 1, ...network } = JSON.parse(settings) as SandboxSettings;
  return {
    lookups: (resolver) => networkLookups({ ...network, ...(resolver === undefined ? {} : { resolver }) }),
    clock: fasterClock(speed),
  };
}

function fasterClock(speed: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * speed,
    sleep: (milliseconds) => systemClock.sleep(milliseconds / speed),
  };
}
