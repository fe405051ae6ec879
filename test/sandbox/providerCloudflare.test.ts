import type { Properties } from "../../sandbox/provider/values";
import { unknown } from "../../sandbox/provider/values";
import { refusal, startWorld, type World } from "./providerClient";

const dnsRecord = "cloudflare:index/dnsRecord:DnsRecord";
const script = "cloudflare:index/workersScript:WorkersScript";
const domain = "cloudflare:index/workersCustomDomain:WorkersCustomDomain";
const route = "cloudflare:index/workersRoute:WorkersRoute";
const zone = "cloudflare:index/zone:Zone";
const zoneId = "0123456789abcdef0123456789abcdef";
const accountId = "9a7806061c88ada191ed06f989cc3dac";

let world: World;
beforeEach(async () => {
  world = await startWorld({ cloudflare: [{ name: "example.com", id: zoneId }] });
});
afterEach(async () => {
  await world.close();
});

const txt = (name: string, content: string, more: Properties = {}): Properties => ({
  ...{ zoneId, name, type: "TXT", ttl: 300, content, proxied: false },
  ...more,
});
const create = (inputs: Properties) => world.engine.create(dnsRecord, "r", inputs);
const records = () => world.cloud.cloudflareDns.getZone(zoneId).records;

describe("cloudflare.DnsRecord", () => {
  it("has its own id, and no drift in the service's form", async () => {
    const { id, inputs, outputs } = await create(txt("_mta-sts.example.com", '"v=STSv1; id=1;"'));
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(outputs).toMatchObject({ proxiable: false, meta: "{}", tags: [] });
    expect(await world.engine.read(dnsRecord, "r", id, outputs, inputs)).toEqual({ id, inputs, outputs });
  });

  it.each([
    ["an unquoted TXT", txt("_mta-sts.example.com", "v=STSv1; id=1;"), "content", '"v=STSv1; id=1;"'],
    [
      "a trailing dot of its target",
      txt("www.example.com", "target.example.", { type: "CNAME" }),
      "content",
      "target.example",
    ],
    ["a trailing dot of its name", txt("_mta-sts.example.com.", '"x"'), "name", "_mta-sts.example.com"],
    ["capitals in its name", txt("_MTA-STS.example.com", '"x"'), "name", "_mta-sts.example.com"],
  ])("changes for ever with %s", async (_what, given, property, kept) => {
    const { engine } = world;
    const { id, ...created } = await create(given);
    let { inputs, outputs } = created;
    expect(outputs[property]).toBe(given[property]);
    for (let round = 0; round < 2; round++) {
      const found = await engine.read(dnsRecord, "r", id, outputs, inputs);
      expect(found.inputs[property]).toBe(kept);
      expect((await engine.diff(dnsRecord, found.inputs, given, found.outputs)).detail).toEqual({
        [property]: "UPDATE",
      });
      outputs = await engine.update(dnsRecord, "r", id, { state: found.outputs, olds: found.inputs, news: given });
      inputs = given;
    }
    expect(records()).toHaveLength(1);
  });

  it("sees no change in the case of a CNAME's target, nor in a relative name", async () => {
    const { engine } = world;
    const { id, inputs, outputs } = await create(txt("www", "Target.example", { type: "CNAME" }));
    const found = await engine.read(dnsRecord, "r", id, outputs, inputs);
    expect(found.outputs).toMatchObject({ name: "www.example.com", settings: { flattenCname: false } });
    expect((await engine.diff(dnsRecord, found.inputs, inputs, found.outputs)).changed).toBe(false);
    const shorter = { ...inputs, name: "ww" };
    expect((await engine.diff(dnsRecord, found.inputs, shorter, found.outputs)).changed).toBe(true);
  });

  it("takes a changed name as an update in place, a changed type as a replacement", async () => {
    const { engine } = world;
    const { id, inputs, outputs } = await create(txt("a.example.com", '"x"'));
    const renamed = { ...inputs, name: "b.example.com" };
    expect(await engine.diff(dnsRecord, inputs, renamed, outputs)).toMatchObject({
      replaces: [],
      detail: { name: "UPDATE" },
    });
    const planned = await engine.update(dnsRecord, "r", id, {
      state: outputs,
      olds: inputs,
      news: renamed,
      preview: true,
    });
    expect(planned).toMatchObject({ name: "b.example.com", modifiedOn: unknown, createdOn: outputs.createdOn });
    await engine.update(dnsRecord, "r", id, { state: outputs, olds: inputs, news: renamed });
    expect(records()).toMatchObject([{ id, name: "b.example.com" }]);
    expect((await engine.diff(dnsRecord, inputs, { ...inputs, type: "CNAME" }, outputs)).replaces).toEqual(["type"]);
  });

  it("lets a second TXT stand beside a foreign one, and not an identical one", async () => {
    world.cloud.putRecord(zoneId, { name: "_mta-sts.example.com", type: "TXT", values: ["v=STSv1; id=old;"] });
    await create(txt("_mta-sts.example.com", '"v=STSv1; id=new;"'));
    expect(records()).toHaveLength(2);
    expect(await refusal(create(txt("_mta-sts.example.com", '"v=STSv1; id=old;"')))).toMatch(
      /^failed to make http request: POST "https:\/\/api\.cloudflare\.com\/client\/v4\/zones\/[0-9a-f]{32}\/dns_records": 400 Bad Request \{"success":false,"errors":\[\{"code":81058,/,
    );
  });

  it("needs a TTL, automatic if proxied", async () => {
    const { ttl, ...without } = txt("a.example.com", '"x"');
    expect(ttl).toBe(300);
    expect(await refusal(world.engine.check(dnsRecord, "r", without))).toMatch(/The argument "ttl" is required/);
    const proxied = txt("www.example.com", "target.example", { type: "CNAME", proxied: true });
    expect(await refusal(create(proxied))).toMatch(/^ttl must be set to 1 when `proxied` is true/);
    const { id, inputs, outputs } = await create({ ...proxied, ttl: 1 });
    expect(outputs).toMatchObject({ proxied: true, proxiable: true });
    const change = { state: outputs, olds: inputs, news: proxied };
    expect(await refusal(world.engine.update(dnsRecord, "r", id, change))).toMatch(/^ttl must be set to 1/);
  });

  it("refuses an unknown type, and content beside data", async () => {
    expect(await refusal(world.engine.check(dnsRecord, "r", txt("a", "x", { type: "SPF" })))).toMatch(
      /^type: Attribute type value must be one of: .*got: "SPF"/,
    );
    expect(await refusal(world.engine.check(dnsRecord, "r", txt("a", "x", { data: {} })))).toMatch(
      /"data" cannot be specified when "content" is specified/,
    );
  });

  it("writes a CAA record from its data", async () => {
    const { content, ...caa } = txt("example.com", "", {
      type: "CAA",
      data: { flags: 0, tag: "issue", value: "amazon.com" },
    });
    expect(content).toBe("");
    const { id, inputs, outputs } = await create(caa);
    expect(outputs.content).toBe('0 issue "amazon.com"');
    expect(await world.engine.read(dnsRecord, "r", id, outputs, inputs)).toEqual({ id, inputs, outputs });
  });

  it("is refused tags and comments as the zone's plan says", async () => {
    expect(await refusal(create(txt("a.example.com", '"x"', { tags: ["a:b"] })))).toMatch(/"code":9300/);
    await create(txt("a.example.com", '"x"', { comment: "MTA-STS" }));
    expect(records()[0]?.comment).toBe("MTA-STS");
  });

  it("is gone on refresh, and an error on deletion, once somebody deleted it", async () => {
    const { id, inputs, outputs } = await create(txt("a.example.com", '"x"'));
    world.cloud.cloudflareDns.deleteRecord(zoneId, id);
    expect((await world.engine.read(dnsRecord, "r", id, outputs, inputs)).id).toBe("");
    expect(await refusal(world.engine.delete(dnsRecord, "r", id, outputs))).toMatch(
      /^failed to make http request: DELETE .*"code":81044/,
    );
  });

  it("is imported by zone and record, with what somebody wrote", async () => {
    world.cloud.putRecord(zoneId, { name: "example.com", type: "MX", values: ["10 mx1.example.com"] });
    const id = records()[0]?.id ?? "";
    expect(await world.engine.read(dnsRecord, "r", `${zoneId}/${id}`)).toMatchObject({
      id,
      inputs: {
        zoneId,
        name: "example.com",
        type: "MX",
        content: "mx1.example.com",
        priority: 10,
        ttl: 300,
        proxied: false,
      },
    });
    expect(await refusal(world.engine.read(dnsRecord, "r", id))).toMatch(
      /expected urlencoded segments "<zone_id>\/<dns_record_id>"/,
    );
  });
});

describe("Cloudflare Workers", () => {
  const scriptInputs = (text: string): Properties => ({
    ...{
      accountId,
      scriptName: "mta-sts",
      mainModule: "worker.js",
      content: "export default {}",
      compatibilityDate: "2025-01-01",
    },
    bindings: [{ name: "POLICY", type: "plain_text", text }],
  });
  const domainInputs = { accountId, hostname: "mta-sts.example.com", service: "mta-sts", zoneId };

  it("deploy a script with its bindings, and update it in place", async () => {
    const { engine, cloud } = world;
    const { id, inputs, outputs } = await engine.create(script, "w", scriptInputs("one"));
    expect(id).toBe("mta-sts");
    expect(await engine.read(script, "w", id, outputs, inputs)).toEqual({ id, inputs, outputs });
    const news = await engine.check(script, "w", scriptInputs("two"), inputs);
    expect((await engine.diff(script, inputs, news)).detail).toEqual({ "bindings[0].text": "UPDATE" });
    const planned = await engine.update(script, "w", id, { state: outputs, olds: inputs, news, preview: true });
    expect(planned).toMatchObject({ etag: unknown, modifiedOn: unknown, scriptName: "mta-sts" });
    await engine.update(script, "w", id, { state: outputs, olds: inputs, news });
    expect(cloud.workers.getScript(accountId, "mta-sts").bindings).toEqual([
      { name: "POLICY", type: "plain_text", text: "two" },
    ]);
    expect((await engine.diff(script, inputs, { ...inputs, scriptName: "other" })).replaces).toEqual(["scriptName"]);
  });

  it("refuse two sources of a script", async () => {
    expect(await refusal(world.engine.check(script, "w", { ...scriptInputs(""), contentFile: "w.js" }))).toMatch(
      /"contentFile" cannot be specified/,
    );
  });

  it("attach a custom domain, found by zone name and host too", async () => {
    const { engine } = world;
    await engine.create(script, "w", scriptInputs("one"));
    const { id, inputs, outputs } = await engine.create(domain, "d", domainInputs);
    expect(outputs).toMatchObject({ zoneName: "example.com", environment: "production" });
    expect(await engine.read(domain, "d", id, outputs, inputs)).toEqual({ id, inputs, outputs });
    expect((await engine.diff(domain, inputs, { ...inputs, service: "other" })).replaces).toEqual(["service"]);
    expect(await refusal(engine.delete(script, "w", "mta-sts", { accountId }))).toMatch(
      /still referenced by: mta-sts\.example\.com/,
    );
    await engine.delete(domain, "d", id, outputs);
    const { zoneId: given, ...byHost } = domainInputs;
    expect((await engine.create(domain, "e", { ...byHost, zoneName: "example.com" })).outputs.zoneId).toBe(given);
    await engine.create(domain, "f", { ...byHost, hostname: "www.example.com" });
    expect((await engine.read(domain, "d", id, outputs, inputs)).id).toBe("");
    await world.engine.read(domain, "e", `${accountId}/${[...world.cloud.state.workerCustomDomains.keys()][0] ?? ""}`);
  });

  it("refuse a custom domain where a record is", async () => {
    await world.engine.create(script, "w", scriptInputs("one"));
    world.cloud.putRecord(zoneId, { name: "mta-sts.example.com", type: "CNAME", values: ["d1.cloudfront.net"] });
    expect(await refusal(world.engine.create(domain, "d", domainInputs))).toMatch(/409 Conflict .*"code":100117/);
  });

  it("route a pattern, and change it in place", async () => {
    const { engine, cloud } = world;
    await engine.create(script, "w", scriptInputs("one"));
    const { id, inputs, outputs } = await engine.create(route, "r", {
      zoneId,
      pattern: "mta-sts.example.com/*",
      script: "mta-sts",
    });
    const news = { ...inputs, pattern: "*.example.com/*" };
    expect((await engine.diff(route, inputs, news)).replaces).toEqual([]);
    await engine.update(route, "r", id, { state: outputs, olds: inputs, news });
    expect(cloud.workerRoutes.getRoute(zoneId, id).pattern).toBe("*.example.com/*");
    expect(await engine.read(route, "r", `${zoneId}/${id}`)).toMatchObject({ id, inputs: news });
    await engine.delete(route, "r", id, outputs);
    expect((await engine.read(route, "r", id, outputs, inputs)).id).toBe("");
  });
});

describe("a look-up of Cloudflare records", () => {
  const getDnsRecords = "cloudflare:index/getDnsRecords:getDnsRecords";
  const found = async (filter: Properties) =>
    (await world.engine.invoke(getDnsRecords, { zoneId, ...filter })).results as Properties[];

  it("lists those that fit every filter, each with its own id", async () => {
    const { id } = await create(txt("_mta-sts.example.com", '"v=STSv1; id=1;"'));
    await create(txt("_mta-sts.example.com", '"other"'));
    await create(txt("example.com", "mx1.example.com", { type: "MX", priority: 10 }));
    expect(await found({})).toHaveLength(3);
    expect(await found({ name: { exact: "_MTA-STS.example.com" }, type: "TXT" })).toHaveLength(2);
    const fitting = await found({ name: { startswith: "_mta" }, content: { contains: "STSv1" } });
    expect(fitting).toEqual([expect.objectContaining({ id, content: '"v=STSv1; id=1;"', ttl: 300 })]);
    expect(await found({ type: "MX" })).toEqual([
      expect.objectContaining({ content: "mx1.example.com", priority: 10, tags: [] }),
    ]);
    expect(await found({ maxItems: 1, name: { endswith: "example.com" } })).toHaveLength(1);
    expect(await found({ proxied: true })).toEqual([]);
    world.cloud.workers.putScript({
      ...{ accountId, name: "w", mainModule: "w.js", content: "export default {}", bindings: [] },
    });
    world.cloud.workerDomains.putCustomDomain({ accountId, hostname: "mta-sts.example.com", service: "w" });
    const [managed] = await found({ name: { exact: "mta-sts.example.com" } });
    expect(managed).toMatchObject({ type: "AAAA", content: "100::", proxied: true });
    expect(JSON.parse(managed!.meta as string)).toMatchObject({ origin_worker_id: expect.any(String) as string });
  });

  it("is refused for a zone that is not there, and for filters that the sandbox has not", async () => {
    expect(await refusal(world.engine.invoke(getDnsRecords, { zoneId: "f".repeat(32) }))).toMatch(/"code":1001/);
    expect(await refusal(found({ search: "mta" }))).toMatch(/cannot filter DNS records by search/);
  });
});

describe("Cloudflare zones", () => {
  const getZone = "cloudflare:index/getZone:getZone";

  it("are pending until their parent delegates to them", async () => {
    const { engine, cloud } = world;
    const { id, outputs, inputs } = await engine.create(zone, "z", { name: "example.org", account: { id: accountId } });
    expect(outputs).toMatchObject({
      name: "example.org",
      status: "pending",
      type: "full",
      paused: false,
      account: { id: accountId },
    });
    cloud.delegate("example.org", id);
    expect((await engine.read(zone, "z", id, outputs, inputs)).outputs.status).toBe("active");
    await engine.delete(zone, "z", id, outputs);
    expect(cloud.state.delegations.has("example.org")).toBe(false);
    expect((await engine.read(zone, "z", id, outputs, inputs)).id).toBe("");
  });

  it("are found by id, and by name in an account", async () => {
    const { engine } = world;
    expect(await engine.invoke(getZone, { zoneId })).toMatchObject({
      id: zoneId,
      zoneId,
      name: "example.com",
      status: "active",
    });
    const filter = { name: "example.com", account: { id: accountId } };
    expect(await engine.invoke(getZone, { filter })).toMatchObject({ zoneId, plan: { legacyId: "free" } });
  });

  it("are refused as the service and the provider refuse them", async () => {
    const { engine } = world;
    expect(await refusal(engine.invoke(getZone, { zoneId: "f".repeat(32) }))).toMatch(
      /"code":1001,"message":"Invalid zone identifier"/,
    );
    expect(await refusal(engine.invoke(getZone, { zoneId: "example.com" }))).toMatch(/"code":7003/);
    expect(await refusal(engine.invoke(getZone, { zoneId: "" }))).toMatch(/empty or null zone ID/);
    expect(await refusal(engine.invoke(getZone, { filter: { name: "example.org" } }))).toMatch(
      /failed to find exactly one result: 0 found/,
    );
    expect(await refusal(engine.create(zone, "z", { name: "example.com", account: {} }))).toMatch(/"code":1061/);
  });
});
