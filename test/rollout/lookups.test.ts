import { createCloud } from "../../sandbox/cloud";
import { hostFaults, issueCertificate, startServers, type Servers } from "../../sandbox/net";
import { networkLookups, type Lookups } from "../../src/rollout/lookups";

let servers: Servers;
let lookups: Lookups;
const text = "version: STSv1\r\nmode: testing\r\nmx: mx1.example.com\r\nmax_age: 604800\r\n";

beforeAll(async () => {
  const cloud = createCloud({ issueCertificate, route53: [{ name: "example.com", id: "ZEXAMPLE" }] });
  servers = await startServers(cloud.state);
  const [address = "127.0.0.1"] = servers.https.edges.cloudfront.ipv4;
  cloud.putRecord("ZEXAMPLE", { name: "example.com", type: "MX", values: ["10 mx1.example.com"] });
  cloud.putRecord("ZEXAMPLE", { name: "_mta-sts.example.com", type: "TXT", values: ['"v=STSv1; " "id=1;"'] });
  cloud.putRecord("ZEXAMPLE", { name: "mta-sts.example.com", type: "A", values: [address] });
  cloud.putRecord("ZEXAMPLE", { name: "old.example.com", type: "CNAME", values: ["mta-sts.example.com"] });
  cloud.putRecord("ZEXAMPLE", { name: "_mta-sts.old.example.com", type: "CNAME", values: ["hop.example.com"] });
  cloud.putRecord("ZEXAMPLE", { name: "hop.example.com", type: "CNAME", values: ["_mta-sts.example.com"] });
  cloud.putRecord("ZEXAMPLE", { name: "astray.example.com", type: "CNAME", values: ["nowhere.example.org"] });
  servers.https.overrides.set("mta-sts.example.com", {
    respond: () => ({ status: 200, headers: { "content-type": "text/plain" }, body: Buffer.from(text) }),
  });
  lookups = networkLookups({
    resolver: servers.dns.server,
    httpsPort: servers.https.port,
    ca: servers.ca.certPem,
  });
});
afterAll(() => servers.close());

/** Look-ups at the servers of the zones, as in a deploy without `rollout.resolver`. */
function authoritative(): Lookups {
  const { dns, https, ca } = servers;
  return networkLookups({
    ...{ recursor: dns.server, authorityPort: dns.port, httpsPort: https.port, ca: ca.certPem },
  });
}

describe("networkLookups", () => {
  it("asks for MX, TXT and the policy as senders do", async () => {
    expect((await lookups.mx("example.com")).hosts).toMatchObject([{ host: "mx1.example.com" }]);
    expect(await lookups.txt("_mta-sts.example.com")).toMatchObject({ ok: true, texts: ["v=STSv1; id=1;"] });
    for (const fetched of [
      await lookups.policy("mta-sts.example.com"),
      await lookups.policyAt("mta-sts.example.com", "mta-sts.example.com"),
      await lookups.policyEverywhere("mta-sts.example.com", text),
    ]) {
      expect(fetched).toMatchObject({ ok: true, status: 200 });
    }
  });

  it("says what stands at a name, a CNAME as itself and not as what is behind it", async () => {
    expect(await lookups.name("_mta-sts.example.com", "TXT")).toMatchObject({
      ok: true,
      records: [{ type: "TXT", value: "v=STSv1; id=1;" }],
    });
    expect(await lookups.name("mta-sts.example.com", "CNAME")).toMatchObject({ ok: true, records: [{ type: "A" }] });
    for (const type of ["A", "AAAA", "CNAME"] as const)
      expect(await lookups.name("old.example.com", type)).toMatchObject({
        ok: true,
        records: [{ type: "CNAME", value: "mta-sts.example.com" }],
        behind: [{ type: "A" }],
      });
    expect(await lookups.name("_smtp._tls.example.com", "TXT")).toMatchObject({ ok: true, records: [] });
  });

  it("sees a chain of CNAMEs, and what stands at its end", async () => {
    for (const asked of [lookups, authoritative()])
      expect(await asked.name("_mta-sts.old.example.com", "TXT")).toMatchObject({
        ok: true,
        records: [{ type: "CNAME", value: "hop.example.com" }],
        behind: [{ type: "TXT", value: "v=STSv1; id=1;" }],
      });
  });

  // Neither Route 53 nor Cloudflare takes such a name; other servers do.
  it("takes a name for a CNAME where a server has other records beside it", async () => {
    const name = "_mta-sts.both.example.com";
    servers.dns.extraRecords.set(name, ["CNAME _mta-sts.example.com", "MX 10 mx1.example.com", "A 192.0.2.1"]);
    for (const asked of [lookups, authoritative()])
      expect(await asked.name(name, "TXT")).toMatchObject({
        ok: true,
        records: [{ type: "CNAME", value: "_mta-sts.example.com" }],
        behind: [{ type: "TXT", value: "v=STSv1; id=1;" }],
      });
    servers.dns.extraRecords.delete(name);
  });

  it("sees a CNAME whose target is nowhere", async () => {
    for (const type of ["CNAME", "TXT", "A"] as const)
      expect(await authoritative().name("astray.example.com", type)).toEqual({
        ok: true,
        records: [{ type: "CNAME", value: "nowhere.example.org" }],
        servers: expect.any(Array) as string[],
      });
  });

  it("sees that one of a host's addresses still serves the old policy, whichever it is", async () => {
    const { cloudfront, cloudflare } = servers.https.edges;
    const host = "mta-sts.two.example.com";
    servers.dns.extraRecords.set(
      host,
      [...cloudfront.ipv4, ...cloudflare.ipv4].map((address) => `A ${address}`),
    );
    for (const stale of [1, 2]) {
      let asked = 0;
      servers.https.overrides.set(host, {
        respond: (request, next) =>
          hostFaults.plainText(++asked === stale ? text.replace("mx1", "old") : text)(request, next),
      });
      const seen = await lookups.policyEverywhere(host, text);
      expect(asked).toBe(2);
      expect(seen.ok && seen.bytes.toString()).toContain("mx: old.example.com");
    }
    servers.dns.extraRecords.delete(host);
  });

  it("gives a failure as a value", async () => {
    expect(await lookups.policyEverywhere("mta-sts.example.net", text)).toMatchObject({ ok: false });
    const dead = networkLookups({ resolver: "127.0.0.1:9" });
    expect(await dead.name("example.com", "TXT")).toMatchObject({ ok: false });
  });
});
