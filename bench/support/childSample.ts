import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs a sample in a process of its own and reads the line of JSON that it prints last. */
export async function childSample<T>(
  script: string,
  args: string[],
  parse: (value: unknown) => T,
  nodeArgs: string[] = [],
): Promise<T> {
  const compiler = script.endsWith(".ts") ? ["--import", "tsx"] : [];
  const { stdout } = await run(process.execPath, [...nodeArgs, ...compiler, script, ...args], {
    maxBuffer: 1 << 24,
  });
  return parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
}

/** Reads an object of numbers with these names. */
export function numbers<K extends string>(...names: K[]): (value: unknown) => Record<K, number> {
  return (value) => {
    if (typeof value !== "object" || value === null) throw new Error("A sample printed no object.");
    const found = new Map(Object.entries(value));
    const pick = (name: K): [K, number] => {
      const figure: unknown = found.get(name);
      if (typeof figure !== "number") throw new Error(`A sample printed no figure "${name}".`);
      return [name, figure];
    };
    return Object.fromEntries(names.map(pick)) as Record<K, number>;
  };
}
