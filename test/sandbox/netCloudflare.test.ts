import { readFileSync } from "node:fs";
import type { CloudState } from "../../sandbox/cloud/state";
import { type Servers, startServers } from "../../sandbox/net";
import { exampleCloud, get, type GetOptions, POLICY } from "./netFixture";

const HOST = "mta-sts.example.org";
const SCRIPT = `export default { async fetch(request, env) {
  const { protocol, hostname, pathname } = new URL(request.url);
  if (pathname === "/where") return new Response(protocol + " " + hostname + " " + request.method + " " + await request.text());
  if (pathname !== "/.well-known/mta-sts.txt") return new Response("404\\n", { status: 404, headers: { "content-type": "text/plain" } });
  return new Response(env.POLICY, { headers: { "content-type": "text/plain", "cache-control": "no-store" } });
} };`;

let state: CloudState;
let servers: Servers;

beforeEach(async () => {
  state = await exampleCloud();
  state.cloudflareZones.set("C1", {
    ...{ id: "C1", name: "example.org", nameServers: ["ada.ns.cloudflare.com"], records: [] },
  });
  state.delegations.set("example.org", "C1");
  putScript(POLICY);
  servers = await startServers(state);
});
afterEach(() => servers.close());

const fromEdge = (options?: GetOptions) =>
  get(servers, HOST, { address: servers.https.edges.cloudflare.ipv4[0]!, ...options });

function putScript(policy: string, content = SCRIPT): void {
  state.workerScripts.set("mta-sts", {
    ...{ accountId: "a", name: "mta-sts", mainModule: "worker.js", compatibilityDate: "2026-01-01", content },
    bindings: [{ name: "POLICY", type: "plain_text", text: policy }],
  });
}

function addCustomDomain(hostname = HOST): void {
  state.workerCustomDomains.set(hostname, { id: hostname, accountId: "a", zoneId: "C1", hostname, service: "mta-sts" });
}

function addRecord(type: string, content: string, proxied = true): void {
  const id = `${state.cloudflareZones.get("C1")!.records.length}`;
  state.cloudflareZones.get("C1")!.records.push({ id, name: HOST, type, ttl: 1, content, proxied });
}

function addRoute(pattern: string, script = "mta-sts"): void {
  state.workerRoutes.set(pattern, { id: pattern, zoneId: "C1", pattern, script });
}

describe("a Worker behind a custom domain", () => {
  it("answers from the real runtime with its bindings, byte by byte", async () => {
    const awkward = 'version: STSv1\r\nmode: none\r\nmax_age: 86400\r\nx-note: "ü" \\ \u0000\r\n';
    putScript(awkward);
    addCustomDomain();
    expect(await fromEdge()).toMatchObject({
      status: 200,
      body: awkward,
      headers: { "content-type": "text/plain", "cache-control": "no-store", server: "cloudflare" },
    });
    expect(await fromEdge({ path: "/other" })).toMatchObject({ status: 404, body: "404\n" });
    expect(await fromEdge({ method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  });

  it("shows a new binding at the next request", async () => {
    addCustomDomain();
    expect((await fromEdge()).body).toBe(POLICY);
    putScript("new");
    expect((await fromEdge()).body).toBe("new");
  });

  it("sees the request as it was made", async () => {
    addCustomDomain();
    expect((await fromEdge({ path: "/where" })).body).toBe(`https: ${HOST} GET `);
    expect((await fromEdge({ path: "/where", secure: false })).body).toBe(`http: ${HOST} GET `);
  });

  it("has a certificate of its own, deep names included", async () => {
    addCustomDomain("mta-sts.deep.example.org");
    const address = servers.https.edges.cloudflare.ipv4[0]!;
    expect(await get(servers, "mta-sts.deep.example.org", { address })).toMatchObject({ status: 200 });
    await expect(get(servers, "mta-sts.other.example.org", { address })).rejects.toThrow("handshake failure");
  });

  it("that the runtime refuses gives 500, and the sandbox says why", async () => {
    putScript(POLICY, "this is no module {");
    addCustomDomain();
    expect((await fromEdge()).status).toBe(500);
    expect(servers.https.errors.list()[0]?.message).toMatch("SyntaxError");
  });

  it("is not reached over CloudFront's edge", async () => {
    addCustomDomain();
    await expect(get(servers, HOST)).rejects.toThrow("handshake failure");
  });
});

describe("a Worker behind a route", () => {
  it("answers where a proxied record leads traffic to the edge", async () => {
    addRoute(`${HOST}/*`);
    expect(await fromEdge()).toMatchObject({ status: 409, body: "error code: 1001" });
    addRecord("AAAA", "100::");
    expect(await fromEdge()).toMatchObject({ status: 200, body: POLICY });
  });

  it("answers for the paths of its pattern; the rest goes to an origin that is not there", async () => {
    addRecord("A", "192.0.2.1");
    addRoute(`${HOST}/.well-known/*`);
    expect(await fromEdge()).toMatchObject({ status: 200 });
    expect(await fromEdge({ path: "/other" })).toMatchObject({ status: 522 });
  });

  it.each([
    ["*.example.org/*", true],
    ["*example.org/*", true],
    ["example.org/*", false],
    [`https://${HOST}/.well-known/mta-sts.txt`, true],
    [HOST, false],
  ])("matches %s: %s", async (pattern, matches) => {
    addRecord("A", "192.0.2.1");
    addRoute(pattern);
    expect((await fromEdge()).status).toBe(matches ? 200 : 522);
  });

  it("gives way to a longer pattern without a script", async () => {
    addRecord("A", "192.0.2.1");
    addRoute("*.example.org/*");
    addRoute(`${HOST}/.well-known/*`, "");
    expect((await fromEdge()).status).toBe(522);
  });

  it("that names a missing script is an error of Cloudflare's", async () => {
    addRecord("A", "192.0.2.1");
    addRoute(`${HOST}/*`, "gone");
    expect(await fromEdge()).toMatchObject({ status: 500, body: "error code: 1042" });
  });
});

it("a proxied CNAME to a distribution is fetched from it, by the viewer's Host", async () => {
  addRecord("CNAME", "d1.cloudfront.net");
  expect((await fromEdge()).status).toBe(403);
  state.distributions.get("E1")!.aliases.push(HOST);
  expect(await fromEdge()).toMatchObject({ status: 200, body: POLICY, headers: { server: "cloudflare" } });
});

it("both hosts can have one name at the same time: the address decides", async () => {
  addCustomDomain();
  putScript("from the Worker");
  state.distributions.get("E1")!.aliases.push(HOST);
  state.certificates.get("C1")!.subjectAlternativeNames.push(HOST);
  expect((await fromEdge()).body).toBe("from the Worker");
  expect((await get(servers, "d1.cloudfront.net", { host: HOST })).body).toBe(POLICY);
});

it("runtimes end with the servers", async () => {
  addCustomDomain();
  await fromEdge();
  const children = () => readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim();
  await servers.close();
  if (process.platform === "linux") expect(children()).toBe("");
  servers = await startServers(state);
});
