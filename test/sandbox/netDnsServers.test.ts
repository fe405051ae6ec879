import { EXTRA_NAME_SERVERS, PARENT_NAME_SERVER, RESOLVER } from "../../sandbox/net";
import { ask, askUdp, lines, read } from "./netDnsClient";
import { dnsWorld } from "./netDnsFixture";

const world = dnsWorld();

describe("authoritative servers", () => {
  const askServer = async (server: string, name: string, type: string) =>
    ask(world.port, name, type, { address: await world.servers.dns.nameServerAddress(server) });

  it("have addresses of their own, which the resolver gives, at the same port", async () => {
    const [first] = await world.answers("ns-1.awsdns-01.org", "A");
    expect(first).toBe(`ns-1.awsdns-01.org 3600 A ${await world.servers.dns.nameServerAddress("ns-1.awsdns-01.org")}`);
    expect(await world.servers.dns.nameServerAddress("ns-2.awsdns-02.net")).not.toBe("127.0.0.1");
    const { flags, answers: found } = await askServer("ns-1.awsdns-01.org", "example.com", "MX");
    expect(flags).toMatchObject({ authoritative: true, recursionAvailable: false });
    expect(lines(found)).toEqual(["example.com 300 MX 10 mx1.example.com"]);
  });

  it("refuse names that are not theirs", async () => {
    expect((await askServer("ns-1.awsdns-01.org", "example.org", "MX")).rcode).toBe(5);
  });

  it("answer for their zone although another one has the delegation", async () => {
    world.state.delegations.set("example.com", "elsewhere");
    const { answers: found } = await askServer("ns-1.awsdns-01.org", "_mta-sts.example.com", "TXT");
    expect(lines(found)).toEqual(['_mta-sts.example.com 300 TXT "v=STSv1; id=abc;"']);
  });

  it("of the parent refer to the zone's servers", async () => {
    expect(await world.answers("com", "NS")).toEqual([`com 172800 NS ${PARENT_NAME_SERVER}`]);
    const { flags, answers: none, authorities } = await askServer(PARENT_NAME_SERVER, "example.com", "NS");
    expect({ flags, none }).toMatchObject({ flags: { authoritative: false }, none: [] });
    expect(lines(authorities)).toEqual([
      "example.com 172800 NS ns-1.awsdns-01.org",
      "example.com 172800 NS ns-2.awsdns-02.net",
    ]);
  });

  it("can be made to disagree, each on its own", async () => {
    const stale = structuredClone(world.state);
    world.hostedZone().recordSets.find(({ name }) => name === "_mta-sts.example.com")!.values = ['"v=STSv1; id=new;"'];
    world.servers.dns.overrides.set("ns-1.awsdns-01.org", () => ({ state: stale }));
    world.servers.dns.overrides.set("ns-2.awsdns-02.net", ({ type }) =>
      type === "TXT" ? { rcode: "SERVFAIL" } : undefined,
    );
    const from = async (server: string, type = "TXT") => askServer(server, "_mta-sts.example.com", type);
    expect(lines((await from("ns-1.awsdns-01.org")).answers)).toEqual([
      '_mta-sts.example.com 300 TXT "v=STSv1; id=abc;"',
    ]);
    expect((await from("ns-2.awsdns-02.net")).rcode).toBe(2);
    expect((await from("ns-2.awsdns-02.net", "A")).rcode).toBe(0);
    expect(await world.answers("_mta-sts.example.com", "TXT")).toEqual([
      '_mta-sts.example.com 300 TXT "v=STSv1; id=new;"',
    ]);
  });
});

describe("overrides", () => {
  const answerWith = async (fault: ReturnType<NonNullable<ReturnType<typeof world.servers.dns.overrides.get>>>) => {
    world.servers.dns.overrides.set(RESOLVER, () => fault);
    return ask(world.port, "_mta-sts.example.com", "TXT", { timeout: 300 });
  };

  it("drop, delay, replace, add and sign", async () => {
    await expect(answerWith({ drop: true })).rejects.toThrow("timeout");
    await expect(answerWith({ delay: 600 })).rejects.toThrow("timeout");
    expect((await answerWith({ delay: 20 })).answers).toHaveLength(1);
    expect(lines((await answerWith({ answers: ['60 TXT "other"'] })).answers)).toEqual([
      '_mta-sts.example.com 60 TXT "other"',
    ]);
    expect((await answerWith({ extra: ['TXT "v=STSv1; id=two;"'] })).answers).toHaveLength(2);
    expect((await answerWith({ authenticData: true })).flags.authenticData).toBe(true);
  });

  it("send octets that are no DNS message", async () => {
    await expect(answerWith({ raw: Buffer.from([0, 0, 0x80, 0, 0, 1]) })).rejects.toThrow();
  });

  it("see what the client asked, so that a validating resolver can be played", async () => {
    world.servers.dns.overrides.set(RESOLVER, ({ checkingDisabled }) =>
      checkingDisabled ? undefined : { rcode: "SERVFAIL" },
    );
    expect((await ask(world.port, "example.com", "MX")).rcode).toBe(2);
    const withCd = Buffer.from("126701100001000000000000076578616d706c6503636f6d00000f0001", "hex");
    expect(read(await askUdp(withCd, "127.0.0.1", world.port)).answers).toHaveLength(1);
  });
});

describe("extra records", () => {
  it("add to a zone of the cloud and form zones elsewhere", async () => {
    expect(await world.answers("mx1.example.com", "A")).toEqual(["mx1.example.com 300 A 127.0.0.9"]);
    world.servers.dns.extraRecords.set("mail.elsewhere.test", ["60 A 127.0.0.8", "TXT two words"]);
    expect(await world.answers("mail.elsewhere.test", "A")).toEqual(["mail.elsewhere.test 60 A 127.0.0.8"]);
    expect(await world.answers("mail.elsewhere.test", "TXT")).toEqual(['mail.elsewhere.test 300 TXT "two words"']);
    expect(await world.answers("elsewhere.test", "NS")).toEqual(
      EXTRA_NAME_SERVERS.map((server) => `elsewhere.test 172800 NS ${server}`),
    );
    const own = await world.servers.dns.nameServerAddress(EXTRA_NAME_SERVERS[0]!);
    const direct = await ask(world.port, "mail.elsewhere.test", "A", { address: own });
    expect(direct.flags.authoritative).toBe(true);
    world.servers.dns.extraRecords.delete("mail.elsewhere.test");
    expect((await ask(world.port, "mail.elsewhere.test", "A")).rcode).toBe(3);
  });

  it("can be octets that no host would publish (RFC 3597)", async () => {
    world.servers.dns.extraRecords.set("_mta-sts.bad.test", ["TYPE16 \\# 6 05763D5354FF"]);
    const { answers: found } = await ask(world.port, "_mta-sts.bad.test", "TXT");
    expect(found).toHaveLength(1);
  });

  it("that cannot be read are refused when they are set", () => {
    expect(() => {
      world.servers.dns.extraRecords.set("a.test", ["MX mx.a.test"]);
    }).toThrow("lacks a number");
    expect(() => {
      world.servers.dns.extraRecords.set("a.test", ["nonsense"]);
    }).toThrow('is not "[ttl] TYPE value"');
  });
});

describe("the wire", () => {
  beforeEach(() => {
    world.addRecords(["long.example.com", "TXT", ...[1, 2, 3].map((n) => `"${`${n}`.repeat(250)}"`)]);
  });

  it("truncates what UDP cannot take, so that the client asks again over TCP", async () => {
    const overUdp = await ask(world.port, "long.example.com", "TXT");
    expect(overUdp).toMatchObject({ flags: { truncated: true }, answers: [] });
    const overTcp = await ask(world.port, "long.example.com", "TXT", { tcp: true });
    expect(overTcp).toMatchObject({ flags: { truncated: false }, answers: [{}, {}, {}] });
  });

  it("uses the room that EDNS offers", async () => {
    const { flags, answers: found, additionals } = await ask(world.port, "long.example.com", "TXT", { edns: 4096 });
    expect({ flags, found }).toMatchObject({ flags: { truncated: false }, found: [{}, {}, {}] });
    expect(additionals).toMatchObject([{ type: "OPT", udpPayloadSize: 1232 }]);
  });

  it("keeps the client's spelling of the name", async () => {
    expect(await world.answers("_Mta-Sts.eXample.com", "TXT")).toEqual([
      '_Mta-Sts.eXample.com 300 TXT "v=STSv1; id=abc;"',
    ]);
  });

  it("answers ANY with all that is there", async () => {
    world.addRecords(["any.example.com", "A", "192.0.2.1"], ["any.example.com", "TXT", '"x"']);
    expect(await world.answers("any.example.com", "ANY")).toEqual([
      "any.example.com 300 A 192.0.2.1",
      'any.example.com 300 TXT "x"',
    ]);
  });

  it.each([
    ["noise after a header", "1267010000010000000000003fff", 1],
    ["an update", "126728000001000000000000076578616d706c6503636f6d0000060001", 4],
    ["a zone transfer", "126701000001000000000000076578616d706c6503636f6d0000fc0001", 5],
  ])("refuses %s", async (_what, hex, rcode) => {
    expect(read(await askUdp(Buffer.from(hex, "hex"), "127.0.0.1", world.port)).rcode).toBe(rcode);
  });

  it("keeps a log of the questions with the server that was asked", async () => {
    await world.answers("_mta-sts.example.com", "TXT");
    expect(world.servers.dns.questions.list()).toMatchObject([
      { name: "_mta-sts.example.com", type: "TXT", transport: "udp", server: RESOLVER },
    ]);
  });
});
