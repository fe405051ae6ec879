import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { InputError } from "../../src";

const { COMPAT_SDK: sdk = "", COMPAT_SDK_VERSION: version } = process.env;

test("these tests run with the newest SDK", () => {
  expect(JSON.parse(readFileSync(path.join(sdk, "package.json"), "utf8"))).toMatchObject({ version });
  expect(require.resolve("@pulumi/pulumi")).toBe(path.join(sdk, "index.js"));
  expect(new InputError("MtaSts", [])).toBeInstanceOf(pulumi.RunError);
});

test("these tests run on Node.js 22 or newer", () => {
  expect(Number(process.versions.node.split(".")[0])).toBeGreaterThanOrEqual(22);
});
