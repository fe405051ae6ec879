import { addressTtl } from "../deploy/delays";
import type { HostKind, Intent, ZoneKind } from "../scenario/scenario";
import { propagation } from "../senders/bounds";
import { delegationTtl, type RecordName } from "../world/world";
import type { Operator } from "./operator";
import type { Step } from "./step";

const minute = 60;
const hour = 3600;
const recordNames: readonly RecordName[] = ["sts", "tlsRpt", "address", "mx"];
/** So often a person looks whether the new zone is ready. */
const mostTries = 24;

/** To the other host: at once, and where that is refused with both hosts in between. */
export function moveHost(operator: Operator, _intent: Intent, at: number): Step[] {
  const { program, strategy, clock } = operator;
  const [from] = program.hosts;
  const to: HostKind = from === "cloudfront" ? "cloudflareWorker" : "cloudfront";
  // A Worker is reached through a zone at Cloudflare alone.
  if (from === undefined || (to === "cloudflareWorker" && program.zones.join() !== "cloudflare")) return [];
  const wait = addressTtl("cloudflare") + propagation;
  const quiet = (): void => {
    operator.quietUntil = Math.max(operator.quietUntil, clock.seconds + wait);
  };
  const drop = (): Step[] => {
    quiet();
    const dropAt = (at: number): Step => ({
      at,
      change: (now) => ({ ...now, hosts: [to] }),
      remedies: { "host-dropped-early": () => [dropAt(clock.seconds + wait)] },
    });
    return [dropAt(clock.seconds + (strategy.heedsAdvice ? wait : minute))];
  };
  const both = (): Step[] => [
    { at: clock.seconds + minute, change: (now) => ({ ...now, hosts: [to, from] }), then: drop },
  ];
  return [
    { at, change: (now) => ({ ...now, hosts: [to] }), then: () => (quiet(), []), remedies: { "host-dropped": both } },
  ];
}

/** To the other DNS service: at once, and where that is refused with both zones until everybody asks the new one. */
export function moveZone(operator: Operator, _intent: Intent, at: number): Step[] {
  const { program, strategy, clock, world } = operator;
  const [from] = program.zones;
  const to: ZoneKind = from === "route53" ? "cloudflare" : "route53";
  if (from === undefined || program.zones.length > 1 || program.hosts.includes("cloudflareWorker")) return [];
  const delegate = (tries = 0): Step => ({
    at: clock.seconds + hour,
    byHand: () => {
      if (strategy.heedsAdvice && !answersAlike(operator, to)) {
        if (tries < mostTries) operator.plan([delegate(tries + 1)]);
        return;
      }
      world.delegation.set(clock.seconds, to, []);
      if (operator.program.zones.length > 1)
        operator.plan([
          {
            at: clock.seconds + (strategy.heedsAdvice ? delegationTtl + propagation : minute),
            change: (now) => ({ ...now, zones: [to] }),
          },
        ]);
    },
    change: () => undefined,
  });
  const copyMx = (): void => {
    if (operator.program.exchangers !== undefined) return;
    world.setRecord(clock.seconds, to, "mx", { values: operator.mxHosts, ttl: operator.scenario.mxTtl }, 0);
  };
  const both = (): Step[] => [
    {
      at: clock.seconds + minute,
      byHand: copyMx,
      change: (now) => ({ ...now, zones: [from, to] }),
      then: () => [delegate()],
    },
  ];
  return [
    {
      at,
      byHand: copyMx,
      change: (now) => ({ ...now, zones: [to] }),
      then: () => [delegate()],
      remedies: { "record-in-other-zone": both, "zone-dropped": both, "zone-not-asked": both },
    },
  ];
}

/** Whether the new zone says what the live one says, as a person makes sure of who moves a delegation. */
function answersAlike({ world }: Operator, to: ZoneKind): boolean {
  const from = world.delegation.latest;
  return recordNames.every((name) => {
    const { values } = world.latest(from, name);
    return values.length === 0 || values.join() === world.latest(to, name).values.join();
  });
}
