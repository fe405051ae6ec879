import "reflect-metadata";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import { createCa, type CertificateAuthority, type IssueOptions } from "../../sandbox/net/ca";
import { fetchPolicy, type PolicyFetch, type PolicyRequest } from "../../src/net/policyFetch";
import { resolverAt } from "../../src/net/resolver";
import { a, fromTable, tinyDns } from "./support/tinyDns";

const host = "mta-sts.example.com";
const policy = "version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n";
let ca: CertificateAuthority;
const open: Server[] = [];
beforeAll(async () => {
  ca = await createCa();
});
afterEach(async () => {
  await Promise.all(
    open.splice(0).map(
      (server) =>
        new Promise((resolve) => {
          server.close(resolve);
          if ("closeAllConnections" in server) (server as ReturnType<typeof createServer>).closeAllConnections();
        }),
    ),
  );
});
async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

interface Served extends IssueOptions {
  names?: string[];
  authority?: CertificateAuthority;
  maxVersion?: "TLSv1.1";
  request?: Partial<PolicyRequest>;
}
async function fetchFrom(answer: RequestListener, served: Served = {}): Promise<PolicyFetch> {
  const { names = [host], authority = ca, maxVersion, request, ...issue } = served;
  const { chain, key } = await authority.issue(names, issue);
  const old = maxVersion ? { maxVersion, minVersion: "TLSv1" as const, ciphers: "DEFAULT@SECLEVEL=0" } : {};
  const server = createTlsServer({ cert: chain, key, ...old }, answer);
  server.on("tlsClientError", () => undefined);
  const port = await listen(server);
  return fetchPolicy({ host, ca: ca.certPem, connectTo: { host: "127.0.0.1", port }, timeoutMs: 3000, ...request });
}
const good: RequestListener = (_, response) => response.writeHead(200, { "content-type": "text/plain" }).end(policy);
const page =
  (status: number, headers: Record<string, string>, body: string): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

test("a good answer gives the bytes, the certificate and where they came from", async () => {
  let seen: { host?: string; path?: string; agent?: string; sni?: unknown } = {};
  const fetched = await fetchFrom((request, response) => {
    const socket = request.socket as unknown as { servername: string };
    seen = {
      host: request.headers.host,
      path: request.url,
      agent: request.headers["user-agent"],
      sni: socket.servername,
    };
    good(request, response);
  });
  expect(seen).toEqual({ host, path: "/.well-known/mta-sts.txt", agent: "mta-sts-fetch", sni: host });
  expect(fetched).toMatchObject({ ok: true, kind: "ok", status: 200, contentType: "text/plain", protocol: "TLSv1.3" });
  expect(fetched.bytes?.toString()).toBe(policy);
  expect(fetched.certificate?.names).toEqual([host]);
});

test.each<[string, RequestListener, object]>([
  [
    "a redirect is not followed",
    page(301, { location: "https://www.example.com/" }, ""),
    {
      kind: "redirect",
      location: "https://www.example.com/",
      seen: "status 301, a redirect to https://www.example.com/",
    },
  ],
  [
    "404 is no policy",
    page(404, { "content-type": "text/plain" }, "no"),
    { kind: "status", status: 404, seen: "status 404 (Content-Type text/plain), and only 200 is a policy" },
  ],
  ["204 is no policy", page(204, {}, ""), { kind: "status", status: 204 }],
  [
    "HTML with 200",
    page(200, { "content-type": "text/html; charset=utf-8" }, "<!DOCTYPE html><p>hi"),
    { kind: "html", seen: "an HTML page with status 200 (Content-Type text/html; charset=utf-8)" },
  ],
  ["HTML named text/plain", page(200, { "content-type": "text/plain" }, "\n<html>"), { kind: "html" }],
  [
    "another media type",
    page(200, { "content-type": "application/octet-stream" }, policy),
    { kind: "notText", seen: "Content-Type application/octet-stream instead of text/plain" },
  ],
  ["no media type", page(200, {}, policy), { kind: "notText", seen: "no Content-Type instead of text/plain" }],
  ["more than 64 KB", page(200, { "content-type": "text/plain" }, "x".repeat(65537)), { kind: "tooLarge" }],
  [
    "a compressed body",
    page(200, { "content-type": "text/plain", "content-encoding": "gzip" }, "x"),
    { kind: "encoded" },
  ],
  [
    "Cloudflare's challenge by its header",
    page(403, { "cf-mitigated": "challenge" }, ""),
    { kind: "botChallenge", service: "Cloudflare" },
  ],
  [
    "Cloudflare's challenge by its page",
    page(503, {}, "<title>Just a moment...</title>"),
    { kind: "botChallenge", service: "Cloudflare" },
  ],
  [
    "AWS WAF's challenge",
    page(202, { "x-amzn-waf-action": "challenge" }, ""),
    { kind: "botChallenge", service: "AWS WAF" },
  ],
  [
    "control characters are never shown",
    page(302, { location: "/\u009b31m" }, ""),
    { kind: "redirect", location: "/\\x9b31m" },
  ],
  [
    "an answer that is cut off",
    (_, response) => {
      response.writeHead(200, { "content-length": "99" }).write("x");
      response.destroy();
    },
    { kind: "http" },
  ],
])("%s", async (_, answer, expected) => {
  expect(await fetchFrom(answer)).toMatchObject({ ok: false, ...expected });
});

test("exactly 64 KB is read", async () => {
  const fetched = await fetchFrom(page(200, { "content-type": "Text/PLAIN; charset=us-ascii" }, "x".repeat(65536)));
  expect(fetched).toMatchObject({ ok: true });
  expect(fetched.bytes).toHaveLength(65536);
});

const day = 86_400_000;
test.each<[string, Served, object]>([
  ["expired", { notBefore: new Date(Date.now() - 9 * day), days: 5 }, { reason: "expired" }],
  ["not yet valid", { notBefore: new Date(Date.now() + day) }, { reason: "notYetValid" }],
  ["self-signed", { selfSigned: true }, { reason: "selfSigned" }],
  [
    "another name",
    { names: ["www.example.com"] },
    {
      reason: "nameMismatch",
      seen: expect.stringMatching(/the certificate is for www\.example\.com, not for mta-sts\.example\.com$/) as string,
    },
  ],
  ["a wildcard over two labels", { names: ["*.com"] }, { reason: "nameMismatch" }],
  ["no chain", { missingIntermediate: true }, { reason: "incompleteChain" }],
  ["TLS 1.1 at most", { maxVersion: "TLSv1.1" }, { reason: "protocol" }],
])("a certificate or version that senders refuse: %s", async (_, served, expected) => {
  let asked = false;
  const fetched = await fetchFrom(() => {
    asked = true;
  }, served);
  expect(fetched).toMatchObject({ ok: false, kind: "tls", ...expected });
  expect(asked).toBe(false); // nothing is sent over a connection that is not authenticated
});

test("a root that nobody trusts", async () => {
  expect(await fetchFrom(good, { authority: await createCa() })).toMatchObject({ kind: "tls", reason: "untrusted" });
});

test("a wildcard of one label is accepted", async () => {
  expect(await fetchFrom(good, { names: ["*.example.com"] })).toMatchObject({ ok: true });
});

test("a server that never ends is a timeout", async () => {
  const drip: RequestListener = (_, response) => {
    const timer = setInterval(() => response.write("x"), 20);
    response.on("close", () => {
      clearInterval(timer);
    });
  };
  const fetched = await fetchFrom(drip, { request: { timeoutMs: 300 } });
  expect(fetched).toMatchObject({ kind: "timeout" });
  expect(fetched.ms).toBeLessThan(1500);
});

test("a server that accepts and says nothing is a timeout", async () => {
  const port = await listen(createTcpServer((socket) => socket.resume()));
  const fetched = await fetchPolicy({ host, connectTo: { host: "127.0.0.1", port }, timeoutMs: 200 });
  expect(fetched).toMatchObject({ kind: "timeout", seen: `no complete answer from 127.0.0.1:${port} within 0.2 s` });
});

test("a closed port", async () => {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  const fetched = await fetchPolicy({ host, connectTo: { host: "127.0.0.1", port } });
  expect(fetched).toMatchObject({ kind: "connect", seen: `no connection to ${host}: 127.0.0.1:${port}: ECONNREFUSED` });
});

test("names are resolved by the given resolver, and private addresses refused unless asked for", async () => {
  const dns = await tinyDns(fromTable({ [`${host} A`]: [a(host, "10.1.2.3")] }));
  const resolver = resolverAt(dns.server, { timeoutMs: 300, tries: 1 });
  expect(await fetchPolicy({ host, resolver })).toMatchObject({
    kind: "refusedAddress",
    seen: `${host}: 10.1.2.3 is not a public address (private, RFC 1918)`,
  });
  expect(await fetchPolicy({ host: "mta-sts.other.example", resolver })).toMatchObject({
    kind: "dns",
    seen: "mta-sts.other.example does not exist in DNS",
  });
  await dns.close();
});
