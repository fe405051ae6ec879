import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Inputs } from "../../sandbox/provider/inputs";
import { parseUrn } from "../../sandbox/provider/operations";
import { parseSettings } from "../../sandbox/provider/settings";
import { decode, encode, parseValue } from "../../sandbox/provider/structs";
import { equal, equalAsSets, holdsUnknown, unknown, type Value } from "../../sandbox/provider/values";

const values = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    ...[fc.constant(null), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string()],
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z.]{1,5}$/), tie("value"), { maxKeys: 3 }),
  ),
})).value;
const properties = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), values, { maxKeys: 4 });

describe("values of the protocol", () => {
  it("survive the way through a struct and its bytes", () => {
    fc.assert(
      fc.property(properties, (given) => {
        expect(decode(Struct.deserializeBinary(encode(given).serializeBinary()))).toEqual(given);
      }),
    );
  });

  it("survive as secrets too: the way in takes the wrapping off", () => {
    fc.assert(
      fc.property(properties, (given) => {
        expect(decode(encode(given, [...Object.keys(given), "a.b", "a.*"]))).toEqual(given);
      }),
    );
  });

  it("are refused if they are none", () => {
    expect(() => parseValue({ a: undefined })).toThrow(/not a value of the protocol: undefined/);
    expect(() => parseValue({ a: [() => 1] })).toThrow(/not a value of the protocol: function/);
  });

  it("are equal to themselves, and lists as sets in any order", () => {
    fc.assert(
      fc.property(values, fc.array(values), (value, list) => {
        expect(equal(value, structuredClone(value))).toBe(true);
        expect(equalAsSets(list, [...list].reverse())).toBe(true);
        expect(equalAsSets([...list, "one more"], list)).toBe(list.includes("one more"));
      }),
    );
    expect(equal({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(equal([1], [1, 2])).toBe(false);
    expect(equalAsSets("a", ["a"])).toBe(false);
  });

  it("hold an unknown at any depth", () => {
    expect(holdsUnknown({ a: [{ b: unknown }] })).toBe(true);
    expect(holdsUnknown({ a: ["1c4a061d-8072-4f0a-a4cb-0ff528b18fe7"] })).toBe(true);
    expect(holdsUnknown({ a: [{ b: "known" }, null] })).toBe(false);
  });
});

describe("typed inputs", () => {
  const inputs = new Inputs({
    text: "a",
    number: "12",
    flag: "true",
    empty: "",
    off: null,
    list: ["a", 1],
    map: { a: 1 },
    block: { n: "x" },
  });

  it("read what is there as the providers read it", () => {
    expect(inputs.text("text")).toBe("a");
    expect(inputs.optionalNumber("number")).toBe(12);
    expect(inputs.flag("flag")).toBe(true);
    expect([inputs.flag("off"), inputs.flag("none", true)]).toEqual([false, true]);
    expect([inputs.texts("none"), inputs.textMap("none"), inputs.blocks("none")]).toEqual([[], {}, []]);
    expect(inputs.optionalText("off")).toBeUndefined();
    expect(inputs.block("block").text("n")).toBe("x");
  });

  it.each<[string, () => unknown, string]>([
    ["a missing text", () => inputs.text("none"), 'missing required property "none"'],
    ["a missing block", () => inputs.block("none"), 'missing required property "none"'],
    ["a text that is a list", () => inputs.text("list"), 'property "list" must be a string'],
    ["a number that is empty", () => inputs.optionalNumber("empty"), 'property "empty" must be a number'],
    ["a flag that is a text", () => inputs.flag("text"), 'property "text" must be a boolean'],
    ["a list that is a text", () => inputs.texts("text"), 'property "text" must be a list'],
    ["a list of other things", () => inputs.texts("list"), 'property "list" must be a list of strings'],
    ["a map that is a text", () => inputs.textMap("text"), 'property "text" must be a map of strings'],
    ["a map of other things", () => inputs.textMap("map"), 'property "map" must be a map of strings'],
    ["a block that is a text", () => inputs.block("text"), 'property "text" must be an object'],
    ["blocks that are texts", () => inputs.blocks("list"), 'property "list" must be a list of objects'],
    ["what is in a block", () => inputs.block("block").flag("n"), 'property "block.n" must be a boolean'],
  ])("refuse %s", (_what, read, message) => {
    expect(read).toThrow(new TypeError(message));
  });
});

describe("provider settings", () => {
  it.each<[string, Record<string, Value>, unknown]>([
    ["nothing", {}, { region: "us-east-1", defaultTags: {} }],
    [
      "values",
      { region: "eu-west-1", defaultTags: { tags: { a: "b" } } },
      { region: "eu-west-1", defaultTags: { a: "b" } },
    ],
    [
      "JSON texts, as SDKs send them",
      { defaultTags: '{"tags":{"a":"b"}}' },
      { region: "us-east-1", defaultTags: { a: "b" } },
    ],
    ["what is not JSON", { region: "", defaultTags: "{" }, { region: "us-east-1", defaultTags: {} }],
  ])("come from %s", (_what, config, settings) => {
    expect(parseSettings(config)).toEqual(settings);
  });
});

describe("a URN", () => {
  it.each([
    ["urn:pulumi:dev::p::aws:s3/bucket:Bucket::b", "aws:s3/bucket:Bucket", "b"],
    ["urn:pulumi:dev::p::a:b:C$d:e:F$aws:s3/bucket:Bucket::b::c", "aws:s3/bucket:Bucket", "b::c"],
    ["nonsense", "", ""],
  ])("%s names type and resource", (urn, type, name) => {
    expect(parseUrn(urn)).toEqual({ type, name });
  });
});
