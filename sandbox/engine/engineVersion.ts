/** A Pulumi CLI version as three numbers; suffixes such as `-alpha.1` do not matter here. */
export type EngineVersion = readonly [major: number, minor: number, patch: number];

/**
 * The oldest engine that runs this project's programs: the floor of the `@pulumi/pulumi` peer range, from which on
 * resource hooks run in previews. It is above what the Automation API asks for (3.2.0).
 */
export const OLDEST_ENGINE: EngineVersion = [3, 184, 0];

/** Reads `v3.250.0`, `3.250.0-dev.1` or `go1.25.11`; `undefined` for anything else. A missing patch is 0. */
export function parseVersion(text: string): EngineVersion | undefined {
  const match = /^(?:v|go)?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

export function isOlder(version: EngineVersion, than: EngineVersion): boolean {
  const place = version.findIndex((part, index) => part !== than[index]);
  return place >= 0 && version[place]! < than[place]!;
}

export function formatVersion(version: EngineVersion): string {
  return version.join(".");
}
