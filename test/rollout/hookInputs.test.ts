import * as pulumi from "@pulumi/pulumi";
import { bindingFile, settledText } from "../../src/rollout/hooks/inputs";

const file = bindingFile("POLICY");
const text = "version: STSv1\r\n";
/** As the engine sends a secret, and the SDK leaves it within another one. */
const inner = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });
const bindings = (value: unknown) => [
  { name: "OTHER", type: "plain_text", text: "x" },
  { name: "POLICY", type: "plain_text", text: value },
];

test.each([
  ["plain", bindings(text)],
  ["whose text is a secret", bindings(pulumi.secret(text))],
  ["that are a secret", pulumi.secret(bindings(text))],
  ["that are a secret within a secret, as after a refresh", pulumi.secret(inner(bindings(text)))],
  ["that are a secret with a secret text", pulumi.secret(bindings(inner(text)))],
])("reads the policy of a Worker from bindings %s", async (_, value) => {
  expect(await settledText(file({ bindings: value }))).toBe(text);
});

test.each([{}, { bindings: [] }, { bindings: bindings(undefined) }])("finds no policy in %j", async (inputs) => {
  expect(await settledText(file(inputs))).toBeUndefined();
});
