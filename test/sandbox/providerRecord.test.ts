import type { Properties } from "../../sandbox/provider/values";
import { refusal, startWorld, type World } from "./providerClient";

const record = "aws:route53/record:Record";

let world: World;
beforeEach(async () => {
  world = await startWorld({ route53: [{ name: "example.com", id: "Z1" }] });
});
afterEach(async () => {
  await world.close();
});

const txt = (name: string, ...records: string[]): Properties => ({
  zoneId: "Z1",
  name,
  type: "TXT",
  ttl: 300,
  records,
});
const create = (inputs: Properties) => world.engine.create(record, "r", inputs);
const values = (name: string, type = "TXT") => world.cloud.route53.findRecordSet("Z1", name, type)?.values;

describe("aws.route53.Record", () => {
  it("puts quotes around a TXT value, and takes them off on the way back", async () => {
    const { id, inputs, outputs } = await create(txt("_mta-sts.example.com", "v=STSv1; id=1;"));
    expect(id).toBe("Z1__mta-sts.example.com_TXT");
    expect(values("_mta-sts.example.com")).toEqual(['"v=STSv1; id=1;"']);
    expect(outputs).toMatchObject({ fqdn: "_mta-sts.example.com", records: ["v=STSv1; id=1;"], allowOverwrite: false });
    expect(await world.engine.read(record, "r", id, outputs, inputs)).toEqual({ id, inputs, outputs });
    expect((await world.engine.read(record, "r", id)).inputs).toEqual({
      ...{ zoneId: "Z1", name: "_mta-sts.example.com", type: "TXT", ttl: 300, records: ["v=STSv1; id=1;"] },
    });
  });

  it.each(['"one" "two"', '"one"\\"\\"two"'.replaceAll("\\", "")])(
    "does not understand quotes that the program wrote itself: %s",
    async (value) => {
      expect(await refusal(create(txt("a.example.com", value)))).toMatch(/InvalidCharacterString|FATAL problem/);
    },
  );

  it.each(['one""two', 'one" "two'])("splits %s into two strings, and does not see that as a change", async (value) => {
    const { id, inputs, outputs } = await create(txt("a.example.com", value));
    expect(values("a.example.com")).toEqual(['"one" "two"']);
    const found = await world.engine.read(record, "r", id, outputs, inputs);
    expect(found.inputs).toEqual(inputs);
  });

  it("does not split a long value itself", async () => {
    const long = "x".repeat(256);
    expect(await refusal(create(txt("a.example.com", long)))).toMatch(
      /CharacterStringTooLong \(Value is too long\) encountered with '"x+"'/,
    );
    await create(txt("a.example.com", `${"x".repeat(255)}""x`));
    expect(values("a.example.com")).toEqual([`"${"x".repeat(255)}" "x"`]);
  });

  it.each([
    ["_mta-sts", "_mta-sts.example.com"],
    ["_mta-sts.example.org", "_mta-sts.example.org.example.com"],
    ["", "example.com"],
    ["Example.com.", "example.com"],
    ["_ACM.example.com.", "_acm.example.com"],
  ])("appends the zone's name to %j silently", async (name, fqdn) => {
    expect((await create(txt(name, "x"))).outputs.fqdn).toBe(fqdn);
    expect(values(fqdn)).toEqual(['"x"']);
  });

  it("takes a name with the zone's ending for one in the zone, and is refused", async () => {
    expect(await refusal(create(txt("badexample.com", "x")))).toMatch(
      /RRSet with DNS name badexample\.com\. is not permitted in zone example\.com\./,
    );
  });

  it("looks for its zone first", async () => {
    expect(await refusal(create({ ...txt("a.example.com", "x"), zoneId: "Z9" }))).toMatch(
      /\* reading Route 53 Hosted Zone \(Z9\): operation error Route 53: GetHostedZone, .*NoSuchHostedZone: No hosted zone found with ID: Z9/,
    );
  });

  it("takes over what is there only if told so", async () => {
    world.cloud.putRecord("Z1", { name: "a.example.com", type: "TXT", values: ["theirs"] });
    expect(await refusal(create(txt("a.example.com", "ours")))).toMatch(/but it already exists/);
    await create({ ...txt("a.example.com", "ours"), allowOverwrite: true });
    expect(values("a.example.com")).toEqual(['"ours"']);
  });

  it("updates values, and type too, in place", async () => {
    const { id, inputs, outputs } = await create(txt("a.example.com", "x"));
    const state = await world.engine.update(record, "r", id, {
      state: outputs,
      olds: inputs,
      news: { ...inputs, records: ["y"] },
    });
    expect(values("a.example.com")).toEqual(['"y"']);
    const cname = { ...inputs, type: "CNAME", records: ["b.example."] };
    await world.engine.update(record, "r", id, { state, olds: inputs, news: cname });
    expect(values("a.example.com")).toBeUndefined();
    expect(values("a.example.com", "CNAME")).toEqual(["b.example."]);
  });

  it("restores on update what somebody deleted", async () => {
    const { id, inputs, outputs } = await create(txt("a.example.com", "x"));
    world.cloud.removeRecord("Z1", "a.example.com", "TXT");
    await world.engine.update(record, "r", id, { state: outputs, olds: inputs, news: { ...inputs, ttl: 60 } });
    expect(values("a.example.com")).toEqual(['"x"']);
  });

  it("deletes what is there now, and does not mind if nothing is", async () => {
    const { id, outputs } = await create(txt("a.example.com", "x"));
    world.cloud.putRecord("Z1", { name: "a.example.com", type: "TXT", values: ["theirs"] });
    await world.engine.delete(record, "r", id, outputs);
    expect(values("a.example.com")).toBeUndefined();
    await world.engine.delete(record, "r", id, outputs);
    world.cloud.route53.deleteHostedZone("Z1");
    await world.engine.delete(record, "r", id, outputs);
    expect((await world.engine.read(record, "r", id, outputs, {})).id).toBe("");
  });

  it("points to a distribution by alias, in any spelling of its name", async () => {
    const { domainName } = await world.cloud.cloudfront.createDistribution({
      ...{ aliases: [], enabled: true, tags: {}, ipv6Enabled: true, customErrorResponses: [] },
      origins: [{ originId: "o", domainName: "b" }],
      defaultCacheBehavior: {
        targetOriginId: "o",
        allowedMethods: [],
        viewerProtocolPolicy: "https-only",
        compress: false,
      },
    });
    const alias = { name: domainName, zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false };
    const { id, inputs, outputs } = await create({
      zoneId: "Z1",
      name: "mta-sts.example.com",
      type: "A",
      aliases: [alias],
    });
    expect(await world.engine.read(record, "r", id, outputs, inputs)).toEqual({ id, inputs, outputs });
    const spelled = { ...inputs, aliases: [{ ...alias, name: `${domainName.toUpperCase()}.` }] };
    expect((await world.engine.diff(record, inputs, spelled)).changed).toBe(false);
    const nowhere = { ...inputs, aliases: [{ ...alias, name: "d0.cloudfront.net" }] };
    expect(
      await refusal(world.engine.update(record, "r", id, { state: outputs, olds: inputs, news: nowhere })),
    ).toMatch(/that target was not found/);
  });

  it.each<[string, Properties, RegExp]>([
    ["neither values nor alias", { records: undefined as never }, /one of `aliases,records` must be specified/],
    ["values beside an alias", { aliases: [] }, /only one of `aliases,records` can be specified/],
    ["a TTL beside an alias", { aliases: [], records: undefined as never }, /"aliases": conflicts with ttl/],
    ["an unknown type", { type: "MXX" }, /expected type to be one of \["SOA" "A" "TXT"/],
  ])("refuses %s", async (_what, more, reason) => {
    const inputs = Object.fromEntries(
      Object.entries({ ...txt("a.example.com", "x"), ...more }).filter(([, value]) => (value as unknown) !== undefined),
    );
    expect(await refusal(world.engine.check(record, "r", inputs))).toMatch(reason);
  });

  it("refuses routing policies, which the sandbox does not have", async () => {
    expect(await refusal(create({ ...txt("a.example.com", "x"), setIdentifier: "one" }))).toMatch(
      /no routing policies/,
    );
  });

  it.each([
    ["Z1__smtp._tls.example.com_TXT", "_smtp._tls.example.com"],
    ["Z1__smtp._tls.example.com._TXT", "_smtp._tls.example.com"],
  ])("is imported by %s", async (id, name) => {
    await create(txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:a@example.com"));
    expect(await world.engine.read(record, "r", id)).toMatchObject({ id, inputs: { name, type: "TXT" } });
  });

  it("is not imported by anything else", async () => {
    expect(await refusal(world.engine.read(record, "r", "example.com"))).toMatch(
      /unexpected format of ID \("example\.com"\), expected ZONEID_RECORDNAME_TYPE/,
    );
    expect((await world.engine.read(record, "r", "Z1_none.example.com_TXT")).id).toBe("");
  });
});
