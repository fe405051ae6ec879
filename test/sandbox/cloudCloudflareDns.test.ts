import { type CloudflareZone, createCloud } from "../../sandbox/cloud";
import type { RecordConfig } from "../../sandbox/cloud/cloudflareDns";

const zoneId = "0123456789abcdef0123456789abcdef";

function cloudWithZone(plan?: CloudflareZone["plan"]) {
  const cloud = createCloud({ cloudflare: [{ name: "example.com", id: zoneId, ...(plan && { plan }) }] });
  return { cloud, add: (config: RecordConfig) => cloud.cloudflareDns.createRecord(zoneId, config) };
}

const txt = (name: string, content: string, more: Partial<RecordConfig> = {}): RecordConfig => ({
  ...{ name, type: "TXT", content, ttl: 300, proxied: false },
  ...more,
});
const address = (name: string, type = "A", content = "192.0.2.1"): RecordConfig => ({ ...txt(name, content), type });
const mx = (content: string, priority?: number): RecordConfig => ({
  ...{ ...txt("example.com", content), type: "MX" },
  ...(priority === undefined ? {} : { priority }),
});

function refusal(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

describe("Cloudflare DNS", () => {
  it("accepts a second TXT and a second MX of one name with other content", () => {
    const { cloud, add } = cloudWithZone();
    add(txt("_mta-sts.example.com", '"v=STSv1; id=1;"'));
    add(txt("_mta-sts.example.com", '"v=STSv1; id=2;"'));
    add(mx("mx1.example.com", 10));
    add(mx("mx1.example.com", 20));
    expect(cloud.cloudflareDns.getZone(zoneId).records).toHaveLength(4);
  });

  it("refuses an identical record, however it is written", () => {
    const { add } = cloudWithZone();
    add(txt("_mta-sts.example.com", '"v=STSv1; id=1;"'));
    expect(() => add(txt("_MTA-STS", "v=STSv1; id=1;", { ttl: 60 }))).toThrow(
      /400 Bad Request .*"code":81058,"message":"An identical record already exists\."/,
    );
    add(mx("mx1.example.com", 10));
    expect(() => add(mx("MX1.example.com.", 10))).toThrow(/"code":81058/);
  });

  it("keeps addresses and CNAMEs apart, and nothing else", () => {
    const { add } = cloudWithZone();
    add(address("a.example.com"));
    add(address("a.example.com", "A", "192.0.2.2"));
    add(txt("c.example.com", "target.example.", { type: "CNAME" }));
    expect(() => add(txt("a.example.com", "b.example", { type: "CNAME" }))).toThrow(
      /"code":81053,"message":"An A, AAAA, or CNAME record with that host already exists/,
    );
    expect(() => add(txt("c.example.com", "b.example", { type: "CNAME" }))).toThrow(/"code":81053/);
    expect(() => add(address("c.example.com"))).toThrow(
      /"code":81054,"message":"A CNAME record with that host already exists/,
    );
    expect(() => add(txt("c.example.com", '"x"'))).not.toThrow();
    add(txt("sub.example.com", "ns.example", { type: "NS" }));
    expect(() => add(address("sub.example.com"))).toThrow(/"code":81056/);
  });

  it("allows a CNAME at the apex", () => {
    const { add } = cloudWithZone();
    expect(add(txt("@", "target.example", { type: "CNAME" })).name).toBe("example.com");
  });

  it.each<[string, RecordConfig, number]>([
    ["a TTL between automatic and a minute", txt("a", '"x"', { ttl: 59 }), 9021],
    ["a TTL over a day", txt("a", '"x"', { ttl: 86401 }), 9021],
    ["a proxied TXT", txt("a", '"x"', { proxied: true, ttl: 1 }), 9004],
    ["tags on the Free plan", txt("a", '"x"', { tags: ["owner:mail"] }), 9300],
    ["a long comment on the Free plan", txt("a", '"x"', { comment: "c".repeat(101) }), 9301],
    ["a name that DNS does not allow", txt("a b", '"x"'), 9000],
    ["an A record without an address", address("a", "A", "host"), 9005],
    ["an AAAA record without an address", address("a", "AAAA", "192.0.2.1"), 9006],
    ["a CNAME that is no host", txt("a", "no host", { type: "CNAME" }), 9007],
    ["an MX without a priority", mx("mx1.example.com"), 9101],
    ["an MX that is no host", mx("no host", 10), 9009],
  ])("refuses %s", (_what, config, code) => {
    const { cloud, add } = cloudWithZone();
    expect(refusal(() => add(config))).toMatchObject({ name: "CloudflareError", status: 400, code });
    expect(cloud.cloudflareDns.getZone(zoneId).records).toEqual([]);
  });

  it("takes automatic TTL, a minute, and on the Enterprise plan half of it", () => {
    const { add } = cloudWithZone();
    expect(add(txt("a", '"x"', { ttl: 1 })).ttl).toBe(1);
    expect(add(txt("b", '"x"', { ttl: 60 })).ttl).toBe(60);
    expect(cloudWithZone("enterprise").add(txt("a", '"x"', { ttl: 30 })).ttl).toBe(30);
  });

  it("has automatic TTL for a proxied record, whatever it is given", () => {
    expect(cloudWithZone().add({ ...address("www"), proxied: true }).ttl).toBe(1);
  });

  it("takes tags on a paid plan", () => {
    expect(cloudWithZone("pro").add(txt("a", '"x"', { tags: ["owner:mail"] })).tags).toEqual(["owner:mail"]);
  });

  it("holds 200 records on the Free plan", () => {
    const { add } = cloudWithZone();
    for (let n = 0; n < 200; n++) add(txt("a", `"${n}"`));
    expect(() => add(txt("a", '"one more"'))).toThrow(/"code":81045/);
  });

  it.each([
    ["target.example.", "CNAME", "target.example"],
    ["Target.Example", "CNAME", "target.example"],
    ["v=STSv1; id=1;", "TXT", '"v=STSv1; id=1;"'],
    ['say "x"', "TXT", '"say \\"x\\""'],
    ['"one""two"', "TXT", '"one" "two"'],
    [`"${"x".repeat(256)}"`, "TXT", `"${"x".repeat(255)}" "x"`],
    ["x".repeat(256), "TXT", `"${"x".repeat(255)}" "x"`],
  ])("keeps %s of a %s as %s", (content, type, kept) => {
    expect(cloudWithZone().add(txt("a", content, { type })).content).toBe(kept);
  });

  it("writes the content of a structured record", () => {
    const caa = { ...txt("@", ""), type: "CAA", data: { flags: 0, tag: "issue", value: "amazon.com" } };
    expect(cloudWithZone().add(caa).content).toBe('0 issue "amazon.com"');
  });

  it.each([
    ["@", "example.com"],
    ["_mta-sts", "_mta-sts.example.com"],
    ["_mta-sts.example.com.", "_mta-sts.example.com"],
    ["_mta-sts.example.org", "_mta-sts.example.org.example.com"],
    ["badexample.com", "badexample.com.example.com"],
  ])("puts the name %s at %s", (name, at) => {
    expect(cloudWithZone().add(txt(name, '"x"')).name).toBe(at);
  });

  it("updates name and content in place, under the same rules", () => {
    const { cloud, add } = cloudWithZone();
    const { id, createdOn } = add(txt("a", '"x"'));
    add(txt("b", '"y"'));
    expect(cloud.cloudflareDns.updateRecord(zoneId, id, txt("c", '"z"'))).toMatchObject({
      id,
      name: "c.example.com",
      createdOn,
    });
    expect(() => cloud.cloudflareDns.updateRecord(zoneId, id, txt("b", "y"))).toThrow(/"code":81058/);
    expect(cloud.cloudflareDns.updateRecord(zoneId, id, txt("c", '"z"', { ttl: 60 })).ttl).toBe(60);
    expect(cloud.cloudflareDns.getZone(zoneId).records).toHaveLength(2);
  });

  it("does not know a record that is gone", () => {
    const { cloud, add } = cloudWithZone();
    const { id } = add(txt("a", '"x"'));
    cloud.cloudflareDns.deleteRecord(zoneId, id);
    const gone = /404 Not Found .*"code":81044,"message":"Record does not exist\."/;
    expect(() => cloud.cloudflareDns.getRecord(zoneId, id)).toThrow(gone);
    expect(() => {
      cloud.cloudflareDns.deleteRecord(zoneId, id);
    }).toThrow(gone);
  });

  it("tells an unknown zone from what is no zone id", () => {
    const { cloudflareDns } = createCloud();
    expect(() => cloudflareDns.getZone(zoneId)).toThrow(/"code":1001,"message":"Invalid zone identifier"/);
    expect(() => cloudflareDns.createRecord("example.com", txt("a", '"x"'))).toThrow(
      /^POST "https:\/\/api\.cloudflare\.com\/client\/v4\/zones\/example\.com\/dns_records": 404 Not Found .*"code":7003,"message":"Could not route/,
    );
  });

  it("has one zone a name", () => {
    const { cloud } = cloudWithZone();
    expect(() => cloud.cloudflareDns.createZone({ name: "Example.com" })).toThrow(/"code":1061/);
  });
});
