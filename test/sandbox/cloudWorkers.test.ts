import { createCloud, type WorkerScript } from "../../sandbox/cloud";

const zoneId = "0123456789abcdef0123456789abcdef";
const accountId = "9a7806061c88ada191ed06f989cc3dac";
const hostname = "mta-sts.example.com";
const script = (more: Partial<WorkerScript> = {}): WorkerScript => ({
  ...{ accountId, name: "mta-sts", mainModule: "worker.js", content: "export default {}", bindings: [] },
  ...more,
});

function cloudWithScript() {
  const cloud = createCloud({ cloudflare: [{ name: "example.com", id: zoneId }] });
  cloud.workers.putScript(script());
  return cloud;
}

function refusal(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

describe("a Worker script", () => {
  it("is replaced by one of the same name", () => {
    const cloud = cloudWithScript();
    const first = cloud.workers.getScript(accountId, "mta-sts");
    cloud.workers.putScript(script({ content: "export default { fetch }" }));
    const second = cloud.workers.getScript(accountId, "mta-sts");
    expect(second).toMatchObject({ content: "export default { fetch }", createdOn: first.createdOn });
  });

  it.each<[string, Partial<WorkerScript>, number]>([
    ["a name in capitals", { name: "MTA-STS" }, 10016],
    ["a name of 64 characters", { name: "x".repeat(64) }, 10016],
    ["no content", { content: "" }, 10021],
    ["a compatibility date to come", { compatibilityDate: "2999-01-01" }, 10021],
    [
      "two bindings of one name",
      { bindings: [1, 2].map((n) => ({ name: "POLICY", type: "plain_text", text: String(n) })) },
      10021,
    ],
    ["a text binding over 5 KB", { bindings: [{ name: "POLICY", type: "plain_text", text: "x".repeat(5121) }] }, 10054],
  ])("is refused with %s", (_what, more, code) => {
    expect(refusal(() => createCloud().workers.putScript(script(more)))).toMatchObject({ status: 400, code });
  });

  it("is known to its account only", () => {
    expect(() => cloudWithScript().workers.getScript("another", "mta-sts")).toThrow(/404 Not Found .*"code":10007/);
  });

  it("stays while a custom domain or a route leads to it", () => {
    const cloud = cloudWithScript();
    const { id } = cloud.workerDomains.putCustomDomain({ accountId, hostname, service: "mta-sts" });
    const inUse = /"code":10064,"message":"Cannot delete this Worker as it is still referenced by: /;
    expect(() => {
      cloud.workers.deleteScript(accountId, "mta-sts");
    }).toThrow(inUse);
    cloud.workerDomains.deleteCustomDomain(accountId, id);
    const route = cloud.workerRoutes.createRoute({ zoneId, pattern: `${hostname}/*`, script: "mta-sts" });
    expect(() => {
      cloud.workers.deleteScript(accountId, "mta-sts");
    }).toThrow(inUse);
    cloud.workerRoutes.deleteRoute(zoneId, route.id);
    cloud.workers.deleteScript(accountId, "mta-sts");
    expect(cloud.state.workerScripts.size).toBe(0);
  });
});

describe("a Worker custom domain", () => {
  it("brings its proxied record, which nobody else may change, and takes it away again", () => {
    const cloud = cloudWithScript();
    const { id } = cloud.workerDomains.putCustomDomain({ accountId, hostname, service: "mta-sts", zoneId });
    const [record] = cloud.cloudflareDns.getZone(zoneId).records;
    expect(record).toMatchObject({ name: hostname, type: "AAAA", content: "100::", proxied: true, workerDomainId: id });
    const recordId = record?.id ?? "";
    expect(() => {
      cloud.cloudflareDns.deleteRecord(zoneId, recordId);
    }).toThrow(/403 Forbidden .*managed by Workers/);
    cloud.workerDomains.deleteCustomDomain(accountId, id);
    expect(cloud.cloudflareDns.getZone(zoneId).records).toEqual([]);
    expect(() => cloud.workerDomains.getCustomDomain(accountId, id)).toThrow(/404 Not Found/);
  });

  it.each(["A", "AAAA", "CNAME"])("is refused where an %s record is", (type) => {
    const cloud = cloudWithScript();
    const values = { A: "192.0.2.1", AAAA: "2001:db8::1", CNAME: "d1.cloudfront.net" };
    cloud.putRecord(zoneId, { name: hostname, type, values: [values[type as keyof typeof values]] });
    expect(() => cloud.workerDomains.putCustomDomain({ accountId, hostname, service: "mta-sts" })).toThrow(
      /409 Conflict .*"code":100117,"message":"Hostname 'mta-sts\.example\.com' already has externally managed DNS records \(A, CNAME, etc\)/,
    );
  });

  it("does not mind a TXT record", () => {
    const cloud = cloudWithScript();
    cloud.putRecord(zoneId, { name: hostname, type: "TXT", values: ["x"] });
    expect(() => cloud.workerDomains.putCustomDomain({ accountId, hostname, service: "mta-sts" })).not.toThrow();
  });

  it("belongs to one script, and is the same when it is put again", () => {
    const cloud = cloudWithScript();
    cloud.workers.putScript(script({ name: "other" }));
    const put = (service: string) => cloud.workerDomains.putCustomDomain({ accountId, hostname, service });
    expect(put("mta-sts")).toBe(put("mta-sts"));
    expect(() => put("other")).toThrow(/409 Conflict .*"code":100116/);
  });

  it("needs a script, and a zone that holds the name", () => {
    const cloud = cloudWithScript();
    const domain = { accountId, hostname, service: "mta-sts" };
    expect(() => cloud.workerDomains.putCustomDomain({ ...domain, service: "none" })).toThrow(/"code":10007/);
    expect(() => cloud.workerDomains.putCustomDomain({ ...domain, hostname: "mta-sts.example.org" })).toThrow(
      /"code":100114/,
    );
    expect(() => cloud.workerDomains.putCustomDomain({ ...domain, hostname: "a.example.org", zoneId })).toThrow(
      /"code":100114/,
    );
  });
});

describe("a Worker route", () => {
  const route = { zoneId, pattern: `${hostname}/*`, script: "mta-sts" };

  it("changes in place", () => {
    const cloud = cloudWithScript();
    const created = cloud.workerRoutes.createRoute(route);
    cloud.workerRoutes.updateRoute({ ...created, pattern: "*.example.com/*" });
    expect(cloud.workerRoutes.getRoute(zoneId, created.id).pattern).toBe("*.example.com/*");
  });

  it("is refused twice, for another zone's host, and without its script", () => {
    const cloud = cloudWithScript();
    cloud.workerRoutes.createRoute(route);
    expect(() => cloud.workerRoutes.createRoute(route)).toThrow(/409 Conflict .*"code":10020/);
    expect(() => cloud.workerRoutes.createRoute({ ...route, pattern: "example.org/*" })).toThrow(/"code":10022/);
    expect(() => cloud.workerRoutes.createRoute({ ...route, pattern: "a.example.com/*", script: "none" })).toThrow(
      /"code":10019/,
    );
    expect(() => cloud.workerRoutes.getRoute(zoneId, "none")).toThrow(/404 Not Found/);
  });

  it("may lead past every Worker", () => {
    expect(() => cloudWithScript().workerRoutes.createRoute({ ...route, script: "" })).not.toThrow();
  });
});
