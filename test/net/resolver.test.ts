import { resolverAt, resolverOver } from "../../src/net/resolver";
import { recordsOf } from "../../src/net/dnsRecord";
import { a, cname, fromTable, mx, tinyDns, txt, type Answering, type TinyDns } from "./support/tinyDns";

const servers: TinyDns[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
async function serve(answering: Answering): Promise<TinyDns> {
  const server = await tinyDns(answering);
  servers.push(server);
  return server;
}
const quick = { timeoutMs: 150, tries: 1 };

test("a record comes back with its TTL, its name in lower case and without a trailing dot", async () => {
  const { server } = await serve(fromTable({ "example.com MX": [mx("EXAMPLE.com", 10, "MX1.Example.COM", 1234)] }));
  const reply = await resolverAt(server).query("Example.COM.", "MX");
  expect(reply).toMatchObject({
    ok: true,
    rcode: "NOERROR",
    authoritative: true,
    server,
    answers: [{ name: "example.com", type: "MX", ttl: 1234, data: { preference: 10, exchange: "mx1.example.com" } }],
  });
});

test("a name that does not exist is a reply, not a failure", async () => {
  const { server } = await serve(fromTable({}));
  expect(await resolverAt(server).query("gone.example", "TXT")).toMatchObject({
    ok: true,
    rcode: "NXDOMAIN",
    answers: [],
  });
});

test("an answer that is cut off over UDP is asked for again over TCP", async () => {
  const long = "x".repeat(250);
  const { server, questions } = await serve((_, udp) =>
    udp ? { truncated: true } : { answers: [txt("big.example", long, long, long, long, long, long)] },
  );
  const reply = await resolverAt(server).query("big.example", "TXT");
  expect(reply.ok && recordsOf(reply.answers, "TXT")[0]?.data.join("")).toBe(long.repeat(6));
  expect(questions).toHaveLength(2);
});

test("packets with another id or another question are waited out, and the true answer is taken", async () => {
  const { server } = await serve(() => ({
    answers: [a("www.example", "192.0.2.1")],
    tamper: (reply) => [
      { ...reply, id: (reply.id! + 1) & 0xffff, answers: [a("www.example", "192.0.2.66")] },
      { ...reply, questions: [{ type: "A", name: "evil.example" }], answers: [a("www.example", "192.0.2.66")] },
      reply,
    ],
  }));
  const reply = await resolverAt(server).query("www.example", "A");
  expect(reply.ok && reply.answers.map(({ data }) => data)).toEqual(["192.0.2.1"]);
});

test("a reply that does not echo the letters' case is believed over TCP only", async () => {
  const { server } = await serve((_, udp) => ({
    answers: [a("case.example.org", udp ? "192.0.2.66" : "192.0.2.1")],
    tamper: (reply) => [{ ...reply, questions: [{ ...reply.questions![0]!, name: "case.example.org" }] }],
  }));
  for (let round = 0; round < 3; round++) {
    // One name in 2^14 would be asked in lower case by chance.
    const reply = await resolverAt(server).query("case.example.org", "A");
    expect(reply.ok && reply.answers.map(({ data }) => data)).toEqual(["192.0.2.1"]);
  }
});

test("records that do not answer the question are dropped, those behind its CNAMEs are kept", async () => {
  const { server } = await serve(() => ({
    answers: [
      a("bank.example", "192.0.2.66"),
      cname("www.example", "web.example"),
      a("web.example", "192.0.2.1"),
      txt("www.example", "unasked"),
    ],
  }));
  const reply = await resolverAt(server).query("www.example", "A");
  expect(reply.ok && reply.answers.map(({ name, type }) => `${name} ${type}`)).toEqual([
    "www.example CNAME",
    "web.example A",
  ]);
});

test("a loop of CNAMEs ends", async () => {
  const { server } = await serve(() => ({
    answers: [cname("a.example", "b.example"), cname("b.example", "a.example")],
  }));
  expect(await resolverAt(server).query("a.example", "A")).toMatchObject({ ok: true, rcode: "NOERROR" });
});

test("a server from before EDNS is asked again without it", async () => {
  const { server } = await serve((_, __, packet) =>
    packet.additionals!.length > 0 ? { rcode: 1 } : { answers: [a("old.example", "192.0.2.1")] },
  );
  expect(await resolverAt(server).query("old.example", "A")).toMatchObject({ ok: true, rcode: "NOERROR" });
});

test("a silent server is a failure within the timeout, and the reason names it", async () => {
  const { server } = await serve(() => undefined);
  const started = Date.now();
  const reply = await resolverAt(server, quick).query("example.com", "MX");
  expect(reply).toEqual({
    ok: false,
    name: "example.com",
    type: "MX",
    rcode: undefined,
    reason: `MX of example.com: ${server}: no reply within 0.15 s`,
  });
  expect(Date.now() - started).toBeLessThan(1000);
});

test("a closed port is a failure at once", async () => {
  const gone = await tinyDns(() => undefined);
  await gone.close();
  const { server } = gone;
  const reply = await resolverAt(server, { tries: 1 }).query("example.com", "MX");
  expect(reply.ok ? "" : reply.reason).toBe(`MX of example.com: ${server}: connection refused (nothing listens there)`);
});

test("where one server fails the next is asked", async () => {
  const broken = await serve(() => ({ rcode: 2 }));
  const good = await serve(fromTable({ "example.com A": [a("example.com", "192.0.2.1")] }));
  const resolver = resolverOver([broken.server, good.server], true, quick);
  expect(await resolver.query("example.com", "A")).toMatchObject({ ok: true, server: good.server });
});

test("an error code of every server is a failure with that code", async () => {
  const { server } = await serve(() => ({ rcode: 5 }));
  expect(await resolverAt(server, quick).query("example.com", "A")).toMatchObject({
    ok: false,
    rcode: "REFUSED",
    reason: `A of example.com: ${server}: REFUSED`,
  });
});

test.each(["a..b", `${"x".repeat(64)}.example`, `${"x.".repeat(130)}example`, "sp ace.example"])(
  "a name that DNS cannot hold is never sent: %j",
  async (name) => {
    const { server, questions } = await serve(() => ({}));
    expect(await resolverAt(server, quick).query(name, "A")).toMatchObject({ ok: false });
    expect(questions).toEqual([]);
  },
);

test("a resolver must be an address", () => {
  expect(() => resolverAt("dns.example:53")).toThrow(
    'DNS server "dns.example:53" is not an IP address with an optional port, such as 127.0.0.1:5353.',
  );
});
