import { MtaStsMode } from "../../src/protocol";
import type { TransitionFacts } from "../../src/rollout/facts";
import { formatAdvice, formatRefusal } from "../../src/rollout/formatFindings";
import { standingRules } from "../../src/rollout/rules/standingRules";
import { judgeStanding } from "../../src/rollout/transition";
import { facts, publish, published } from "./facts";

const amazon = ["ns-1.awsdns-01.net", "ns-2.awsdns-02.co.uk"];
const cloudflare = ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"];
const none = { mode: MtaStsMode.None, mx: [] as string[], maxAge: 86400 };

/** A program whose policy is live, as it should be. */
const steady = (part: Partial<TransitionFacts> = {}): TransitionFacts =>
  facts({
    next: publish(),
    live: { policy: published(), mx: { kind: "notAsked" } },
    zones: { own: amazon, delegated: amazon },
    ...part,
  });
const live = (policy: TransitionFacts["live"]["policy"]) => ({ live: { policy, mx: { kind: "notAsked" } as const } });
const serving = (part: Parameters<typeof published>[0]) => live({ ...published(part), id: published().id });
const windingDown = (since: string, after: string) =>
  steady({ ...live({ ...published(none), since }), next: publish(none), retire: { after } });

const rows: { name: string; facts: TransitionFacts; codes: string[] }[] = [
  { name: "a policy that is live", facts: steady(), codes: [] },
  {
    name: "a program that is not known yet, in a preview of a new zone",
    facts: facts({ next: publish(), ...live(published()) }),
    codes: [],
  },
  {
    name: "a domain that is still delegated to the zone that the program dropped",
    facts: steady({ zones: { own: cloudflare, delegated: amazon } }),
    codes: ["zone-dropped"],
  },
  {
    name: "the same the other way",
    facts: steady({ zones: { own: amazon, delegated: cloudflare } }),
    codes: ["zone-dropped"],
  },
  {
    name: "both zones, in the course of a move",
    facts: steady({ zones: { own: [...amazon, ...cloudflare], delegated: amazon } }),
    codes: [],
  },
  {
    name: "name servers of the domain's own, behind which anybody may be",
    facts: steady({ zones: { own: cloudflare, delegated: ["ns1.example.com"] } }),
    codes: [],
  },
  {
    name: "a delegation that could not be seen",
    facts: steady({ zones: { own: cloudflare, delegated: [] } }),
    codes: [],
  },
  {
    name: "a foreign record at the other zone",
    facts: steady({ ...live({ ...published(), id: "20260101" }), zones: { own: cloudflare, delegated: amazon } }),
    codes: [],
  },
  {
    name: "MX records in a zone that nobody asks, beside a foreign record",
    facts: steady({
      ...live({ ...published(), id: "20260101" }),
      ...{ zones: { own: cloudflare, delegated: amazon }, declaresMx: true },
    }),
    codes: ["zone-not-asked"],
  },
  {
    name: "MX records in a dropped zone",
    facts: steady({ zones: { own: cloudflare, delegated: amazon }, declaresMx: true }),
    codes: ["zone-dropped"],
  },
  {
    name: "MX records without a policy, in a zone that nobody asks",
    facts: facts({ declaresMx: true, zones: { own: cloudflare, delegated: amazon } }),
    codes: ["zone-not-asked"],
  },
  {
    name: "the program's id over a policy of another mode",
    facts: steady(serving({ mode: MtaStsMode.Enforce })),
    codes: ["id-serves-another-policy"],
  },
  {
    name: "the program's id over a policy for other hosts",
    facts: steady(serving({ mx: ["mx1.example.com", "mx2.example.com"] })),
    codes: ["id-serves-another-policy"],
  },
  {
    name: "the program's id over a policy of another max_age",
    facts: steady(serving({ maxAge: 86400 })),
    codes: ["id-serves-another-policy"],
  },
  {
    name: "the program's id over no policy at all",
    facts: steady(live({ state: "absent", why: "status 404", id: published().id })),
    codes: [],
  },
  {
    name: "another id, as while a deploy goes on",
    facts: steady(live(published({ maxAge: 86400 }))),
    codes: [],
  },
  {
    name: "none since the 20th, to be retired by a date of before",
    facts: windingDown("2026-11-20", "2026-11-10"),
    codes: ["retire-before-none"],
  },
  {
    name: "none since the 10th, to be retired by the date that its deploy printed",
    facts: windingDown("2026-11-10", "2026-11-18"),
    codes: [],
  },
  {
    name: "none since the 20th, to be retired later",
    facts: windingDown("2026-11-20", "2026-11-28"),
    codes: [],
  },
];

describe("judgeStanding", () => {
  test.each(rows)("$name: $codes", ({ facts: given, codes }) => {
    expect(judgeStanding(given).findings.map(({ code }) => code)).toEqual(codes);
  });

  test("says exactly this (the messages are the product)", () => {
    const messages = rows.flatMap(({ name, facts: given }) => {
      const { decision, findings } = judgeStanding(given);
      const text = decision === "refuse" ? formatRefusal(findings, given) : formatAdvice(findings).join("\n");
      return text === "" ? [] : [`## ${name}\n${text}`];
    });
    expect(messages.join("\n\n")).toMatchSnapshot();
  });

  test("has a row in this test for every rule", () => {
    const covered = new Set(rows.flatMap(({ codes }) => codes));
    expect(standingRules.map(({ code }) => code).filter((code) => !covered.has(code))).toEqual([]);
  });

  test("is lifted by an override for this id alone", () => {
    const given = steady(serving({ maxAge: 86400 }));
    const lifted = { ...given, override: { policyId: publish().id, reason: "meant" } };
    expect(judgeStanding(lifted).decision).toBe("advise");
    expect(formatAdvice(judgeStanding(lifted).findings)).toEqual([expect.stringContaining('("meant")')]);
    expect(judgeStanding({ ...given, override: { policyId: "other", reason: "meant" } }).decision).toBe("refuse");
  });

  test("names in its remedy a max_age that the limit allows", () => {
    const longest = { maxAge: 31557600 };
    const given = steady({ ...live({ ...published(), id: publish(longest).id }), next: publish(longest) });
    expect(judgeStanding(given).findings[0]?.remedy).toContain("(31557599)");
  });
});
