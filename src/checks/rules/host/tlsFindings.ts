import type { TlsReason } from "../../../net/certificate";
import type { PolicyFetch } from "../../../net/policyFetch";

/** What the TLS connections showed of these kinds, each once, however many addresses show it. */
export function tlsFindings(fetches: readonly PolicyFetch[], ...reasons: TlsReason[]): string[] {
  const problems = fetches.flatMap((fetch) => (fetch.kind === "tls" ? fetch.problems : []));
  return [...new Set(problems.filter(({ reason }) => reasons.includes(reason)).map(({ seen }) => seen))];
}
