import { parseValue } from "./structs";
import { isProperties, Properties, Value } from "./values";

/** What a provider instance was configured with, as far as it shows in resources. */
export interface Settings {
  /** The AWS region. Default: us-east-1. */
  region: string;
  defaultTags: Record<string, string>;
}

export const noSettings: Settings = { region: "us-east-1", defaultTags: {} };

/** Nested provider configuration arrives as JSON text from SDKs, as objects from the engine. */
export function parseSettings(config: Properties): Settings {
  const region = config.region;
  const block = fromJson(config.defaultTags);
  const tags = isProperties(block) ? fromJson(block.tags) : undefined;
  return {
    region: typeof region === "string" && region !== "" ? region : noSettings.region,
    defaultTags: isProperties(tags) ? textEntries(tags) : {},
  };
}

function fromJson(value: Value | undefined): Value | undefined {
  if (typeof value !== "string") return value;
  try {
    return parseValue(JSON.parse(value));
  } catch {
    return undefined;
  }
}

function textEntries(tags: Properties): Record<string, string> {
  const texts = Object.entries(tags).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(texts);
}
