import { writeFileSync } from "node:fs";
import path from "node:path";
import { changesCloud } from "../../sandbox/provider";
import type { Sandbox } from "../../sandbox/sandbox";
import { liveMx } from "../../src/net/liveMx";
import { resolverAt } from "../../src/net/resolver";
import type { Outcome } from "./engine";

/** The MX records as the authoritative servers give them, "10 mx1.example.com", sorted. */
export async function liveMxOf({ servers: { dns } }: Sandbox, domain: string): Promise<string[]> {
  const options = { allowPrivate: true, always: true, port: dns.port };
  const { kind, hosts } = await liveMx(domain, resolverAt(dns.server), options);
  return kind === "hosts" ? hosts.map(({ host, preference }) => `${preference} ${host}`).sort() : [];
}

/** What the user is told that matches, in order. */
export function said({ diagnostics }: Outcome, pattern: RegExp): string[] {
  return diagnostics.map(({ message }) => message).filter((message) => pattern.test(message));
}

/** Seconds of our time between the end of one child's change in the cloud and the start of another's. */
export function pauseBetween({ providers }: Sandbox, first: string, then: string): number {
  const changes = providers.log.filter(changesCloud);
  const ended = changes.find(({ name }) => name === first)?.endedAt;
  const started = changes.find(({ name }) => name === then)?.startedAt;
  if (ended === undefined || started === undefined) throw new Error(`No change of ${first} and then of ${then}.`);
  return (started - ended) / 1000;
}

/** The arguments of the import that a refusal prints; of several, the first. */
export function importArguments(sandbox: Sandbox, refusal: string): string[] {
  const [, content, args] = /echo '(.*)' > import\.json && pulumi (import .*)/.exec(refusal) ?? [];
  if (content === undefined || args === undefined) throw new Error(`No import in: ${refusal}`);
  const file = path.join(sandbox.newFolder("import"), "import.json");
  writeFileSync(file, content);
  return [...args.replace("import.json", file).split(" "), "--yes", "--skip-preview"];
}
