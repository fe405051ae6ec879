import { workerName } from "../../src/hosting/workerName";
import { compatibilityDate, mainModule, policyBinding, workerScript } from "../../src/hosting/workerScript";
import { createCloud } from "../../sandbox/cloud";
import { type Servers, startServers } from "../../sandbox/net";
import { exampleCloud, get, POLICY, type Fetched, type GetOptions } from "../sandbox/netFixture";

const host = "mta-sts.example.com";
const workerHost = "mta-sts.example.net";
const path = "/.well-known/mta-sts.txt";

/** One and the same policy, on CloudFront for example.com and in the real Workers runtime for example.net. */
let servers: Servers;
beforeAll(async () => {
  const state = await exampleCloud();
  const cloud = createCloud({ cloudflare: [{ name: "example.net", id: "C1" }] });
  const [accountId, name] = ["a", workerName("example.net")];
  cloud.workers.putScript({
    ...{ accountId, name, mainModule, compatibilityDate, content: workerScript },
    bindings: [{ name: policyBinding, type: "plain_text", text: POLICY }],
  });
  cloud.workerDomains.putCustomDomain({ accountId, hostname: workerHost, service: name });
  for (const part of ["cloudflareZones", "delegations", "workerScripts", "workerCustomDomains"] as const)
    Object.assign(state, { [part]: cloud.state[part] });
  state.delegations.set("example.com", "Z1");
  servers = await startServers(state);
});
afterAll(async () => {
  expect(servers.https.errors.list()).toEqual([]);
  await servers.close();
});

const fromCloudFront = (options: GetOptions) => get(servers, host, options);
const fromWorker = (options: GetOptions) =>
  get(servers, workerHost, { address: servers.https.edges.cloudflare.ipv4[0]!, ...options });

const seen = ({ status, headers, body }: Fetched) => ({
  ...{ status, type: headers["content-type"], to: headers["location"] },
  // The words of an error differ; those of the policy may not.
  ...(status === 200 ? { body } : {}),
});

describe("the Worker, in Cloudflare's own runtime", () => {
  it("serves the policy byte by byte, as text, uncached and untransformed", async () => {
    const { status, body, headers } = await fromWorker({});
    expect({ status, body }).toEqual({ status: 200, body: POLICY });
    expect(headers).toMatchObject({ "content-type": "text/plain", "cache-control": "no-store, no-transform" });
    expect(headers["content-encoding"]).toBeUndefined();
    expect(Object.keys(headers)).not.toContain("set-cookie");
  });

  it("says with HEAD what GET would bring", async () => {
    const { status, body, headers } = await fromWorker({ method: "HEAD" });
    expect({ status, body }).toEqual({ status: 200, body: "" });
    expect(headers["content-type"]).toBe("text/plain");
  });
});

const paths = [
  ...[path, `${path}?x=1`, "/.well-known/mta%2Dsts.txt", "/%2ewell-known/mta-sts.txt", "/.well-known%2Fmta-sts.txt"],
  ...["/", "/?x", "/index.html", "/not-found", "/.well-known", "/.well-known/", `${path}/`, `${path}%00`, "/%zz"],
  ...["/.WELL-KNOWN/mta-sts.txt", "/.well-known/MTA-STS.txt", `/${path}`, `/x/..${path}`, "/.well-known/./mta-sts.txt"],
  ...["/robots.txt", "/favicon.ico", "/.well-known/acme-challenge/x", "/cdn-cgi/trace/x", `/${"x".repeat(2000)}`],
];
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

describe("the Worker answers as CloudFront does", () => {
  it.each(methods)("with %s, on every path, over HTTPS and in plain", async (method) => {
    const requests = paths.flatMap((path) => [true, false].map((secure) => ({ method, path, secure })));
    const ask = (from: (options: GetOptions) => Promise<Fetched>) =>
      Promise.all(requests.map(async (request) => ({ ...request, ...seen(await from(request)) })));
    const [worker, cloudFront] = [await ask(fromWorker), await ask(fromCloudFront)];
    expect(worker).toEqual(cloudFront);
    expect(new Set(worker.map(({ status }) => status))).not.toContain(500);
  });

  it("and never redirects, nor answers 200 with anything but the policy", async () => {
    for (const path of paths) {
      const { status, body, headers } = await fromWorker({ path });
      expect(headers["location"]).toBeUndefined();
      if (status === 200) expect(body).toBe(POLICY);
      else expect(status).toBe(404);
    }
  });
});
