// The package as programs load it, which is what the bench measures.
import { replaceSurroundings } from "../../dist/rollout/surroundings";
import type { Lookups } from "../../dist/rollout/lookups";
import { systemClock } from "../../dist/rollout/clock";

/**
 * A world that answers the guards at once: no record is there yet, and mail goes to the policy's hosts. A flat program asks
 * nothing, and the time that name servers take is theirs.
 */
export function quietWorld(): void {
  const lookups: Lookups = {
    mx: (domain) =>
      Promise.resolve({
        ...{ kind: "hosts", domain, ignored: [], nullBesideOthers: false, servers: [] },
        hosts: ["mx1", "mx2"].map((name) => ({ host: `${name}.${domain}`, preference: 10, ttl: 300 })),
      }),
    txt: (name) =>
      Promise.resolve({ ok: true, name, texts: [], exists: false, chain: [], besideCname: false, servers: [] }),
    name: () => Promise.resolve({ ok: true, records: [], servers: [] }),
    policy: notThere,
    policyAt: notThere,
    policyEverywhere: notThere,
  };
  replaceSurroundings({ lookups: () => lookups, clock: systemClock });
}

const notThere: Lookups["policy"] = (host) =>
  Promise.resolve({ ok: false, kind: "dns", host, ms: 0, seen: `${host} does not exist` });
