import * as fc from "fast-check";
import type { EntryFacts, ReportFacts } from "../../../src/reports/read/facts";
import { Ledger } from "../../../src/reports/read/ledger";

interface Said {
  domain: string | undefined;
  successes: number;
}

function factsOf(says: readonly Said[], start = 0, reportId = "1"): ReportFacts {
  const common = { type: "sts", typeName: "sts", policy: undefined, failures: 0, unexplained: 0, groups: [] } as const;
  return {
    label: "",
    organization: "",
    contactDomain: "a.example",
    reportId,
    start,
    end: start,
    trust: { evidence: true, identity: "a.example", reason: "" },
    entries: says.map((said): EntryFacts => ({ ...common, ...said })),
    disputed: false,
  };
}

const textOf = ({ start, entries }: ReportFacts, domains?: ReadonlySet<string | undefined>): string =>
  JSON.stringify([
    start,
    entries
      .filter(({ domain }) => domains?.has(domain) ?? true)
      .map(({ domain, successes }) => `${domain ?? "-"} ${successes}`)
      .sort(),
  ]);

/** The rule in so many words: each report beside each. */
function differ(a: ReportFacts, b: ReportFacts): boolean {
  if (textOf(a) === textOf(b)) return false;
  if (a.entries.length === 0 || b.entries.length === 0) return true;
  const ofB = new Set(b.entries.map(({ domain }) => domain));
  const shared = new Set(a.entries.map(({ domain }) => domain).filter((domain) => ofB.has(domain)));
  return shared.size > 0 && textOf(a, shared) !== textOf(b, shared);
}

const said = fc.record({
  domain: fc.constantFrom("a.example", "b.example", undefined),
  successes: fc.integer({ min: 0, max: 1 }),
});
const reports = fc.array(fc.tuple(fc.array(said, { maxLength: 3 }), fc.constantFrom(0, 0, 1)), { maxLength: 12 });

test("of one identity and id, what says the same is one, and what differs from any other is disputed", () => {
  fc.assert(
    fc.property(reports, (list) => {
      const ledger = new Ledger();
      const kept: ReportFacts[] = [];
      for (const [says, start] of list) {
        const facts = factsOf(says, start);
        const isKnown = kept.some((other) => textOf(other) === textOf(facts));
        const expected = isKnown ? "duplicate" : kept.some((other) => differ(other, facts)) ? "disputed" : "new";
        expect(ledger.add(facts)).toBe(expected);
        if (!isKnown) kept.push(facts);
      }
      for (const facts of kept) expect(facts.disputed).toBe(kept.some((other) => differ(other, facts)));
    }),
    { numRuns: 1000 },
  );
});

test.each<[string, (at: number) => Said[]]>([
  ["each of a domain of its own", (at) => [{ domain: `d${at}.example`, successes: 1 }]],
  [
    "each of one domain, and of one of its own",
    (at) => [
      { domain: "example.com", successes: 1 },
      { domain: `d${at}.example`, successes: 1 },
    ],
  ],
  ["each with another number", (at) => [{ domain: "example.com", successes: at }]],
  ["every other one without entries", (at) => (at % 2 === 0 ? [] : [{ domain: `d${at}.example`, successes: 1 }])],
])("10,000 reports of one id, %s, cost as much as of many", (_name, says) => {
  const ledger = new Ledger();
  const before = process.cpuUsage();
  for (let at = 0; at < 10_000; at++) ledger.add(factsOf(says(at), at % 2 === 0 ? at : 0));
  const { user, system } = process.cpuUsage(before);
  // A tenth of it here; comparing each with each took half a minute.
  expect((user + system) / 1e6).toBeLessThan(3);
});
