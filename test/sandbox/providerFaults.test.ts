import { DeleteRequest } from "@pulumi/pulumi/proto/provider_pb";
import { type Operation } from "../../sandbox/provider";
import { refusal, startWorld, type World } from "./providerClient";

const record = "aws:route53/record:Record";
const bucket = "aws:s3/bucket:Bucket";

let world: World;
beforeEach(async () => {
  world = await startWorld({ route53: [{ name: "example.com", id: "Z1" }] });
});
afterEach(async () => {
  await world.close();
});

const txt = (name: string) => ({ zoneId: "Z1", name: `${name}.example.com`, type: "TXT", ttl: 60, records: ["x"] });
const create = (name: string, engine = world.engine) => engine.create(record, name, txt(name));
const exists = (name: string) => world.cloud.route53.findRecordSet("Z1", `${name}.example.com`, "TXT") !== undefined;

it("shows a watcher the world after each change, before the engine hears of it", async () => {
  const seen: string[] = [];
  world.providers.watch(async ({ operation, name, outcome }) => {
    await Promise.resolve();
    seen.push(`${operation} ${name}: ${outcome}, ${exists(name) ? "there" : "gone"}`);
  });
  const { id, outputs } = await create("a");
  await world.engine.preview(record, "b", txt("b"));
  await world.engine.delete(record, "a", id, outputs);
  expect(seen).toEqual(["create a: pending, there", "delete a: pending, gone"]);
  world.providers.watch(undefined);
  await create("c");
  expect(seen).toHaveLength(2);
});

describe("a fault", () => {
  it("fails an operation before it is done, once", async () => {
    world.providers.faults.inject({ kind: "fail" });
    expect(await refusal(create("a"))).toBe("injected fault: create of a");
    expect(exists("a")).toBe(false);
    await create("a");
    expect(exists("a")).toBe(true);
  });

  it("loses the answer of an operation that was done", async () => {
    world.providers.faults.inject({ kind: "lostAnswer", operation: "create", message: "connection reset by peer" });
    expect(await refusal(create("a"))).toBe("connection reset by peer");
    expect(exists("a")).toBe(true);
    expect(await refusal(create("a"))).toMatch(/but it already exists/);
  });

  it("loses the answer of a deletion", async () => {
    const { id, outputs } = await create("a");
    world.providers.faults.inject({ kind: "lostAnswer", operation: "delete" });
    expect(await refusal(world.engine.delete(record, "a", id, outputs))).toBe(
      "injected fault: no answer to the delete of a",
    );
    expect(exists("a")).toBe(false);
    await world.engine.delete(record, "a", id, outputs);
  });

  it("hits by name, by type, and by operation only", async () => {
    world.providers.faults.inject({ kind: "fail", name: "b" });
    world.providers.faults.inject({ kind: "fail", type: bucket });
    world.providers.faults.inject({ kind: "fail", operation: "update" });
    const { id, inputs, outputs } = await create("a");
    expect(await refusal(create("b"))).toMatch(/create of b/);
    expect(await refusal(world.engine.create(bucket, "c", {}))).toMatch(/create of c/);
    const change = { state: outputs, olds: inputs, news: { ...inputs, ttl: 90 } };
    expect(await refusal(world.engine.update(record, "a", id, change))).toMatch(/update of a/);
  });

  it("hits the n-th operation that changes the cloud, and as many after it as it is told", async () => {
    world.providers.faults.inject({ kind: "fail", nth: 2, times: 2 });
    await create("a");
    await world.engine.preview(record, "x", txt("x"));
    await refusal(create("b"));
    await refusal(create("c"));
    await create("d");
    expect(["a", "b", "c", "d"].map(exists)).toEqual([true, false, false, true]);
  });

  it("never hits a preview, but look-ups, checks and reads where it is told", async () => {
    const { faults } = world.providers;
    faults.inject({ kind: "fail", operation: "create" });
    await world.engine.preview(record, "a", txt("a"));
    faults.clear();
    faults.inject({ kind: "fail", operation: "invoke", type: "aws:route53/getZone:getZone" });
    expect(await refusal(world.engine.invoke("aws:route53/getZone:getZone", { zoneId: "Z1" }))).toMatch(
      /invoke of aws:route53\/getZone/,
    );
    faults.inject({ kind: "fail", operation: "check", name: "a" });
    expect(await refusal(create("a"))).toMatch(/check of a/);
    faults.inject({ kind: "fail", operation: "read" });
    expect(await refusal(world.engine.read(record, "a", "Z1_a.example.com_TXT"))).toMatch(/read of a/);
  });

  it("is gone after clear", async () => {
    world.providers.faults.inject({ kind: "fail", times: Infinity });
    await refusal(create("a"));
    world.providers.faults.clear();
    await create("a");
  });
});

describe("a hanging operation", () => {
  const started = async (count: number) => {
    while (world.providers.log.filter(({ operation }) => operation === "create").length < count) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it("ends when the engine cancels, and leaves the next one alone", async () => {
    world.providers.faults.inject({ kind: "hang", name: "a" });
    const hanging = refusal(create("a"));
    await started(1);
    await world.engine.cancel();
    expect(await hanging).toBe("the operation was cancelled");
    expect(exists("a")).toBe(false);
    await create("a");
    expect(exists("a")).toBe(true);
  });

  it("is not ended by the cancellation of another provider instance", async () => {
    const other = world.connect();
    world.providers.faults.inject({ kind: "hang", name: "a" });
    const hanging = refusal(create("a"));
    await started(1);
    await other.cancel();
    await create("b", other);
    expect(world.providers.log.find(({ name, operation }) => name === "a" && operation === "create")?.outcome).toBe(
      "pending",
    );
    await world.engine.cancel();
    expect(await hanging).toBe("the operation was cancelled");
  });

  it("ends with the server", async () => {
    world.providers.faults.inject({ kind: "hang" });
    const hanging = refusal(create("a"));
    await started(1);
    await world.providers.close();
    expect(await hanging).not.toBe("");
    expect(world.providers.log.at(-1)?.outcome).toBe("cancelled");
  });
});

describe("the log of operations", () => {
  it("tells what was asked, in order, with time and outcome", async () => {
    world.providers.faults.inject({ kind: "fail", name: "b" });
    world.providers.faults.inject({ kind: "lostAnswer", name: "c" });
    await world.engine.preview(record, "a", txt("a"));
    world.providers.log.length = 0;
    const before = performance.now();
    await create("a");
    await refusal(create("b"));
    await refusal(create("c"));
    await refusal(create("a"));
    const creations = world.providers.log.filter(({ operation }) => operation === "create");
    expect(
      creations.map(({ name, outcome, error }) => [name, outcome, error?.includes("already exists") ?? false]),
    ).toEqual([
      ["a", "ok", false],
      ["b", "failed", false],
      ["c", "lost", false],
      ["a", "failed", true],
    ]);
    expect(creations[0]).toMatchObject({
      ...{ operation: "create", type: record, name: "a", preview: false, order: 1 },
      urn: `urn:pulumi:dev::mail::${record}::a`,
    });
    const times = creations.flatMap(({ startedAt, endedAt = 0 }: Operation) => [startedAt, endedAt]);
    expect([before, ...times]).toEqual([before, ...times].sort((a, b) => a - b));
  });

  it("takes the type of a child from the end of its URN", async () => {
    const { client } = world.engine;
    const request = new DeleteRequest().setUrn(`urn:pulumi:dev::mail::my:pkg:Mail$${record}::a::b`).setId("x");
    await new Promise((resolve) => client.delete(request, resolve));
    expect(world.providers.log.at(-1)).toMatchObject({ type: record, name: "a::b", operation: "delete" });
  });
});

describe("a delay", () => {
  it("slows down what changes the cloud, by type, and ends with a cancellation", async () => {
    await world.close();
    world = await startWorld({ route53: [{ name: "example.com", id: "Z1" }] }, { delays: { [record]: 50 } });
    await create("a");
    const of = (operation: string) => world.providers.log.find((entry) => entry.operation === operation);
    const duration = ({ startedAt = 0, endedAt = 0 }: Partial<Operation> = {}) => endedAt - startedAt;
    expect(duration(of("create"))).toBeGreaterThanOrEqual(49);
    expect(duration(of("check"))).toBeLessThan(49);
    world.providers.log.length = 0;
    const slow = refusal(create("b"));
    while (!of("create")) await new Promise((resolve) => setImmediate(resolve));
    await world.engine.cancel();
    expect(await slow).toBe("the operation was cancelled");
    expect(exists("b")).toBe(false);
  });
});
