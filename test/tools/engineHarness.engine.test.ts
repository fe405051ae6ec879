import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { existsSync } from "node:fs";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";
import { type Deployment, deployment, EngineFailure } from "../support/engine";

let sandbox: Sandbox;
let records: Record<string, string[]>;
let extra: () => void;
let mail: Deployment;

const zoneId = "Z1";
const program = () => {
  class Group extends pulumi.ComponentResource {}
  const group = new Group("test:index:Group", "group");
  let before: pulumi.Resource[] = [];
  for (const [name, values] of Object.entries(records)) {
    const args = { zoneId, name: `${name}.example.com`, type: "TXT", ttl: 300, records: values };
    before = [new aws.route53.Record(name, args, { parent: group, dependsOn: before })];
  }
  extra();
  return Promise.resolve({ names: Object.keys(records) });
};

beforeAll(async () => {
  sandbox = await startSandbox({ route53: [{ name: "example.com", id: zoneId }] });
}, 60_000);
afterAll(async () => {
  await sandbox.close();
  expect(existsSync(sandbox.folder)).toBe(false);
});
beforeEach(() => {
  extra = () => undefined;
});

const changes = (outcome: { changes: { operation: string; name: string }[] }) =>
  outcome.changes.map(({ operation, name }) => `${operation} ${name}`);

describe("a deployment", () => {
  beforeAll(async () => {
    mail = await deployment(sandbox, program, { stackName: "changes" });
  }, 60_000);

  test("tells what was created in the order in which it was, and the outputs", async () => {
    records = { b: ["1"], a: ["1"], c: ["1"] };
    const preview = await mail.preview();
    expect(changes(preview)).toEqual(["create b", "create a", "create c"]);
    const outcome = await mail.up();
    expect(outcome).toMatchObject({
      ok: true,
      error: "",
      warnings: [],
      failed: [],
      outputs: { names: ["b", "a", "c"] },
    });
    expect(changes(outcome)).toEqual(["create b", "create a", "create c"]);
    expect(outcome.summary).toEqual({ create: 5 });
    expect(await mail.resources()).toEqual(["group", "b", "a", "c"]);
  }, 60_000);

  test("tells what changed in a resource, from what to what", async () => {
    records = { b: ["1"], a: ["2"] };
    const [update, deletion, ...others] = (await mail.up()).changes;
    expect(update).toMatchObject({ operation: "update", name: "a", diff: ["records[0]"] });
    expect([update?.oldInputs?.records, update?.newInputs?.records]).toEqual([["1"], ["2"]]);
    expect(deletion).toMatchObject({ operation: "delete", name: "c", type: "aws:route53/record:Record" });
    expect(others).toEqual([]);
  }, 60_000);

  test("has no changes where nothing changed", async () => {
    expect((await mail.up()).changes).toEqual([]);
    expect((await mail.refresh()).ok).toBe(true);
  }, 60_000);

  test("tells which resource a provider refused, and throws what the user reads", async () => {
    records = { b: ["3"], a: ["3"] };
    sandbox.providers.faults.inject({ kind: "fail", name: "a", message: "throttled" });
    const error: unknown = await mail.up().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EngineFailure);
    const { message, outcome } = error as EngineFailure;
    expect(message).toMatch(/^a: .*throttled/);
    expect(outcome.failed.map(({ name }) => name)).toEqual(["a"]);
    expect(changes(outcome)).toEqual(["update b"]);
    expect(changes(await mail.up())).toEqual(["update a"]);
  }, 60_000);

  test("destroys what it made", async () => {
    expect(changes(await mail.destroy())).toEqual(["delete a", "delete b"]);
    expect(await mail.resources()).toEqual([]);
  }, 60_000);
});

describe("a program that fails", () => {
  beforeAll(async () => {
    records = { a: ["1"] };
    mail = await deployment(sandbox, program, { stackName: "failures" });
  }, 60_000);

  test("by throwing ends its preview with that error", async () => {
    extra = () => {
      throw new pulumi.RunError("not today");
    };
    await expect(mail.preview()).rejects.toThrow("not today");
  }, 60_000);

  test("in an Output ends its preview with that error, and the test goes on", async () => {
    extra = () => {
      pulumi.output(1).apply(() => {
        throw new pulumi.RunError("not tomorrow either");
      });
    };
    const { error } = await mail.preview({ mayFail: true });
    expect(error).toContain("not tomorrow either");
  }, 60_000);

  test("in an input that other resources wait for does not wait with them", async () => {
    extra = () => {
      const broken = pulumi.output(1).apply((): string => {
        throw new pulumi.RunError("no such value");
      });
      const first = new aws.s3.Bucket("first", { bucket: broken });
      new aws.s3.BucketPublicAccessBlock("second", { bucket: first.bucket });
    };
    const { error } = await mail.preview({ mayFail: true });
    expect(error).toBe('error serializing property "bucket": no such value');
  }, 60_000);

  test("leaves nothing behind that disturbs the next one", async () => {
    const outcome = await mail.preview();
    expect(outcome).toMatchObject({ ok: true, warnings: [], error: "" });
    expect(outcome.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  }, 60_000);
});
