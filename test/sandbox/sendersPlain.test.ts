import type { CloudState } from "../../sandbox/cloud/state";
import { certificateFaults, hostFaults, RESOLVER, type Servers, startServers } from "../../sandbox/net";
import { fetchAsSender } from "../../sandbox/senders";
import { matchesPostfix } from "../../sandbox/senders/postfixMatch";
import { nodeChoice, pythonVersion } from "../../sandbox/senders/runtime";
import { exampleCloud, POLICY } from "./netFixture";

const HOST = "mta-sts.example.com";

describe("the plain sender", () => {
  let state: CloudState;
  let servers: Servers;

  beforeEach(async () => {
    state = await exampleCloud();
    servers = await startServers(state);
  });
  afterEach(() => servers.close());

  it("sees the record and the policy", async () => {
    expect(await fetchAsSender(servers, "example.com")).toEqual({
      txt: ["v=STSv1; id=abc;"],
      id: "abc",
      status: 200,
      contentType: "text/plain",
      policy: POLICY,
    });
  });

  it("says that there is no record, or that DNS failed", async () => {
    expect(await fetchAsSender(servers, "example.org")).toEqual({
      txt: [],
      problem: "0 TXT records at _mta-sts.example.org, not one valid one",
    });
    servers.dns.overrides.set(RESOLVER, () => ({ rcode: "SERVFAIL" }));
    expect((await fetchAsSender(servers, "example.com")).problem).toBe("queryTxt ESERVFAIL _mta-sts.example.com");
  });

  it("takes two valid records for none", async () => {
    servers.dns.overrides.set(RESOLVER, ({ type }) =>
      type === "TXT" ? { extra: ['TXT "v=STSv1; id=two;"'] } : undefined,
    );
    expect(await fetchAsSender(servers, "example.com")).toMatchObject({
      problem: "2 TXT records at _mta-sts.example.com, not one valid one",
    });
  });

  it.each([
    ["another status", hostFaults.withStatus(503), "the policy host answered 503"],
    ["a redirect", hostFaults.redirectTo("https://example.com/"), "the policy host answered 301"],
    ["HTML", hostFaults.htmlPage(), "the policy is served as text/html; charset=utf-8"],
    ["a body that is too large", hostFaults.hugeBody(100_000), "the policy is larger than 65536 octets"],
  ])("has no policy after %s, and says why", async (_what, respond, problem) => {
    servers.https.overrides.set(HOST, { respond });
    const view = await fetchAsSender(servers, "example.com");
    expect(view).toMatchObject({ id: "abc", problem });
    expect(view).not.toHaveProperty("policy");
  });

  it("has no policy behind a certificate that it cannot trust", async () => {
    servers.https.overrides.set(HOST, { certificate: await certificateFaults.expiredCertificate(servers.ca, HOST) });
    expect(await fetchAsSender(servers, "example.com")).toMatchObject({ problem: "certificate has expired" });
  });
});

describe("what Postfix makes of the daemon's answer", () => {
  it.each([
    ["OK secure match=mx1.example.com:.example.net servername=hostname", "mx1.example.com", true],
    ["OK secure match=mx1.example.com:.example.net servername=hostname", "MX.example.net.", true],
    ["OK secure match=.example.net", "example.net", false],
    ["OK secure match=.example.net", "a.b.example.net", true], // Postfix is laxer than the RFC here
    ["OK secure match=mx1.example.com", "mx2.example.com", false],
    ["NOTFOUND", "anything.example", true],
  ])("%s lets %s pass: %s", (answer, host, passes) => {
    expect(matchesPostfix(answer, host)).toBe(passes);
  });
});

describe("what the real senders run on", () => {
  it.each([
    ["22.19.0", "darwin", "own"],
    ["24.1.0", "linux", "own"],
    ["22.18.0", "linux", "bundled"],
    ["20.20.2", "linux", "bundled"],
  ] as const)("Node.js %s on %s: %s", (version, platform, choice) => {
    expect(nodeChoice(version, platform)).toBe(choice);
  });

  it("an old Node.js elsewhere than on Linux is refused, with what to do", () => {
    expect(() => nodeChoice("20.20.2", "darwin")).toThrow(
      "The real senders need Node.js 22.19 or newer; this is 20.20.2 on darwin. On Linux a suitable one is installed with them; elsewhere run the tests with a newer Node.js.",
    );
  });

  it("a missing or old Python is refused, with what to do", async () => {
    await expect(pythonVersion({}, "no-such-python")).rejects.toThrow(
      /no-such-python cannot be run.*Install Python 3\.11/,
    );
    await expect(pythonVersion({}, process.execPath)).rejects.toThrow(/need Python 3\.11; .* is v\d+.*Install/);
  });
});
