import type { CloudState, Distribution } from "../../sandbox/cloud/state";
import { type Servers, startServers } from "../../sandbox/net";
import {
  bucketPolicy,
  CACHING_OPTIMIZED,
  distribution,
  exampleCloud,
  get,
  type GetOptions,
  POLICY,
  putPolicy,
} from "./netFixture";

const HOST = "mta-sts.example.com";
let clock = 0;
let state: CloudState;
let servers: Servers;

beforeEach(async () => {
  clock = Date.parse("2026-11-01T12:00:00Z");
  state = await exampleCloud();
  servers = await startServers(state, { now: () => clock });
});
afterEach(() => servers.close());

const policy = (options?: GetOptions) => get(servers, HOST, options);
const configure = (changes: Partial<Distribution>) => state.distributions.set("E1", distribution(changes));
const behaviour = (changes: Partial<Distribution["defaultCacheBehavior"]>) => {
  configure({ defaultCacheBehavior: { ...distribution().defaultCacheBehavior, ...changes } });
};
const bucket = () => state.buckets.get("policy-bucket")!;

describe("a distribution", () => {
  it("serves the object as S3 has it", async () => {
    const { status, headers, body } = await policy();
    expect({ status, body }).toEqual({ status: 200, body: POLICY });
    expect(headers).toMatchObject({
      "content-type": "text/plain",
      "content-length": `${POLICY.length}`,
      "last-modified": "Sun, 01 Nov 2026 10:00:00 GMT",
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string,
      server: "AmazonS3",
      "x-cache": "Miss from cloudfront",
    });
    expect(headers).not.toHaveProperty("age");
  });

  it("answers HEAD without a body, and 304 to a client that has the bytes", async () => {
    const head = await policy({ method: "HEAD" });
    expect(head).toMatchObject({ status: 200, body: "", headers: { "content-length": `${POLICY.length}` } });
    const etag = head.headers["etag"]!;
    expect(await policy({ headers: { "if-none-match": etag } })).toMatchObject({ status: 304, body: "" });
    expect(await policy({ headers: { "if-none-match": '"other"' } })).toMatchObject({ status: 200 });
    const since = { "if-modified-since": "Sun, 01 Nov 2026 10:00:00 GMT" };
    expect(await policy({ headers: since })).toMatchObject({ status: 304 });
  });

  it("does not look at the query", async () => {
    expect(await policy({ path: "/.well-known/mta-sts.txt?x=1" })).toMatchObject({ status: 200, body: POLICY });
  });

  it("shows the right certificate for its alias and for its own name, and none for other names", async () => {
    expect(await policy()).toMatchObject({ status: 200 });
    expect(await get(servers, "d1.cloudfront.net")).toMatchObject({ status: 200 });
    await expect(get(servers, "mta-sts.example.org")).rejects.toThrow("handshake failure");
    expect(servers.https.tlsFailures.list()).toMatchObject([{ serverName: "mta-sts.example.org" }]);
  });

  it("answers by Host, whatever the server name, as the gate relies on", async () => {
    expect(await get(servers, "d1.cloudfront.net", { host: HOST })).toMatchObject({ status: 200, body: POLICY });
    expect(await policy({ host: "mta-sts.example.org" })).toMatchObject({
      status: 403,
      headers: { "content-type": "text/html", "x-cache": "Error from cloudfront" },
    });
  });

  it("covers one label with a wildcard alias", async () => {
    configure({ aliases: ["*.example.com"] });
    expect(await policy()).toMatchObject({ status: 200 });
    await expect(get(servers, "a.mta-sts.example.com")).rejects.toThrow("handshake failure");
  });

  it("answers 403 when it is disabled", async () => {
    configure({ enabled: false });
    expect(await policy()).toMatchObject({ status: 403 });
  });

  it.each([
    ["TLSv1.2_2021", "TLSv1.1", false],
    ["TLSv1.2_2021", "TLSv1.2", true],
    ["TLSv1.1_2016", "TLSv1.1", true],
    ["TLSv1", "TLSv1", true],
    ["TLSv1.3_2025", "TLSv1.2", false],
  ] as const)("with %s takes a client of at most %s: %s", async (minimumProtocolVersion, maxVersion, accepted) => {
    configure({ minimumProtocolVersion });
    const answer = policy({ maxVersion });
    await (accepted
      ? expect(answer).resolves.toMatchObject({ status: 200 })
      : expect(answer).rejects.toThrow("protocol"));
  });

  it.each(["POST", "PUT", "DELETE", "OPTIONS"])("refuses %s, which it does not allow", async (method) => {
    expect(await policy({ method })).toMatchObject({ status: 403, headers: { "content-type": "text/html" } });
  });

  it("passes a method on that it allows: S3 refuses it", async () => {
    behaviour({ allowedMethods: ["GET", "HEAD", "POST", "PUT"] });
    expect(await policy({ method: "POST" })).toMatchObject({
      status: 405,
      headers: { "content-type": "application/xml" },
    });
    expect(await policy({ method: "PUT" })).toMatchObject({ status: 403 });
  });

  it.each([
    ["https-only", 403, "text/html"],
    ["redirect-to-https", 301, undefined],
    ["allow-all", 403, "application/xml"], // the bucket policy denies what does not come over TLS
  ])("over plain HTTP with %s answers %d", async (viewerProtocolPolicy, status, contentType) => {
    behaviour({ viewerProtocolPolicy });
    const answer = await policy({ secure: false });
    expect([answer.status, answer.headers["content-type"]]).toEqual([status, contentType]);
    if (status === 301) expect(answer.headers["location"]).toBe(`https://${HOST}/.well-known/mta-sts.txt`);
  });
});

describe("S3 behind it", () => {
  const code = (body: string) => /<Code>(\w+)<\/Code>/.exec(body)?.[1];

  it.each([
    ["/nothing", 404, "NoSuchKey"],
    ["/", 404, "NoSuchKey"], // the default root object is not there
    ["/.well-known/MTA-STS.txt", 404, "NoSuchKey"],
  ])("has no %s", async (path, status, error) => {
    const answer = await policy({ path });
    expect([answer.status, code(answer.body), answer.headers["content-type"]]).toEqual([
      status,
      error,
      "application/xml",
    ]);
  });

  it("lists the bucket without a default root object", async () => {
    configure({ defaultRootObject: "" });
    const { status, body } = await policy({ path: "/" });
    expect(status).toBe(200);
    expect(body).toMatch("<Key>.well-known/mta-sts.txt</Key>");
  });

  it.each<[string, () => void]>([
    ["the policy is missing", () => delete bucket().policy],
    ["the policy names another distribution", () => (bucket().policy = bucketPolicy("policy-bucket", "arn:aws:other"))],
    ["the distribution signs nothing", () => state.originAccessControls.clear()],
  ])("denies access when %s", async (_what, change) => {
    change();
    const answer = await policy();
    expect([answer.status, code(answer.body)]).toEqual([403, "AccessDenied"]);
  });

  it("does not even say that a key is missing to those who may not list", async () => {
    bucket().policy = bucketPolicy("policy-bucket").replace('"s3:GetObject","s3:ListBucket"', '"s3:GetObject"');
    expect((await policy()).status).toBe(200);
    expect((await policy({ path: "/nothing" })).status).toBe(403);
    expect((await policy({ path: "/" })).status).toBe(403);
  });

  it("lets everyone in with a public policy, unless public access is blocked", async () => {
    state.originAccessControls.clear();
    bucket().policy = JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:Get*", Resource: "arn:aws:s3:::policy-bucket/*" }],
    });
    expect((await policy()).status).toBe(403);
    delete bucket().publicAccessBlock;
    expect((await policy()).status).toBe(200);
  });

  it("says so when the bucket is gone, and CloudFront when the origin is none", async () => {
    state.buckets.clear();
    expect(code((await policy()).body)).toBe("NoSuchBucket");
    configure({ origins: [{ originId: "s3", domainName: "origin.example.net" }] });
    expect((await policy()).status).toBe(502);
  });

  it("reads keys percent-decoded", async () => {
    putPolicy(state, "x", "a b/ü.txt");
    expect((await policy({ path: "/a%20b/%C3%BC.txt" })).body).toBe("x");
    expect((await policy({ path: "/%" })).status).toBe(404);
  });
});

describe("its cache", () => {
  const next = "version: STSv1\r\nmode: enforce\r\nmx: mx1.example.com\r\nmax_age: 604800\r\n";

  it("keeps nothing with CachingDisabled", async () => {
    await policy();
    putPolicy(state, next);
    expect(await policy()).toMatchObject({ body: next, headers: { "x-cache": "Miss from cloudfront" } });
  });

  it("serves stale bytes with any other policy until its time is over", async () => {
    behaviour({ cachePolicyId: CACHING_OPTIMIZED });
    await policy();
    putPolicy(state, next);
    clock += 3_600_000;
    expect(await policy()).toMatchObject({ body: POLICY, headers: { "x-cache": "Hit from cloudfront", age: "3600" } });
    clock += 23 * 3_600_000;
    expect(await policy()).toMatchObject({ body: next, headers: { "x-cache": "Miss from cloudfront" } });
    clock += 24 * 3_600_000;
    expect(await policy()).toMatchObject({ body: next, headers: { "x-cache": "RefreshHit from cloudfront" } });
  });

  it("forgets what is invalidated", async () => {
    behaviour({ cachePolicyId: CACHING_OPTIMIZED });
    await policy();
    putPolicy(state, next);
    servers.https.invalidate("E2");
    expect((await policy()).body).toBe(POLICY);
    servers.https.invalidate("E1");
    expect((await policy()).body).toBe(next);
  });

  it.each([
    ["max-age=60", 60],
    ["public, max-age=5, s-maxage=120", 120],
    ["no-store", 1], // the policy's minimum
  ])("lets the object say %s: %d s", async (cacheControl, seconds) => {
    behaviour({ cachePolicyId: CACHING_OPTIMIZED });
    bucket().objects.get(".well-known/mta-sts.txt")!.cacheControl = cacheControl;
    await policy();
    putPolicy(state, next);
    clock += seconds * 1000 - 1;
    expect((await policy()).body).toBe(POLICY);
    clock += 1;
    expect((await policy()).body).toBe(next);
  });

  it("keeps errors for ten seconds unless told otherwise, even with CachingDisabled", async () => {
    bucket().objects.clear();
    configure({ customErrorResponses: [] });
    expect((await policy()).status).toBe(404);
    putPolicy(state, POLICY);
    clock += 9_999;
    expect(await policy()).toMatchObject({ status: 404, headers: { "x-cache": "Error from cloudfront", age: "9" } });
    clock += 1;
    expect((await policy()).status).toBe(200);
  });

  it("keeps no errors with a minimum of zero", async () => {
    bucket().objects.clear();
    expect((await policy()).status).toBe(404);
    putPolicy(state, POLICY);
    expect((await policy()).status).toBe(200);
  });

  it("shows the custom page for an error: HTML with 200, as single-page applications do", async () => {
    putPolicy(state, "<html>", "index.html");
    configure({ customErrorResponses: [{ errorCode: 404, responseCode: 200, responsePagePath: "/index.html" }] });
    expect(await policy({ path: "/nothing" })).toMatchObject({ status: 200, body: "<html>" });
    configure({ customErrorResponses: [{ errorCode: 404, responseCode: 200, responsePagePath: "/missing.html" }] });
    expect(await policy({ path: "/nothing2" })).toMatchObject({ status: 404 });
  });
});

it("an access log tells who asked for what", async () => {
  await policy({ headers: { "user-agent": "a-sender" } });
  expect(servers.https.requests.list()).toMatchObject([
    {
      edge: "cloudfront",
      address: "127.0.0.1",
      serverName: HOST,
      host: HOST,
      method: "GET",
      path: "/.well-known/mta-sts.txt",
      status: 200,
      userAgent: "a-sender",
    },
  ]);
  expect(servers.https.errors.list()).toEqual([]);
});
