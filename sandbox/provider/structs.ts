import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Properties, Value } from "./values";

// The one boundary between protobuf structs and our values: what comes in is parsed here, once.

/** The key that marks a special object of the protocol, and the mark of a secret. */
const mark = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

export function decode(struct: Struct | undefined): Properties {
  return struct ? fromObject(struct.toJavaScript()) : {};
}

/** @param secrets paths of values that the provider calls secret; `*` stands for any key or index */
export function encode(properties: Properties, secrets: readonly string[] = []): Struct {
  if (secrets.length === 0) return Struct.fromJavaScript(properties);
  const patterns = secrets.map((path) => path.split("."));
  const wrapped: Properties = {};
  for (const [key, value] of Object.entries(properties)) wrapped[key] = wrapSecrets(value, [key], patterns);
  return Struct.fromJavaScript(wrapped);
}

function fromObject(object: object): Properties {
  const properties: Properties = {};
  for (const [key, value] of Object.entries(object)) properties[key] = parseValue(value);
  return properties;
}

/** A value from outside: secrets are unwrapped, anything that the protocol does not know is refused. */
export function parseValue(value: unknown): Value {
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string") {
    return value;
  }
  if (Array.isArray(value)) return value.map(parseValue);
  if (typeof value !== "object") throw new TypeError(`not a value of the protocol: ${typeof value}`);
  const properties = fromObject(value);
  return properties[mark] === secretMark ? (properties.value ?? null) : properties;
}

function wrapSecrets(value: Value, path: string[], patterns: readonly string[][]): Value {
  const secret = patterns.some(
    (pattern) => pattern.length === path.length && pattern.every((part, i) => part === "*" || part === path[i]),
  );
  if (secret) return { [mark]: secretMark, value };
  if (Array.isArray(value)) return value.map((item, index) => wrapSecrets(item, [...path, String(index)], patterns));
  if (typeof value !== "object" || value === null) return value;
  const wrapped: Properties = {};
  for (const [key, item] of Object.entries(value)) wrapped[key] = wrapSecrets(item, [...path, key], patterns);
  return wrapped;
}
