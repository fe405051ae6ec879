import { Resolver } from "node:dns/promises";
import { get } from "node:https";
import { text } from "node:stream/consumers";
import type { Servers } from "../net";

/** What a sending mail server learns about a domain. */
export interface SenderView {
  /** The text of the `_mta-sts` record. */
  record: string;
  id: string;
  policyUrl: string;
  status: number;
  contentType: string;
  policy: string;
  /** Whether the policy was fetched, or taken from the cache because the id was known (RFC 8461 §3.3). */
  fetched: boolean;
}

/** A mail server that honours MTA-STS: asks DNS each time it sends, and fetches a policy only under a new id. */
export class Sender {
  private cached?: SenderView;

  constructor(private readonly servers: Servers) {}

  /** Does what a sender does before it delivers to `domain`. */
  async look(domain: string): Promise<SenderView> {
    const resolver = new Resolver();
    resolver.setServers([this.servers.dns.server]);
    const records = await resolver.resolveTxt(`_mta-sts.${domain}`);
    const record = records.map((strings) => strings.join("")).find((candidate) => candidate.startsWith("v=STSv1;"));
    const id = /;\s*id=([A-Za-z0-9]+)/.exec(record ?? "")?.[1];
    if (record === undefined || id === undefined) throw new Error(`_mta-sts.${domain} has no MTA-STS record`);
    if (this.cached?.id === id) return { ...this.cached, record, fetched: false };
    const host = `mta-sts.${domain}`;
    const [address] = await resolver.resolve4(host);
    this.cached = { record, id, fetched: true, ...(await this.fetch(host, address!)) };
    return this.cached;
  }

  private fetch(host: string, address: string): Promise<Omit<SenderView, "record" | "id" | "fetched">> {
    const path = "/.well-known/mta-sts.txt";
    const { ca, https } = this.servers;
    return new Promise((resolve, reject) => {
      const options = {
        host: address,
        port: https.port,
        servername: host,
        ca: ca.certPem,
        path,
        headers: { host },
        agent: false,
      };
      get(options, (response) => {
        text(response).then((policy) => {
          const { statusCode: status = 0, headers } = response;
          resolve({
            policyUrl: `https://${host}${path}`,
            status,
            contentType: headers["content-type"] ?? "none",
            policy,
          });
        }, reject);
      }).on("error", reject);
    });
  }
}
