import type { MtaStsArgs } from "../../../src";
import type { Program } from "../../../simulation/deploy/program";
import { recordTtl } from "../../../simulation/senders/bounds";

/** Where one domain of a batch lives. */
export interface Place {
  /** The component's name. */
  name: string;
  domain: string;
  route53ZoneId: string;
  cloudflareZoneId: string;
  accountId: string;
  /** Shared, or made beforehand: senders feel nothing of how a host comes to them. */
  cloudfront: { certificateArn: string; originAccessControlId: string };
  /** The folder of its TLS-RPT reports. */
  reports: string;
}

/** A program of the simulation as the component's arguments. */
export function componentArgs(
  { zones, hosts, policy, exchangers, retireAfter, override }: Program,
  place: Place,
): MtaStsArgs {
  const listsMx = policy !== undefined && policy.mode !== "none" && policy.mx.length > 0;
  return {
    domain: place.domain,
    tlsReporting: { rua: ["mailto:tls@reports.example"] },
    ttl: recordTtl,
    ...(zones.includes("route53") ? { route53: { zoneId: place.route53ZoneId } } : {}),
    ...(zones.includes("cloudflare") ? { cloudflare: { zoneId: place.cloudflareZoneId } } : {}),
    ...(hosts.includes("cloudfront") ? { cloudfront: place.cloudfront } : {}),
    ...(hosts.includes("cloudflareWorker") ? { cloudflareWorker: { accountId: place.accountId, route: true } } : {}),
    ...(exchangers === undefined ? {} : { mailExchangers: exchangers.map((host) => ({ host })) }),
    ...(policy === undefined
      ? {}
      : {
          policy: {
            ...{ mode: policy.mode, maxAge: policy.maxAge },
            ...(listsMx ? { mx: [...policy.mx] } : {}),
            ...(policy.revision === undefined ? {} : { revision: policy.revision }),
          },
        }),
    rollout: {
      // Under testing every run would read them, to say how far it is.
      ...(policy?.mode === "enforce" ? { reports: place.reports, evidence: { trusted: true } } : {}),
      ...(retireAfter === undefined ? {} : { retire: { after: retireAfter } }),
      ...(override === undefined
        ? {}
        : { override: { policyId: override, reason: "The MX records have not changed" } }),
    },
  };
}
