import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { Gate } from "../../src/input/gate";
import { InputError } from "../../src/input/inputError";
import { loudError } from "../../src/input/loudError";

const coded = (code: unknown) => Object.assign(new Error("the engine is gone"), { code });

describe("loudError", () => {
  test.each([1, 14])("puts an error that prints in the place of one with the code %s of gRPC", (code) => {
    const error = coded(code);
    const loud = loudError(error);
    expect(pulumi.RunError.isInstance(loud)).toBe(true);
    expect(loud).toMatchObject({ message: "the engine is gone", cause: error });
    expect(loud).not.toHaveProperty("code");
  });

  test("does so for a command that ended with 1, whose code means another thing", async () => {
    const error: unknown = await promisify(execFile)(process.execPath, ["-e", "process.exit(1)"]).catch(
      (failure: unknown) => failure,
    );
    expect(error).toHaveProperty("code", 1);
    expect(pulumi.RunError.isInstance(loudError(error))).toBe(true);
  });

  test.each([
    ["an error without a code", new Error("no")],
    ["another code of gRPC, which the SDK prints", coded(2)],
    ["a code in words", coded("ENOENT")],
    ["our own error", new InputError("MtaSts", [])],
    ["what is no error", "no"],
  ])("leaves %s as it is", (_name, error) => {
    expect(loudError(error)).toBe(error);
  });
});

/** As the SDK takes a `dependsOn`: each item of the list by itself. */
const awaited = async (dependsOn: pulumi.Input<unknown>) => Promise.all([await dependsOn].flat());

describe("a gate that stays shut", () => {
  const failing = () => Promise.reject(coded(14));

  test.each<[string, (gate: Gate) => void]>([
    ["a check", (gate) => gate.openAfter([failing()])],
    ["a check before the last", (gate) => gate.openAfter([failing()], () => "never")],
    ["the last check", (gate) => gate.openAfter([Promise.resolve()], failing)],
  ])("tells of %s, and then fails its children, with an error that prints", async (_name, openAfter) => {
    const gate = new Gate([]);
    const events: unknown[] = [];
    gate.onRefusal((error) => events.push(error));
    const children = [awaited(gate.before()), gate.value("value")].map((input) =>
      Promise.resolve(input).catch((error: unknown) => events.push("child", error)),
    );
    openAfter(gate);
    await Promise.all(children);
    const loud = events[0];
    expect(pulumi.RunError.isInstance(loud)).toBe(true);
    expect(loud).toMatchObject({ message: "the engine is gone" });
    expect(events).toEqual([loud, "child", loud, "child", loud]);
  });

  test("tells nothing where it opens", async () => {
    const gate = new Gate([]);
    const tell = jest.fn();
    gate.onRefusal(tell);
    gate.openAfter([Promise.resolve()], () => Promise.resolve());
    await expect(awaited(gate.before())).resolves.toEqual([[]]);
    expect(tell).not.toHaveBeenCalled();
  });
});
