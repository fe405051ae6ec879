import type { MtaStsArgs } from "../../src";
import type { Sandbox } from "../../sandbox/sandbox";
import { fetchAsSender, type SenderView } from "../../sandbox/senders";
import { get } from "../sandbox/netFixture";
import type { Outcome } from "./engine";
import { cloudflareZone } from "./mailStack";

export const accountId = "9a7806061c88ada191ed06f989cc3dac";

/** A domain at Cloudflare that reports. */
export const atCloudflare: MtaStsArgs = {
  domain: "example.net",
  tlsReporting: { rua: ["mailto:tls@example.com"] },
  cloudflare: { zoneId: cloudflareZone },
};

/** What was seen after one operation of a deploy, by a sender that asks DNS, and by one whose resolver remembers. */
export interface Glance {
  after: string;
  fresh: SenderView;
  /** The answer at the address that DNS gave when the watch began. */
  remembered: { status: number; body: string } | string;
}

/**
 * Looks at a domain after each operation of a deploy, while the engine waits. The second sender stays with the edge that
 * it knows: resolvers give an address for a TTL after it changed.
 */
export async function watched<T>(
  sandbox: Sandbox,
  domain: string,
  edge: "cloudfront" | "cloudflare",
  deploy: () => Promise<T>,
): Promise<{ outcome: T; glances: Glance[] }> {
  const glances: Glance[] = [];
  const host = `mta-sts.${domain}`;
  const address = sandbox.servers.https.edges[edge].ipv4[0] ?? "";
  const look = async (after: string) => {
    const [fresh, remembered] = await Promise.all([
      fetchAsSender(sandbox.servers, domain),
      get(sandbox.servers, host, { address }).then(
        ({ status, body }) => ({ status, body }),
        (error: unknown) => String(error),
      ),
    ]);
    glances.push({ after, fresh, remembered });
  };
  sandbox.providers.watch(({ operation, name }) => look(`${operation} ${name}`));
  try {
    const outcome = await deploy();
    await look("the end");
    return { outcome, glances };
  } finally {
    sandbox.providers.watch(undefined);
  }
}

/** What the user is told went wrong, each thing once, without what differs from run to run. */
export function complaints({ diagnostics }: Outcome): string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return [...new Set(errors.map(({ message }) => stable(message)))];
}

function stable(message: string): string {
  return message
    .replace(/pms1[0-9a-f]{28}/g, "<id>")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
    .replace(/\b[0-9a-f]{32}\b/g, "<hex>")
    .replace(/d[0-9a-z]+\.cloudfront\.net/g, "<distribution>")
    .replace(/\d+ times? in/g, "<n> times in");
}
