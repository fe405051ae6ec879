import { ask, lines } from "./netDnsClient";
import { dnsWorld } from "./netDnsFixture";

const world = dnsWorld();

describe("a Route 53 zone", () => {
  it("answers with the record's TTL, over UDP and over TCP", async () => {
    const expected = ['_mta-sts.example.com 300 TXT "v=STSv1; id=abc;"'];
    expect(await world.answers("_mta-sts.example.com", "TXT")).toEqual(expected);
    const overTcp = await ask(world.port, "_mta-sts.example.com", "TXT", { tcp: true });
    expect(lines(overTcp.answers)).toEqual(expected);
  });

  it("is read anew at each question", async () => {
    world.hostedZone().recordSets.find(({ name }) => name === "_mta-sts.example.com")!.values = ['"v=STSv1; id=def;"'];
    expect(await world.answers("_mta-sts.example.com", "TXT")).toEqual([
      '_mta-sts.example.com 300 TXT "v=STSv1; id=def;"',
    ]);
  });

  it("keeps the strings of a TXT value apart and reads its octal escapes", async () => {
    world.addRecords(["t.example.com", "TXT", '"a \\"b\\" \\303\\274" "c"', '"second"']);
    expect(await world.answers("t.example.com", "TXT")).toEqual([
      't.example.com 300 TXT "a \\"b\\" ü" "c"',
      't.example.com 300 TXT "second"',
    ]);
  });

  it("answers an alias with the addresses of the distribution's edge, by type", async () => {
    expect(await world.answers("mta-sts.example.com", "A")).toEqual(["mta-sts.example.com 60 A 127.0.0.1"]);
    const [ipv6] = world.servers.https.edges.cloudfront.ipv6;
    const [, canonical] = /\[(.*)\]/.exec(new URL(`http://[${ipv6 ?? "::"}]/`).hostname) ?? [];
    expect(await world.answers("mta-sts.example.com", "AAAA")).toEqual(
      ipv6 === undefined ? [] : [`mta-sts.example.com 60 AAAA ${canonical}`],
    );
    expect(await world.answers("d1.cloudfront.net", "A")).toEqual(["d1.cloudfront.net 60 A 127.0.0.1"]);
  });

  it("has no address behind an alias to a distribution that is gone", async () => {
    world.state.distributions.clear();
    const { rcode, answers: none } = await ask(world.port, "mta-sts.example.com", "A");
    expect({ rcode, none }).toEqual({ rcode: 0, none: [] });
    expect((await ask(world.port, "d1.cloudfront.net", "A")).rcode).toBe(3);
  });

  it("follows CNAMEs into other zones and says all steps", async () => {
    world.state.cloudflareZones.set("C2", {
      id: "C2",
      name: "policies.net",
      nameServers: ["ada.ns.cloudflare.com"],
      records: [
        { id: "r", name: "cust.policies.net", type: "TXT", ttl: 1, content: '"v=STSv1; id=x;"', proxied: false },
      ],
    });
    world.state.delegations.set("policies.net", "C2");
    world.hostedZone().recordSets = world.hostedZone().recordSets.filter(({ name }) => name !== "_mta-sts.example.com");
    world.addRecords(["_mta-sts.example.com", "CNAME", "cust.policies.net."]);
    expect(await world.answers("_mta-sts.example.com", "TXT")).toEqual([
      "_mta-sts.example.com 300 CNAME cust.policies.net",
      'cust.policies.net 300 TXT "v=STSv1; id=x;"',
    ]);
  });

  it("gives SERVFAIL for a loop of CNAMEs", async () => {
    world.addRecords(["a.example.com", "CNAME", "b.example.com"], ["b.example.com", "CNAME", "a.example.com"]);
    expect((await ask(world.port, "a.example.com", "A")).rcode).toBe(2);
  });

  it.each([
    ["mx.example.com", "MX", "10 mx1.example.com.", "10 mx1.example.com"],
    ["null.example.com", "MX", "0 .", "0 ."],
    ["caa.example.com", "CAA", '0 issue "amazon.com"', "0 issue amazon.com"],
    ["caa.example.com", "CAA", '128 contactemail "a@example.com"', "128 contactemail a@example.com"],
  ])("serves %s %s %s", async (name, type, value, expected) => {
    world.addRecords([name, type, value]);
    expect(await world.answers(name, type)).toEqual([`${name} 300 ${type} ${expected}`]);
  });

  it("answers from a wildcard only for names that do not exist", async () => {
    world.addRecords(["\\052.example.com", "TXT", '"wild"'], ["deep.under.example.com", "A", "192.0.2.1"]);
    expect(await world.answers("anything.example.com", "TXT")).toEqual(['anything.example.com 300 TXT "wild"']);
    expect(await world.answers("a.b.example.com", "TXT")).toEqual(['a.b.example.com 300 TXT "wild"']);
    expect(await world.answers("under.example.com", "TXT")).toEqual([]); // an empty non-terminal exists
    expect(await world.answers("mta-sts.example.com", "TXT")).toEqual([]);
  });

  it("tells a missing name from a missing type, with an SOA for how long to remember it", async () => {
    const missingName = await ask(world.port, "nothing.example.com", "TXT");
    const missingType = await ask(world.port, "mta-sts.example.com", "TXT");
    expect([missingName.rcode, missingType.rcode]).toEqual([3, 0]);
    for (const { authorities } of [missingName, missingType]) {
      expect(lines(authorities)).toEqual(["example.com 900 SOA ns-1.awsdns-01.org 86400"]);
    }
  });

  it("says NXDOMAIN again for a name whose records are removed", async () => {
    world.hostedZone().recordSets = [];
    expect((await ask(world.port, "_mta-sts.example.com", "TXT")).rcode).toBe(3);
    expect((await ask(world.port, "example.com", "SOA")).rcode).toBe(0);
  });

  it("refuses to serve a record type that it cannot write, and remembers why", async () => {
    world.addRecords(["n.example.com", "NAPTR", "100 50 s x y ."]);
    expect((await ask(world.port, "n.example.com", "NAPTR")).rcode).toBe(2);
    expect(world.servers.dns.errors.list()[0]?.message).toMatch("serves no NAPTR records");
  });

  it("is not asked when it is private", async () => {
    world.state.hostedZones.set("Z1", { ...world.hostedZone(), private: true });
    expect((await ask(world.port, "_mta-sts.example.com", "TXT")).rcode).toBe(2);
  });
});

describe("a Cloudflare zone", () => {
  const records = (...added: [type: string, name: string, content: string, proxied?: boolean][]) =>
    added.map(([type, name, content, proxied = false], index) => ({
      ...{ id: `${index}`, type, name, content, proxied, ttl: 1 },
      ...(type === "MX" ? { priority: 5 } : {}),
    }));
  const addZone = (...added: Parameters<typeof records>) => {
    world.state.cloudflareZones.set("C1", {
      id: "C1",
      name: "example.org",
      nameServers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
      records: records(...added),
    });
    world.state.delegations.set("example.org", "C1");
  };

  it("keeps several TXT records at one name", async () => {
    addZone(["TXT", "_mta-sts.example.org", '"v=STSv1; id=1;"'], ["TXT", "_mta-sts.example.org", "v=STSv1; id=2;"]);
    expect(await world.answers("_mta-sts.example.org", "TXT")).toEqual([
      '_mta-sts.example.org 300 TXT "v=STSv1; id=1;"',
      '_mta-sts.example.org 300 TXT "v=STSv1; id=2;"',
    ]);
  });

  it("splits text of more than 255 octets", async () => {
    addZone(["TXT", "t.example.org", "x".repeat(300)]);
    expect(await world.answers("t.example.org", "TXT")).toEqual([
      `t.example.org 300 TXT "${"x".repeat(255)}" "${"x".repeat(45)}"`,
    ]);
  });

  it("takes the preference of an MX from its priority", async () => {
    addZone(["MX", "example.org", "mx.example.org"]);
    expect(await world.answers("example.org", "MX")).toEqual(["example.org 300 MX 5 mx.example.org"]);
  });

  it("leads a CNAME that is not proxied to the distribution", async () => {
    addZone(["CNAME", "mta-sts.example.org", "d1.cloudfront.net"]);
    expect(await world.answers("mta-sts.example.org", "A")).toEqual([
      "mta-sts.example.org 300 CNAME d1.cloudfront.net",
      "d1.cloudfront.net 60 A 127.0.0.1",
    ]);
  });

  it("answers a proxied record, and a Worker's custom domain, with its own edge", async () => {
    addZone(["AAAA", "mta-sts.example.org", "100::", true]);
    const edge = world.servers.https.edges.cloudflare.ipv4[0];
    expect(await world.answers("mta-sts.example.org", "A")).toEqual([`mta-sts.example.org 300 A ${edge}`]);
    world.state.workerCustomDomains.set("W", {
      ...{ id: "W", accountId: "a", zoneId: "C1", hostname: "w.example.org", service: "s" },
    });
    expect(await world.answers("w.example.org", "A")).toEqual([`w.example.org 300 A ${edge}`]);
  });

  it("flattens a CNAME at the apex, loops included", async () => {
    addZone(["CNAME", "example.org", "d1.cloudfront.net"]);
    expect(await world.answers("example.org", "A")).toEqual(["example.org 60 A 127.0.0.1"]);
    addZone(["CNAME", "example.org", "example.org"]);
    expect(await world.answers("example.org", "A")).toEqual([]);
  });
});

describe("delegation", () => {
  beforeEach(() => {
    world.state.cloudflareZones.set("C1", {
      id: "C1",
      name: "example.com",
      nameServers: ["ada.ns.cloudflare.com"],
      records: [
        { id: "1", name: "_mta-sts.example.com", type: "TXT", ttl: 60, content: '"v=STSv1; id=cf;"', proxied: false },
      ],
    });
  });

  it("decides between two zones of one name", async () => {
    expect(await world.answers("_mta-sts.example.com", "TXT")).toEqual([
      '_mta-sts.example.com 300 TXT "v=STSv1; id=abc;"',
    ]);
    world.state.delegations.set("example.com", "C1");
    expect(await world.answers("_mta-sts.example.com", "TXT")).toEqual([
      '_mta-sts.example.com 60 TXT "v=STSv1; id=cf;"',
    ]);
    expect(await world.answers("example.com", "NS")).toEqual(["example.com 172800 NS ada.ns.cloudflare.com"]);
  });

  it("to a zone that is gone is SERVFAIL; without one the name does not exist", async () => {
    world.state.delegations.set("example.com", "gone");
    expect((await ask(world.port, "example.com", "TXT")).rcode).toBe(2);
    world.state.delegations.clear();
    world.servers.dns.extraRecords.delete("mx1.example.com");
    expect((await ask(world.port, "_mta-sts.example.com", "TXT")).rcode).toBe(3);
  });

  it("leads on through NS records inside of a zone", async () => {
    world.state.hostedZones.set("Z2", {
      ...{ id: "Z2", name: "sub.example.com", private: false, nameServers: ["ns-9.awsdns-09.org"] },
      recordSets: [{ name: "x.sub.example.com", type: "TXT", ttl: 60, values: ['"below"'] }],
    });
    expect((await ask(world.port, "x.sub.example.com", "TXT")).rcode).toBe(3);
    world.addRecords(["sub.example.com", "NS", "ns-9.awsdns-09.org."]);
    expect(await world.answers("x.sub.example.com", "TXT")).toEqual(['x.sub.example.com 60 TXT "below"']);
    world.addRecords(["else.example.com", "NS", "ns.elsewhere.net"]);
    expect((await ask(world.port, "x.else.example.com", "TXT")).rcode).toBe(2);
  });
});
