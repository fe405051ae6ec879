/** PyPI's postfix-mta-sts-resolver as a sender: what Postfix asks before it delivers. */
import path from "node:path";
import { startConnectProxy } from "./connectProxy";
import { installedSenders } from "./install";
import type { SandboxNetwork } from "./network";
import { matchesPostfix } from "./postfixMatch";
import { isObject, runChild, texts, unexpected } from "./runChild";
import { applied, expiry, type KnownPolicy, type Sender, type SenderResult } from "./sender";
import { withTemporaryFile } from "./temporaryFile";

/** @example await postfixSender(servers).fetchPolicy("example.com") */
export function postfixSender(network: SandboxNetwork): Sender {
  return {
    name: "postfix-mta-sts-resolver",
    async fetchPolicy(domain, known) {
      return readAnswer(await ask(network, domain, known));
    },
    async validateMx(mx, policy) {
      // Of a domain that cannot be looked up the daemon answers from what it knows: this policy.
      const answer = await ask(network, "nothing.invalid", { id: "1", policy });
      return matchesPostfix(readMap(answer), mx);
    },
  };
}

async function ask(network: SandboxNetwork, domain: string, known: KnownPolicy | undefined): Promise<unknown> {
  const { python } = await installedSenders();
  const proxy = await startConnectProxy(network);
  try {
    return await withTemporaryFile(network.ca.certPem, (trusted) =>
      runChild({
        command: python,
        args: [path.join(__dirname, "postfix", "ask.py")],
        env: { SSL_CERT_FILE: trusted, https_proxy: proxy.url, SANDBOX_DNS: network.dns.server },
        stdin: JSON.stringify({ domain, ...(known ? { known: inItsForm(known) } : {}) }),
      }),
    );
  } finally {
    await proxy.close();
  }
}

/** The daemon's cache entry: `ts` is when the policy was fetched, in seconds since 1970. */
function inItsForm(known: KnownPolicy): object {
  const { mode, mx, maxAge } = known.policy;
  return {
    ts: expiry(known).getTime() / 1000 - maxAge,
    id: known.id,
    policy: { version: "STSv1", mode, mx, max_age: maxAge },
  };
}

const STATUS = new Map<unknown, SenderResult["status"]>([
  ["VALID", "found"],
  ["NOT_CHANGED", "renewed"],
  ["NONE", "notFound"],
  ["FETCH_ERROR", "failed"],
]);

/** What Postfix gets: "OK secure match=…" or "NOTFOUND". */
function readMap(answer: unknown): string {
  if (!isObject(answer) || typeof answer["map"] !== "string") throw unexpected(answer);
  return answer["map"].trim();
}

function readAnswer(answer: unknown): SenderResult {
  const status = isObject(answer) ? STATUS.get(answer["status"]) : undefined;
  if (!status || !isObject(answer)) throw unexpected(answer);
  return applied(status, `${String(answer["status"])}, ${readMap(answer)}`, readEntry(answer["known"]));
}

function readEntry(entry: unknown): Required<KnownPolicy> | undefined {
  if (!isObject(entry) || !isObject(entry["policy"])) return undefined;
  const { id, ts } = entry;
  const { mode, mx, max_age: maxAge } = entry["policy"];
  if (typeof id !== "string" || typeof mode !== "string") throw unexpected(entry);
  if (typeof ts !== "number" || typeof maxAge !== "number") throw unexpected(entry);
  const expires = new Date((ts + maxAge) * 1000);
  if (expires.getTime() < Date.now()) return undefined; // the daemon keeps it, and does not apply it
  return { id, policy: { mode, mx: texts(mx), maxAge }, expires };
}
