/** PyPI's checkdmarc: a validator that is nobody's sender, for a second opinion on records and policies. */
import path from "node:path";
import { startConnectProxy } from "./connectProxy";
import { installedSenders } from "./install";
import type { SandboxNetwork } from "./network";
import { isObject, runChild, texts, unexpected } from "./runChild";
import { withTemporaryFile } from "./temporaryFile";

export interface CheckdmarcVerdict {
  valid: boolean;
  error?: string;
  warnings: string[];
  /** All that it said. */
  answer: Record<string, unknown>;
}

export interface CheckdmarcVerdicts {
  mtaSts: CheckdmarcVerdict;
  tlsRpt: CheckdmarcVerdict;
}

/** Its verdicts on each domain, in their order, of one process: to load takes it longer than to judge. */
export async function checkdmarc(
  network: SandboxNetwork,
  ...domains: readonly string[]
): Promise<CheckdmarcVerdicts[]> {
  const { python } = await installedSenders();
  const proxy = await startConnectProxy(network);
  try {
    const answers = await withTemporaryFile(network.ca.certPem, (trusted) =>
      runChild({
        command: python,
        args: [path.join(__dirname, "checkdmarc", "check.py"), ...domains],
        env: { REQUESTS_CA_BUNDLE: trusted, https_proxy: proxy.url, SANDBOX_DNS: network.dns.server },
      }),
    );
    if (!Array.isArray(answers) || answers.length !== domains.length) throw unexpected(answers);
    return answers.map((answer: unknown) => {
      if (!isObject(answer)) throw unexpected(answer);
      return { mtaSts: readVerdict(answer["mtaSts"]), tlsRpt: readVerdict(answer["tlsRpt"]) };
    });
  } finally {
    await proxy.close();
  }
}

function readVerdict(answer: unknown): CheckdmarcVerdict {
  if (!isObject(answer) || typeof answer["valid"] !== "boolean") throw unexpected(answer);
  const { valid, error, warnings } = answer;
  return { valid, warnings: texts(warnings), answer, ...(typeof error === "string" ? { error } : {}) };
}
