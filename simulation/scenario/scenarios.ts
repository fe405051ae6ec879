import * as fc from "fast-check";
import { intentKinds, type Death, type Intent, type IntentKind, type Scenario } from "./scenario";

const minute = 60;
const hour = 3600;
const day = 86400;
/** From the hasty correction to the yearly cleaning. */
const gaps = [minute, 5 * minute, 20 * minute, hour, 6 * hour, day, 3 * day, 8 * day];
export const maxAges = [day, 7 * day, 7 * day, 14 * day] as const;
const most = 9;

const death: fc.Arbitrary<Death> = fc.record({
  at: fc.nat(5),
  lost: fc.boolean(),
  then: fc.constantFrom("resume" as const, "resume" as const, "revert" as const),
  after: fc.constantFrom(2 * minute, hour, 9 * hour),
});

/** Enforcing comes often: without it nothing is at stake. */
const kinds: IntentKind[] = [...intentKinds, "enforce", "enforce", "addMx", "removeMx", "swapMx", "goBack"];

const intent: fc.Arbitrary<Intent> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    gap: fc.constantFrom(...gaps),
    variant: fc.nat(11),
    dies: fc.option(death, { nil: undefined, freq: 5 }),
  })
  .map(({ dies, ...wanted }) => (dies === undefined ? wanted : { ...wanted, dies }));

/**
 * Random operators. Most of them enforce after a testing period: that is where mail can be lost. Shrinks to fewer
 * intents.
 */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    salt: fc.integer({ min: 1, max: 0x7fffffff }),
    start: fc.constantFrom(...(["nothing", "nothing", "foreignTesting", "foreignEnforce", "quirky"] as const)),
    provider: fc.nat(3),
    mxTtl: fc.constantFrom(5 * minute, hour, 4 * hour, day),
    ownsMx: fc.boolean(),
    bad: fc.constantFrom(...(["none", "none", "none", "none", "one", "all"] as const)),
    zone: fc.constantFrom("route53" as const, "cloudflare" as const),
    host: fc.constantFrom("cloudfront" as const, "cloudflareWorker" as const),
    maxAge: fc.constantFrom(...maxAges),
    tests: fc.constantFrom(true, true, true, false),
    intents: fc.array(intent, { minLength: 1, maxLength: most }),
  })
  .map(({ tests, intents, ...rest }) => ({
    ...rest,
    // Whoever enforced before us has mended the hosts, or gets no mail anyway. A Worker needs Cloudflare's zone.
    bad: rest.start === "foreignEnforce" || rest.start === "quirky" ? "none" : rest.bad,
    zone: rest.host === "cloudflareWorker" ? "cloudflare" : rest.zone,
    intents: tests ? [{ kind: "enforce" as const, gap: 16 * day, variant: 0 }, ...intents] : intents,
  }));

/** The scenarios of a seed: the same ones, in the same order, everywhere. */
export function scenariosOf(seed: number, count: number): Scenario[] {
  return fc.sample(scenarios, { seed, numRuns: count });
}
