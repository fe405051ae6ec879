import { createCloud } from "../../sandbox/cloud";
import { issueCertificate, startServers, type Servers } from "../../sandbox/net";
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

describe("networkLookups", () => {
  it("asks for MX, TXT and the policy as senders do", async () => {
    expect((await lookups.mx("example.com")).hosts).toMatchObject([{ host: "mx1.example.com" }]);
    expect(await lookups.txt("_mta-sts.example.com")).toMatchObject({ ok: true, texts: ["v=STSv1; id=1;"] });
    for (const fetched of [
      await lookups.policy("mta-sts.example.com"),
      await lookups.policyAt("mta-sts.example.com", "mta-sts.example.com"),
      await lookups.policyEverywhere("mta-sts.example.com"),
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
    expect(await lookups.name("old.example.com", "A")).toMatchObject({
      ok: true,
      records: [{ type: "CNAME", value: "mta-sts.example.com" }],
    });
    expect(await lookups.name("_smtp._tls.example.com", "TXT")).toMatchObject({ ok: true, records: [] });
  });

  it("sees a CNAME whose target is nowhere", async () => {
    const { dns, https, ca } = servers;
    const authoritative = networkLookups({
      ...{ recursor: dns.server, authorityPort: dns.port, httpsPort: https.port, ca: ca.certPem },
    });
    for (const type of ["CNAME", "TXT", "A"] as const)
      expect(await authoritative.name("astray.example.com", type)).toMatchObject({
        ok: true,
        records: [{ type: "CNAME", value: "nowhere.example.org" }],
      });
  });

  it("gives a failure as a value", async () => {
    expect(await lookups.policyEverywhere("mta-sts.example.net")).toMatchObject({ ok: false });
    const dead = networkLookups({ resolver: "127.0.0.1:9" });
    expect(await dead.name("example.com", "TXT")).toMatchObject({ ok: false });
  });
});
