import type { Answer } from "dns-packet";
import { liveMx } from "../../src/net/liveMx";
import { resolverAt } from "../../src/net/resolver";
import { a, cname, fromTable, mx, ns, tinyDns, txt, type TinyDns } from "./support/tinyDns";
import { liveTxt } from "../../src/net/liveTxt";

const servers: TinyDns[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** One explicit server with these records. */
async function split(table: Record<string, Answer[]>) {
  const server = await tinyDns(fromTable(table));
  servers.push(server);
  return resolverAt(server.server, { timeoutMs: 300, tries: 1 });
}

/** A recursive server that knows the delegation, and two servers of the zone with tables of their own. */
async function zone(first: Record<string, Answer[]>, second: Record<string, Answer[]> | undefined, extra = {}) {
  const one = await tinyDns(fromTable(first), "127.0.0.2");
  const two = await tinyDns(second ? fromTable(second) : () => undefined, "127.0.0.3", one.port);
  const recursive = await tinyDns(
    fromTable({
      "example.com NS": [ns("example.com", "ns1.host.example"), ns("example.com", "ns2.host.example")],
      "_mta-sts.example.com TXT": [txt("_mta-sts.example.com", "stale cache")],
      "ns1.host.example A": [a("ns1.host.example", "127.0.0.2")],
      "ns2.host.example A": [a("ns2.host.example", "127.0.0.3")],
      ...extra,
    }),
  );
  servers.push(one, two, recursive);
  return {
    resolver: resolverAt(recursive.server, { timeoutMs: 300, tries: 1 }),
    options: { always: true, allowPrivate: true, port: one.port, timeoutMs: 300 },
  };
}

describe("live MX", () => {
  test("hosts come by preference, then name", async () => {
    const resolver = await split({
      "example.com MX": [
        mx("example.com", 20, "b.example"),
        mx("example.com", 10, "c.example"),
        mx("example.com", 20, "a.example"),
      ],
    });
    const live = await liveMx("example.com", resolver);
    expect(live).toMatchObject({ kind: "hosts", ignored: [], nullBesideOthers: false });
    expect(live.hosts).toEqual([
      { host: "c.example", preference: 10, ttl: 300 },
      { host: "a.example", preference: 20, ttl: 300 },
      { host: "b.example", preference: 20, ttl: 300 },
    ]);
  });

  test.each<[string, Record<string, Answer[]>, object]>([
    [
      "without MX the domain itself takes mail",
      { "example.com A": [a("example.com", "192.0.2.1")] },
      { kind: "implicit", hosts: [{ host: "example.com" }] },
    ],
    ["a null MX takes none", { "example.com MX": [mx("example.com", 0, ".")] }, { kind: "null", hosts: [] }],
    [
      "a null MX beside a host is skipped and told",
      { "example.com MX": [mx("example.com", 0, "."), mx("example.com", 1, "a.example")] },
      { kind: "hosts", hosts: [{ host: "a.example" }], nullBesideOthers: true },
    ],
    [
      "a domain that does not exist is absent",
      {},
      { kind: "absent", hosts: [], reason: "example.com does not exist in DNS" },
    ],
    [
      "names that only prove ownership are ignored",
      {
        "example.com MX": [
          mx("example.com", 1, "smtp.google.com"),
          mx("example.com", 15, "x1.mx-verification.google.com"),
          mx("example.com", 99, "ms123.msv1.invalid"),
        ],
      },
      {
        kind: "hosts",
        hosts: [{ host: "smtp.google.com" }],
        ignored: ["x1.mx-verification.google.com", "ms123.msv1.invalid"],
      },
    ],
    [
      "the MX of a domain that is a CNAME are its target's",
      { "example.com CNAME": [cname("example.com", "other.example"), mx("other.example", 1, "m.example")] },
      { kind: "hosts", hosts: [{ host: "m.example" }] },
    ],
  ])("%s", async (_, table, expected) => {
    const live = await liveMx("example.com", await split(table));
    expect(live).toMatchObject(expected);
    expect(live).not.toHaveProperty("disagreement");
  });

  test("a dead server is a failure with a reason, not an exception and not an empty set", async () => {
    const server = await tinyDns(() => undefined);
    servers.push(server);
    expect(await liveMx("example.com", resolverAt(server.server, { timeoutMs: 100, tries: 1 }))).toMatchObject({
      kind: "failed",
      reason: `MX of example.com: ${server.server}: no reply within 0.1 s`,
    });
  });

  test("servers that disagree: the union of their hosts, and who says what", async () => {
    const { resolver, options } = await zone(
      { "example.com MX": [mx("example.com", 10, "old.example", 60)] },
      { "example.com MX": [mx("example.com", 10, "old.example"), mx("example.com", 20, "new.example")] },
    );
    const live = await liveMx("example.com", resolver, options);
    expect(live.hosts).toEqual([
      { host: "old.example", preference: 10, ttl: 300 },
      { host: "new.example", preference: 20, ttl: 300 },
    ]);
    expect(live).toMatchObject({
      disagreement:
        "The authoritative servers disagree on MX of example.com: ns1.host.example say 10 old.example; ns2.host.example say 10 old.example, 20 new.example",
    });
  });

  test("one server of two that is silent does not fail the look-up", async () => {
    const { resolver, options } = await zone({ "example.com MX": [mx("example.com", 10, "m.example")] }, undefined);
    const live = await liveMx("example.com", resolver, options);
    expect(live).toMatchObject({ kind: "hosts", hosts: [{ host: "m.example" }] });
    expect(live.servers.map(({ ok }) => ok)).toEqual([true, false]);
  });

  test("name servers on private addresses are not asked unless allowed", async () => {
    const { resolver, options } = await zone({}, {});
    expect(await liveMx("example.com", resolver, { ...options, allowPrivate: false })).toMatchObject({
      kind: "failed",
      reason:
        "none of the name servers of example.com can be asked: ns1.host.example: 127.0.0.2 is not a public address (loopback); ns2.host.example: 127.0.0.3 is not a public address (loopback)",
    });
  });
});

describe("live TXT", () => {
  test("strings are joined without a blank", async () => {
    const resolver = await split({ "_mta-sts.example.com TXT": [txt("_mta-sts.example.com", "v=STSv1; ", "id=1;")] });
    expect(await liveTxt("_mta-sts.example.com", resolver)).toMatchObject({
      ok: true,
      texts: ["v=STSv1; id=1;"],
      ttl: 300,
      chain: [],
      exists: true,
    });
  });

  test("each server of the zone is asked, not the cache; equal records on both are one", async () => {
    const fresh = { "_mta-sts.example.com TXT": [txt("_mta-sts.example.com", "fresh")] };
    const { resolver, options } = await zone(fresh, fresh);
    const live = await liveTxt("_mta-sts.example.com", resolver, options);
    expect(live).toMatchObject({ ok: true, texts: ["fresh"] });
    expect(live).not.toHaveProperty("disagreement");
    expect(live.servers.map(({ server }) => server)).toEqual(["ns1.host.example", "ns2.host.example"]);
  });

  test("two equal records on one server are two records", async () => {
    const resolver = await split({ "t.example.com TXT": [txt("t.example.com", "x"), txt("t.example.com", "x")] });
    expect(await liveTxt("t.example.com", resolver)).toMatchObject({ ok: true, texts: ["x", "x"] });
  });

  test("a CNAME into another zone is followed to that zone's servers", async () => {
    const table = {
      "_mta-sts.example.com CNAME": [cname("_mta-sts.example.com", "_mta-sts.host.example")],
      "_mta-sts.host.example TXT": [txt("_mta-sts.host.example", "delegated")],
    };
    const { resolver, options } = await zone(
      { "_mta-sts.example.com CNAME": table["_mta-sts.example.com CNAME"] },
      table,
      { "host.example NS": [ns("host.example", "ns2.host.example")] },
    );
    expect(await liveTxt("_mta-sts.example.com", resolver, options)).toMatchObject({
      ok: true,
      texts: ["delegated"],
      chain: ["_mta-sts.host.example"],
    });
  });

  test("an absent record is an answer without texts", async () => {
    const resolver = await split({ "_mta-sts.example.com A": [a("_mta-sts.example.com", "192.0.2.1")] });
    expect(await liveTxt("_mta-sts.example.com", resolver)).toMatchObject({ ok: true, texts: [], exists: true });
    expect(await liveTxt("nothing.example.com", resolver)).toMatchObject({ ok: true, texts: [], exists: false });
  });
});
