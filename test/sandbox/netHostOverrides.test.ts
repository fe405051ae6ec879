import {
  type CertificateAuthority,
  certificateFaults,
  hostFaults,
  type Servers,
  startServers,
} from "../../sandbox/net";
import { exampleCloud, get, POLICY } from "./netFixture";

const HOST = "mta-sts.example.com";
const OTHER = "mta-sts.elsewhere.test";
let servers: Servers;

beforeEach(async () => {
  servers = await startServers(await exampleCloud());
});
afterEach(() => servers.close());

describe("a host of the cloud can be made to", () => {
  it.each([
    ["serve other bytes", hostFaults.plainText("stale"), { status: 200, body: "stale" }],
    [
      "serve HTML with 200",
      hostFaults.htmlPage(),
      { status: 200, headers: { "content-type": "text/html; charset=utf-8" } },
    ],
    [
      "redirect",
      hostFaults.redirectTo("https://example.com/"),
      { status: 301, headers: { location: "https://example.com/" } },
    ],
    ["challenge", hostFaults.botChallenge(), { status: 403, headers: { "cf-mitigated": "challenge" } }],
    ["change the status", hostFaults.withStatus(503), { status: 503, body: POLICY }],
    ["change a header", hostFaults.withHeaders({ "content-type": "text/html" }), { status: 200, body: POLICY }],
    ["answer late", hostFaults.slow(50), { status: 200, body: POLICY }],
    ["trickle", hostFaults.trickle("abc", 5), { status: 200, body: "abc" }],
  ])("%s", async (_what, respond, expected) => {
    servers.https.overrides.set(HOST, { respond });
    expect(await get(servers, HOST)).toMatchObject(expected);
    servers.https.overrides.delete(HOST);
    expect(await get(servers, HOST)).toMatchObject({ status: 200, body: POLICY });
  });

  it("depend on the user agent", async () => {
    servers.https.overrides.set(HOST, { respond: hostFaults.challengeUnless(/Mozilla/) });
    expect((await get(servers, HOST)).status).toBe(403);
    expect((await get(servers, HOST, { headers: { "user-agent": "Mozilla/5.0" } })).body).toBe(POLICY);
  });

  it("send more than anyone should read", async () => {
    servers.https.overrides.set(HOST, { respond: hostFaults.hugeBody(1_000_000) });
    expect((await get(servers, HOST)).body).toHaveLength(1_000_000);
  });

  it("be silent until the client gives up", async () => {
    servers.https.overrides.set(HOST, { respond: hostFaults.slow(60_000) });
    await expect(get(servers, HOST, { timeout: 50 })).rejects.toThrow("timeout");
    servers.https.overrides.set(HOST, { connection: "silent" });
    await expect(get(servers, HOST, { timeout: 50 })).rejects.toThrow("timeout");
  });

  it("reset connections", async () => {
    servers.https.overrides.set(HOST, { connection: "reset" });
    await expect(get(servers, HOST)).rejects.toThrow("ECONNRESET");
  });

  it("speak old TLS only", async () => {
    servers.https.overrides.set(HOST, { minVersion: "TLSv1", maxVersion: "TLSv1.1" });
    await expect(get(servers, HOST)).rejects.toThrow("protocol version");
    expect(await get(servers, HOST, { maxVersion: "TLSv1.1" })).toMatchObject({ status: 200 });
  });

  it.each<[string, (ca: CertificateAuthority, host: string) => ReturnType<CertificateAuthority["issue"]>, RegExp]>([
    ["an expired certificate", certificateFaults.expiredCertificate, /expired/],
    ["one for another name", certificateFaults.wrongNameCertificate, /does not match/],
    ["one that nobody trusts", (_ca, host) => certificateFaults.untrustedCertificate(host), /issuer/],
  ])("show %s", async (_what, make, message) => {
    servers.https.overrides.set(HOST, { certificate: await make(servers.ca, HOST) });
    await expect(get(servers, HOST)).rejects.toThrow(message);
  });
});

it("an override for one edge leaves the other alone", async () => {
  servers.https.overrides.set(HOST, { edge: "cloudflare", respond: hostFaults.plainText("worker") });
  expect((await get(servers, HOST)).body).toBe(POLICY);
  expect((await get(servers, HOST, { address: servers.https.edges.cloudflare.ipv4[0]! })).body).toBe("worker");
});

it("a host outside of the cloud is served with a good certificate, at every address", async () => {
  servers.https.overrides.set(OTHER, { respond: hostFaults.plainText(POLICY) });
  for (const address of ["127.0.0.1", ...servers.https.edges.cloudflare.ipv4, ...servers.https.edges.cloudflare.ipv6]) {
    expect(await get(servers, OTHER, { address })).toMatchObject({ status: 200, body: POLICY });
  }
});

it("an override that throws is a 500, and the sandbox says why", async () => {
  servers.https.overrides.set(HOST, {
    respond: () => {
      throw new Error("a slip in a test");
    },
  });
  expect((await get(servers, HOST)).status).toBe(500);
  expect(servers.https.errors.list()).toMatchObject([{ message: "a slip in a test" }]);
});
