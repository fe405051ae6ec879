import { openNetwork, rules, type DomainFacts } from "../../src/checks";
import { collectFacts } from "../../src/checks/collect/collectFacts";
import { leftOut, limits } from "../../src/checks/limits";
import type { SmtpProbe } from "../../src/net/smtpProbe";
import { startWorld, type World } from "./support/world";

let world: World;
let facts: DomainFacts;
beforeAll(async () => {
  world = await startWorld();
  facts = await collectFacts(world.publish("limits", {}), openNetwork(world.options()));
});
afterAll(() => world.close());

const numbered = (count: number, text: string) =>
  Array.from({ length: count }, (_, index) => text.replaceAll("#", String(index + 1)));

test("nothing is left out of an ordinary domain, and its report says nothing of limits", async () => {
  expect(leftOut(facts)).toEqual([]);
  expect(await world.check("limits.test")).not.toHaveProperty("leftOut");
});

test("a domain of many hosts and addresses is looked at as far as the limits go, and the report says what was left out", async () => {
  const domain = world.publish("limits-many", {
    policy: "version: STSv1\r\nmode: testing\r\nmx: *.%d\r\nmax_age: 604800\r\n",
    records: {
      "@": numbered(25, "300 MX # m#.%d"),
      ...Object.fromEntries(numbered(25, "m#").map((name) => [name, ["300 A 127.0.9.1"]])),
      m1: numbered(11, "300 A 127.0.9.#"),
      "mta-sts": numbered(9, "300 A 127.0.0.#"),
      "_smtp._tls": [`300 TXT "v=TLSRPTv1; rua=${numbered(12, "mailto:a#@%d").join(",")}"`],
    },
  });
  const report = await world.check(domain, { options: { smtp: true, ports: { ...world.options().ports, smtp: 1 } } });
  expect(report.leftOut).toEqual([
    `IPv4 addresses of mta-sts.${domain}: 8 of 9 were fetched from`,
    "addresses of the MX hosts: 20 of 25 were looked up",
    `addresses of m1.${domain}: 8 of 11 were probed`,
    "addresses in rua: 10 of 12 were looked up",
  ]);
  const seen = Object.fromEntries(report.verdicts.map(({ rule, seen: text }) => [rule, text]));
  // Of the eight addresses the sandbox listens at two.
  expect(seen["host-connects"]).toMatch(/, and 1 more$/);
  expect(seen["mx-covered"]).toBe("all 25 are covered");
  // m1 has eight of its eleven, the other nineteen hosts one each.
  expect(seen["smtp-reachable"]).toMatch(/, and 22 more$/);
});

test("a zone with more name servers than are asked is said to have them", () => {
  const own = { ok: true as const, names: numbered(14, "ns#.example.com"), asked: "ns1.example.com" };
  expect(leftOut({ ...facts, zone: { ...facts.zone, name: "example.com", own } })).toEqual([
    `name servers of example.com: ${limits.nameServers} of 14 were asked`,
  ]);
});

test("where --connect-to names the server, the addresses do not matter", () => {
  const ipv4 = numbered(30, "192.0.2.#");
  expect(leftOut({ ...facts, host: { ...facts.host, ipv4, connectTo: "edge.example:443" } })).toEqual([]);
});

describe("a machine without IPv6", () => {
  const reachable = rules.find(({ id }) => id === "smtp-reachable");
  const lost = (noRoute: boolean, address: string): SmtpProbe => ({
    ...{ host: "mx1.example.com", address, kind: "unreachable", timedOut: false, noRoute },
    seen: `no connection to ${address} (${noRoute ? "ENETUNREACH" : "ECONNREFUSED"})`,
  });
  const answers: SmtpProbe = { host: "mx1.example.com", address: "192.0.2.1:25", kind: "tls", problems: [] };
  const judged = (...smtp: SmtpProbe[]) => reachable?.judge({ ...facts, smtp });

  it("does not blame the MX host for it", () => {
    expect(judged(answers, lost(true, "[2001:db8::1]:25"))).toEqual({
      result: "pass",
      seen: "1 of 2 addresses answer",
    });
    expect(judged(lost(true, "[2001:db8::1]:25"))?.result).toBe("couldNotCheck");
    expect(judged(lost(false, "192.0.2.1:25"), lost(true, "[2001:db8::1]:25"))?.result).toBe("broken");
  });
});
