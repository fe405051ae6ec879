import type { TlsReason } from "../../../net/certificate";
import type { ReachedProbe } from "../given";

/** What the handshakes showed of these kinds, with host and address. */
export function smtpFindings(probes: readonly ReachedProbe[], ...reasons: TlsReason[]): string[] {
  return probes.flatMap(({ host, address, problems }) =>
    problems.filter(({ reason }) => reasons.includes(reason)).map(({ seen }) => `${host} (${address}): ${seen}`),
  );
}
