import { MtaStsMode } from "../../src";
import type { Sandbox } from "../../sandbox/sandbox";
import { RESOLVER } from "../../sandbox/net";
import { meant, startMailSandbox } from "../support/mailStack";
import { everyPair, guardedDomain, type GuardedDomain } from "./support/guardedDomain";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());

const both = { mode: MtaStsMode.Enforce, mx: ["mx1.example.com", "mx3.example.com"] };
const one = { ...both, mx: ["mx1.example.com"] };
/** Another policy over the same hosts. */
const longer = { ...both, maxAge: 1_209_600 };

describe.each(everyPair)("where mail goes now, asked in every run, on $zone", (zone) => {
  let at: GuardedDomain;
  beforeAll(async () => (at = await guardedDomain(sandbox, zone, "livemx")));
  afterEach(() => sandbox.servers.dns.overrides.clear());
  beforeEach(() => {
    at.setMx("10 mx1.example.com");
  });

  const testing = { ...both, mode: MtaStsMode.Testing };

  it("says nothing while every host is covered", async () => {
    await at.mail.up(at.withPolicy(testing));
    expect((await at.previewed(at.withPolicy(testing))).said).toEqual([]);
  });

  it("warns of a host that a testing policy does not cover, though nothing changes", async () => {
    at.setMx("10 mx1.example.com", "20 mx2.example.com");
    const { said, changes } = await at.previewed(at.withPolicy(testing));
    expect(said).toMatchSnapshot();
    expect(changes).toEqual([]);
  });

  it("refuses to begin or change an enforce policy that leaves a live host uncovered", async () => {
    await at.mail.up(meant(at.withPolicy(both)));
    at.setMx("10 mx1.example.com", "20 mx2.example.com");
    expect(await at.refused(at.withPolicy(longer))).toMatchSnapshot();
  });

  it("says that mail is being held back, where an enforce policy leaves a live host uncovered and nothing changes", async () => {
    at.setMx("10 mx1.example.com", "20 mx2.example.com");
    const { said, changes } = await at.previewed(at.withPolicy(both));
    expect(said).toMatchSnapshot();
    expect(changes).toEqual([]);
  });

  it("asks nothing with checkLiveMx: false", async () => {
    at.setMx("10 mx1.example.com", "20 mx2.example.com");
    expect((await at.previewed(at.withPolicy(both, { checkLiveMx: false }))).said).toEqual([]);
    expect((await at.previewed(at.withPolicy(one, { checkLiveMx: false }))).said).toMatchSnapshot();
  });

  it("refuses to drop a pattern that a live host needs, with the two deploys that do it", async () => {
    at.setMx("10 mx1.example.com", "20 mx3.example.com");
    expect(await at.refused(at.withPolicy(one))).toMatchSnapshot();
  });

  it("lets a pattern go that no live host needs", async () => {
    expect((await at.previewed(at.withPolicy(one))).said).toMatchSnapshot();
  });

  it("refuses it where the MX records have a longer TTL than a deploy can wait for", async () => {
    sandbox.servers.dns.extraRecords.set(at.domain, ["7200 MX 10 mx1.example.com"]);
    expect(await at.refused(at.withPolicy(one))).toMatchSnapshot();
  });

  it("waits for the TTL of the MX records before it does, and then looks again", async () => {
    const { progress, changes } = await at.allowed(at.withPolicy(one));
    expect(progress[0]).toMatch(/waiting until resolvers have forgotten the old MX records \(\d+ s of 300 s\)$/);
    expect(changes).toEqual([`update ${zone.file}`, "update mail-sts"]);
    await at.mail.up(at.withPolicy(both));
    const dropping = at.mail.up(at.withPolicy(one), { mayFail: true });
    // Two of the five seconds that the five minutes take here.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    at.setMx("10 mx1.example.com", "20 mx3.example.com");
    expect((await dropping).error).toContain("(mx-still-needed)");
  });

  it("overlooks hosts that only prove who owns the domain", async () => {
    at.setMx("10 mx1.example.com", "15 abcdef.mx-verification.google.com", "99 nowhere.invalid");
    expect((await at.previewed(at.withPolicy(both))).said).toEqual([]);
  });

  it("takes a domain without MX for its own mail host", async () => {
    at.setMx();
    expect((await at.previewed(at.withPolicy(both))).said).toMatchSnapshot();
    expect((await at.mail.preview(at.withPolicy(longer))).error).toContain("(mx-uncovered-enforced)");
  });

  it("refuses a policy for a domain that takes no mail", async () => {
    at.setMx("0 .");
    expect((await at.previewed(at.withPolicy(both))).said).toMatchSnapshot("unchanged");
    expect(await at.refused(at.withPolicy(longer))).toMatchSnapshot();
  });

  describe("when the zone's servers do not answer", () => {
    beforeEach(() => {
      const { hostedZones, cloudflareZones } = sandbox.cloud.state;
      const { nameServers = [] } = hostedZones.get(at.zoneId) ?? cloudflareZones.get(at.zoneId) ?? {};
      for (const server of nameServers) {
        sandbox.servers.dns.overrides.set(server, ({ type }) => (type === "MX" ? { rcode: "SERVFAIL" } : undefined));
      }
    });

    it("warns, though nothing changes", async () => {
      expect((await at.previewed(at.withPolicy(both))).said).toMatchSnapshot();
    });

    it("refuses to drop a pattern, and warns of every other step", async () => {
      expect(await at.refused(at.withPolicy(one))).toMatchSnapshot();
      expect((await at.previewed(at.withPolicy(longer))).said).toMatchSnapshot("max_age");
    });
  });

  it("asks the server of rollout.resolver alone, where inside and outside see other records", async () => {
    at.setMx("10 mx1.example.com", "20 outside.example.com");
    const { server } = sandbox.servers.dns;
    sandbox.servers.dns.overrides.set(RESOLVER, ({ name, type }) =>
      name === at.domain && type === "MX" ? { answers: ["MX 10 inside.example.com"] } : undefined,
    );
    expect((await at.previewed(at.withPolicy(both, { resolver: server }))).said).toMatchSnapshot();
  });
});
