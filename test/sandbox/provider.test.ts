import { status } from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { encode } from "../../sandbox/provider/structs";
import { type Properties, unknown } from "../../sandbox/provider/values";
import { refusal, startWorld, urnOf, type World } from "./providerClient";

const bucket = "aws:s3/bucket:Bucket";
const object = "aws:s3/bucketObjectv2:BucketObjectv2";
const record = "aws:route53/record:Record";
const script = "cloudflare:index/workersScript:WorkersScript";

let world: World;
beforeEach(async () => {
  world = await startWorld({ route53: [{ name: "example.com", id: "Z1" }] });
});
afterEach(async () => {
  await world.close();
});

describe("the providers' server", () => {
  it("tells the engine where both packages are", () => {
    const { port, env } = world.providers;
    expect(env).toEqual({ PULUMI_DEBUG_PROVIDERS: `aws:${port},cloudflare:${port}` });
  });

  it("answers the handshake of a plugin", async () => {
    const { client } = world.engine;
    const info = await new Promise<plugin.PluginInfo>((resolve, reject) => {
      client.getPluginInfo(new Empty(), (error, answer) => {
        if (error) reject(error);
        else resolve(answer);
      });
    });
    expect(info.getVersion()).toBe("7.48.0");
    const configured = await world.engine.configure({});
    expect(configured.getSupportspreview()).toBe(true);
    expect(configured.getAcceptsecrets()).toBe(false);
  });

  it("says what it does not implement, and which types it does not have", async () => {
    const construct = new Promise((_, reject) => {
      world.engine.client.construct(new provider.ConstructRequest(), (error) => {
        reject(error ?? new Error("no error"));
      });
    });
    await expect(construct).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
    expect(await refusal(world.engine.check("aws:sns/topic:Topic", "t", {}))).toMatch(
      /no resource type aws:sns\/topic:Topic; it has: .*aws:s3\/bucket:Bucket/,
    );
    expect(await refusal(world.engine.invoke("aws:sns/getTopic:getTopic", {}))).toMatch(
      /no look-up aws:sns\/getTopic:getTopic/,
    );
  });

  it("keeps the configuration of each provider instance apart", async () => {
    const other = world.connect();
    await world.engine.configure({ region: "eu-central-1", defaultTags: { tags: { owner: "mail" } } });
    await other.configure({ region: "us-west-2", defaultTags: JSON.stringify({ tags: { owner: "web" } }) });
    expect(await world.engine.check(bucket, "b", {})).toMatchObject({
      region: "eu-central-1",
      tagsAll: { owner: "mail" },
    });
    expect(await other.check(bucket, "b", {})).toMatchObject({ region: "us-west-2", tagsAll: { owner: "web" } });
    expect(await world.connect().check(bucket, "b", {})).toMatchObject({ region: "us-east-1", tagsAll: {} });
  });

  it("starts over with an engine that attaches", async () => {
    await world.engine.configure({ region: "eu-central-1" });
    await new Promise((resolve) => world.engine.client.attach(new plugin.PluginAttach(), resolve));
    expect(await world.engine.check(bucket, "b", {})).toMatchObject({ region: "us-east-1" });
  });

  it("sees changed configuration of a provider", async () => {
    const diff = async (olds: Properties, news: Properties) => {
      const request = new provider.DiffRequest().setUrn("urn:pulumi:dev::mail::pulumi:providers:aws::p");
      request.setOlds(encode(olds)).setNews(encode(news));
      return await new Promise<number>((resolve, reject) => {
        world.engine.client.diffConfig(request, (error, answer) => {
          if (error) reject(error);
          else resolve(answer.getChanges());
        });
      });
    };
    expect(await diff({ region: "a" }, { region: "a" })).toBe(provider.DiffResponse.DiffChanges.DIFF_NONE);
    expect(await diff({ region: "a" }, { region: "b" })).toBe(provider.DiffResponse.DiffChanges.DIFF_SOME);
  });
});

describe("a check", () => {
  it("names a resource by its own name and a suffix, the same in preview and update, and keeps an earlier name", async () => {
    const first = await world.engine.check(bucket, "Mail", {});
    expect(first.bucket).toMatch(/^mail-[0-9a-f]{7}$/);
    expect(await world.engine.check(bucket, "Mail", {})).toEqual(first);
    const renamed = { ...first, bucket: "mail-0000000" };
    expect((await world.engine.check(bucket, "Mail", {}, renamed)).bucket).toBe("mail-0000000");
  });

  it("lists every required input that is not there", async () => {
    const text = await refusal(world.engine.check(record, "txt", { records: ["x"], ttl: 60 }));
    expect(text.split("\n")).toEqual(
      ["name", "type", "zoneId"].map(
        (input) =>
          `: Missing required argument. The argument "${input}" is required, but no definition was found. Examine values at 'txt.${input}'.`,
      ),
    );
  });

  it("lets unknown values pass", async () => {
    const inputs = { zoneId: unknown, name: unknown, type: unknown, records: [unknown], ttl: 60 };
    expect(await world.engine.check(record, "txt", inputs)).toMatchObject(inputs);
    expect(await world.engine.check(bucket, "b", { tags: unknown })).toMatchObject({ tagsAll: unknown });
    const cleared = { bucket: unknown, overrideProvider: unknown };
    expect(await world.engine.check(object, "o", cleared)).toMatchObject(cleared);
  });
});

describe("a preview", () => {
  it("does not know the computed values of a creation", async () => {
    const outputs = await world.engine.preview(bucket, "b", { bucketPrefix: "mta-sts-" });
    expect(outputs).toMatchObject({
      bucketPrefix: "mta-sts-",
      bucket: unknown,
      arn: unknown,
      bucketRegionalDomainName: unknown,
    });
    expect(outputs).toMatchObject({ region: "us-east-1", forceDestroy: false });
    expect(world.cloud.state.buckets.size).toBe(0);
  });

  it("keeps what an update will not change, and does not know what it will", async () => {
    const { engine } = world;
    const { id: name } = await engine.create(bucket, "b", {});
    const { id, inputs, outputs } = await engine.create(object, "o", {
      bucket: name,
      key: "a",
      content: "1",
      contentType: "text/plain",
      cacheControl: "no-store",
    });
    const news = await engine.check(
      object,
      "o",
      { bucket: name, key: "a", content: "2", contentType: "text/plain" },
      inputs,
    );
    const planned = await engine.update(object, "o", id, { state: outputs, olds: inputs, news, preview: true });
    expect(planned).toMatchObject({ content: "2", versionId: unknown, etag: outputs.etag, arn: outputs.arn });
    expect(planned).not.toHaveProperty("cacheControl");
    expect(world.cloud.s3.getBucket(name).objects.get("a")?.body).toBe("1");
    const done = await engine.update(object, "o", id, { state: outputs, olds: inputs, news });
    expect(done.etag).not.toBe(outputs.etag);
    expect(world.cloud.s3.getBucket(name).objects.get("a")?.body).toBe("2");
  });
});

describe("a diff", () => {
  const olds = { zoneId: "Z1", name: "a.example.com", type: "TXT", ttl: 300, records: ["x", "y"] };

  it("is empty for equal inputs, and for sets in another order", async () => {
    expect(await world.engine.diff(record, olds, olds)).toMatchObject({ changed: false, detail: {} });
    expect(await world.engine.diff(record, olds, { ...olds, records: ["y", "x"] })).toMatchObject({ changed: false });
    expect(await world.engine.diff(record, olds, { ...olds, name: "A.Example.com." })).toMatchObject({
      changed: false,
    });
  });

  it("names every changed path with its kind", async () => {
    const { name, ...rest } = olds;
    expect(
      await world.engine.diff(record, olds, { ...olds, ttl: 60, records: ["x", "z", "w"], allowOverwrite: true }),
    ).toEqual({
      ...{ changed: true, replaces: [], deleteFirst: false },
      detail: { ttl: "UPDATE", "records[1]": "UPDATE", "records[2]": "ADD", allowOverwrite: "ADD" },
    });
    expect((await world.engine.diff(record, olds, { ...rest, name, ttl: 300, records: ["x"] })).detail).toEqual({
      "records[1]": "DELETE",
    });
    const tags = { tags: { "a.b": "1", c: "2" } };
    expect((await world.engine.diff(bucket, tags, { tags: { "a.b": "3", c: "2" } })).detail).toEqual({
      'tags["a.b"]': "UPDATE",
    });
  });

  it("replaces on immutable inputs, an unknown new value included", async () => {
    expect(await world.engine.diff(record, olds, { ...olds, name: "b.example.com", zoneId: unknown })).toMatchObject({
      ...{ changed: true, replaces: ["name", "zoneId"] },
      detail: { name: "UPDATE_REPLACE", zoneId: "UPDATE_REPLACE" },
    });
    expect((await world.engine.diff(record, olds, { ...olds, type: "SPF" })).replaces).toEqual([]);
    expect((await world.engine.diff(bucket, {}, { bucketPrefix: "a" })).detail).toEqual({
      bucketPrefix: "ADD_REPLACE",
    });
    expect((await world.engine.diff(bucket, { bucketPrefix: "a" }, {})).detail).toEqual({
      bucketPrefix: "DELETE_REPLACE",
    });
  });

  it("deletes first where the program chose the name that both would have", async () => {
    const old = { bucket: "mail", region: "us-east-1", __defaults: [] };
    const moved = { ...old, region: "eu-central-1" };
    expect(await world.engine.diff(bucket, old, moved)).toMatchObject({ replaces: ["region"], deleteFirst: true });
    const named = { ...moved, __defaults: ["bucket"] };
    expect(await world.engine.diff(bucket, { ...old, __defaults: ["bucket"] }, named)).toMatchObject({
      deleteFirst: false,
    });
    expect(await world.engine.diff(bucket, old, { ...old, forceDestroy: true })).toMatchObject({
      replaces: [],
      deleteFirst: false,
    });
  });
});

describe("an operation", () => {
  it("refuses an unknown value: the engine may not send one", async () => {
    const call = world.engine.createRaw(bucket, "b", { bucket: "b", region: "us-east-1", tags: { a: unknown } });
    expect(await refusal(call)).toBe(`unknown input in a real operation: tags of ${urnOf(bucket, "b")}`);
  });

  it("refuses an input of the wrong type by its path", async () => {
    const inputs = {
      zoneId: "Z1",
      name: "a.example.com",
      type: "A",
      aliases: [{ name: 1, zoneId: "Z1", evaluateTargetHealth: false }],
    };
    expect(await refusal(world.engine.create(record, "a", inputs))).toBe('property "aliases[0].name" must be a string');
  });

  it("gives the service's refusal as the provider words it", async () => {
    const inputs = { zoneId: "Z1", name: "a.example.com", type: "TXT", ttl: 60, records: ["x"] };
    await world.engine.create(record, "one", inputs);
    expect(await refusal(world.engine.create(record, "two", inputs))).toMatch(
      /^1 error occurred:\n\t\* creating Route53 Record: operation error Route 53: ChangeResourceRecordSets, https response error StatusCode: 400, RequestID: [0-9a-f-]{36}, InvalidChangeBatch: \[Tried to create resource record set \[name='a\.example\.com\.', type='TXT'\] but it already exists\]\n\n$/,
    );
  });

  it("takes secrets plain, and gives back as secrets what the provider calls secret", async () => {
    const { engine } = world;
    const mark = "4dabf18193072939515e22adb298388d";
    const secret = (value: string) => ({ [mark]: "1b47061264138c4ac30d75fd1eb44270", value });
    const bindings = [{ name: "POLICY", type: "plain_text", text: "mode: none" }];
    const inputs = {
      accountId: "a",
      scriptName: "mta-sts",
      content: "export default {}",
      mainModule: "w.js",
      bindings,
    };
    const marked = { ...inputs, bindings: [{ ...bindings[0], text: secret("mode: none") }] };
    const wanted = [{ name: "POLICY", type: "plain_text", text: secret("mode: none") }];
    const checked = (await engine.checkRaw(script, "w", marked)).getInputs()?.toJavaScript();
    expect(checked?.bindings).toEqual(wanted);
    const created = (await engine.createRaw(script, "w", marked)).getProperties()?.toJavaScript();
    expect(created?.bindings).toEqual(wanted);
    expect(world.cloud.state.workerScripts.get("mta-sts")?.bindings).toEqual(bindings);
  });
});

describe("a read", () => {
  it("finds nothing where the resource is gone", async () => {
    const { engine, cloud } = world;
    const { id, inputs, outputs } = await engine.create(bucket, "b", {});
    cloud.s3.deleteBucket(id);
    expect(await engine.read(bucket, "b", id, outputs, inputs)).toEqual({ id: "", inputs: {}, outputs: {} });
  });

  it("finds no drift where there is none", async () => {
    const { engine } = world;
    await engine.configure({ region: "eu-central-1", defaultTags: { tags: { owner: "mail" } } });
    const { id, inputs, outputs } = await engine.create(bucket, "b", { tags: { a: "b" } });
    const found = await engine.read(bucket, "b", id, outputs, inputs);
    expect(found).toEqual({ id, inputs, outputs });
  });

  it("shows what somebody changed in the inputs that the program wrote", async () => {
    const { engine, cloud } = world;
    const { id, inputs, outputs } = await engine.create(record, "txt", {
      zoneId: "Z1",
      name: "a.example.com",
      type: "TXT",
      ttl: 60,
      records: ["x"],
    });
    cloud.putRecord("Z1", { name: "a.example.com", type: "TXT", ttl: 90, values: ["y"] });
    const found = await engine.read(record, "txt", id, outputs, inputs);
    expect(found.inputs).toEqual({ ...inputs, ttl: 90, records: ["y"] });
    expect((await engine.diff(record, found.inputs, inputs, found.outputs)).detail).toEqual({
      ttl: "UPDATE",
      "records[0]": "UPDATE",
    });
  });

  it("imports without the provider's default tags", async () => {
    const { engine } = world;
    await engine.configure({ defaultTags: { tags: { owner: "mail" } } });
    await engine.create(bucket, "b", { bucket: "mail", tags: { a: "b" } });
    const found = await engine.read(bucket, "b", "mail");
    expect(found).toMatchObject({
      id: "mail",
      inputs: { bucket: "mail", tags: { a: "b" } },
      outputs: { tagsAll: { a: "b", owner: "mail" } },
    });
  });
});
