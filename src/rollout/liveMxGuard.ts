import { isCovered, type MtaStsMode } from "../protocol";
import { listed, spell } from "./changes";
import type { MxFacts } from "./facts";

/**
 * What every preview says of the live MX set, whether or not the policy changes (an unchanged resource runs no hook, so
 * the transition rules are silent then). Warnings only: refusing belongs to the rules of a step.
 *
 * @returns One sentence a warning; none where every host is covered or the mode asks nothing of hosts.
 */
export function judgeLiveMx(
  domain: string,
  policy: { mode: MtaStsMode; mx: readonly string[] },
  mx: MxFacts,
): string[] {
  if (policy.mode === "none") return [];
  switch (mx.kind) {
    case "notAsked":
      return [];
    case "failed":
    case "absent":
      return [
        `${domain}: the live MX hosts could not be looked up (${mx.reason}); coverage by the policy is not known.`,
      ];
    case "null":
      return [
        `${domain}: a null MX is live, so the domain takes no mail (RFC 7505 §3), yet a policy is published for it.`,
      ];
    default:
      return uncoveredWarning(domain, policy, mx);
  }
}

function uncoveredWarning(
  domain: string,
  { mode, mx: patterns }: { mode: MtaStsMode; mx: readonly string[] },
  mx: Extract<MxFacts, { kind: "hosts" | "implicit" }>,
): string[] {
  const hosts = mx.hosts.map(({ host }) => host).filter((host) => !isCovered(host, patterns));
  if (hosts.length === 0) return [];
  const what =
    mx.kind === "implicit"
      ? "has no MX record, so it is its own mail host (RFC 5321 §5.1)"
      : `has live MX ${hosts.length === 1 ? "host" : "hosts"} ${listed(hosts)}`;
  const effect =
    mode === "enforce"
      ? "MAIL IS BEING HELD BACK: senders under enforce do not deliver to a host that matches no pattern"
      : "under enforce, senders would not deliver to a host that matches no pattern";
  return [
    `${domain} ${what}, but the policy covers only ${listed(patterns)}: ${effect} (RFC 8461 §4.1). ` +
      "Add it to policy.mx, or take it out of the MX records.",
  ];
}

/**
 * How long to wait, in seconds, between the new policy's TXT record and MX hosts that it adds: until no resolver gives
 * the old id any more (RFC 8461 §8.1). Only under enforce, and only for hosts that the previous policy does not cover.
 */
export function waitBeforeMx(
  hosts: readonly string[],
  previous: { mode: MtaStsMode; mx: readonly string[] } | undefined,
  oldTxtTtl: number,
): { seconds: number; why?: string } {
  if (previous?.mode !== "enforce") return { seconds: 0 };
  const fresh = hosts.filter((host) => !isCovered(host, previous.mx));
  if (fresh.length === 0) return { seconds: 0 };
  return {
    seconds: oldTxtTtl,
    why:
      `waiting ${spell(oldTxtTtl)} for resolvers to forget the old _mta-sts record, before ${listed(fresh)} ` +
      `${fresh.length === 1 ? "becomes an MX host" : "become MX hosts"} (RFC 8461 §8.1)`,
  };
}
