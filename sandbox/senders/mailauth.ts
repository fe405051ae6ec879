/** npm's mailauth as a sender: the library that Node.js mail servers fetch policies with. */
import path from "node:path";
import { installedSenders } from "./install";
import type { SandboxNetwork } from "./network";
import { isObject, runChild, texts, unexpected } from "./runChild";
import { applied, expiry, type KnownPolicy, type Sender, type SenderResult } from "./sender";
import { withTemporaryFile } from "./temporaryFile";

/** @example await mailauthSender(servers).fetchPolicy("example.com") */
export function mailauthSender(network: SandboxNetwork): Sender {
  return {
    name: "mailauth",
    async fetchPolicy(domain, known) {
      return readAnswer(await ask(network, { domain, ...(known ? { known: inItsForm(known) } : {}) }));
    },
    async validateMx(mx, policy) {
      const answer = await ask(network, { mx, policy });
      if (!isObject(answer) || typeof answer["valid"] !== "boolean") throw unexpected(answer);
      return answer["valid"];
    },
  };
}

async function ask({ ca, dns, https }: SandboxNetwork, question: object): Promise<unknown> {
  const { root, node } = await installedSenders();
  return withTemporaryFile(ca.certPem, (trusted) =>
    runChild({
      command: node,
      args: [
        "--require",
        path.join(__dirname, "mailauth", "redirect.cjs"),
        path.join(__dirname, "mailauth", "ask.cjs"),
      ],
      env: {
        NODE_EXTRA_CA_CERTS: trusted,
        SANDBOX_SENDERS: path.join(root, "package.json"),
        SANDBOX_NET: JSON.stringify({ dns: dns.server, ports: { 443: https.port } }),
      },
      stdin: JSON.stringify(question),
    }),
  );
}

function inItsForm(known: KnownPolicy): object {
  return { id: known.id, ...known.policy, expires: expiry(known).toISOString() };
}

const STATUS = new Map<unknown, SenderResult["status"]>([
  ["found", "found"],
  ["renewed", "renewed"],
  ["not_found", "notFound"],
  ["errored", "failed"],
]);

function readAnswer(answer: unknown): SenderResult {
  const status = isObject(answer) ? STATUS.get(answer["status"]) : undefined;
  if (!status || !isObject(answer)) throw unexpected(answer);
  const error = isObject(answer["error"]) ? answer["error"] : undefined;
  const detail = error ? `${String(error["code"])}: ${String(error["message"])}` : String(answer["status"]);
  return applied(status, detail, readPolicy(answer["policy"]));
}

/** mailauth keeps the id beside the policy's fields; `undefined` where it has none, or only a note of a failure. */
function readPolicy(kept: unknown): Required<KnownPolicy> | undefined {
  if (!isObject(kept)) return undefined;
  const { id, mode, mx = [], maxAge, expires } = kept;
  if (typeof id !== "string" || typeof mode !== "string" || typeof maxAge !== "number") return undefined;
  return { id, policy: { mode, mx: texts(mx), maxAge }, expires: new Date(String(expires)) };
}
