import { MtaSts, MtaStsMode } from "pulumi-mta-sts";
import { BareComponent, declareFlat } from "./flatDomain";

export type Side = "component" | "flat" | "bare";

/** Declares domains 0 to count - 1 in one zone: with the component, by hand, or by hand below a bare component. */
export function declareDomains(side: Side, count: number, zoneId: string): void {
  for (let index = 0; index < count; index++) {
    const name = `mail${index}`;
    const domain = `${name}.example.com`;
    if (side === "flat") declareFlat(name, domain, zoneId);
    else if (side === "bare") new BareComponent(name, domain, zoneId);
    else {
      new MtaSts(name, {
        domain,
        tlsReporting: { rua: [`mailto:tls@${domain}`] },
        policy: { mode: MtaStsMode.Testing, mx: [`mx1.${domain}`, `mx2.${domain}`] },
        route53: { zoneId },
      });
    }
  }
}
