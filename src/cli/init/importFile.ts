import type { InitPlan } from "./runInit";

/** Where the zone's id stands until the user knows it. */
export const zoneIdPlaceholder = { route53: "ZONE_ID", cloudflare: "ZONE_ID" } as const;
const componentType = "pulumi-mta-sts:index:MtaSts";
const recordType = {
  route53: "aws:route53/record:Record",
  cloudflare: "cloudflare:index/dnsRecord:DnsRecord",
} as const;

/** One record that exists and becomes a child of the component. */
interface ImportedRecord {
  type: string;
  name: string;
  id: string;
  parent: string;
}
interface ImportedComponent {
  type: string;
  name: string;
  component: true;
}

/** Which of the policy host's records there are to import. */
function policyHostTypes({ policy, dns, existing }: InitPlan): string[] {
  if (policy === undefined) return [];
  const { alias, addresses } = existing.host;
  const types = (["A", "AAAA"] as const).filter((type) => addresses[type].length > 0);
  // The program declares A and AAAA in Route 53, a CNAME in Cloudflare. What stands there as the other kind is changed
  // first: `firstStep` says how.
  if (dns === "route53") return types;
  return alias !== undefined || types.length > 0 ? ["CNAME"] : [];
}

/** The content of `pulumi import --file`, or undefined where nothing exists that the component will declare. */
export function importFile(plan: InitPlan): { resources: (ImportedComponent | ImportedRecord)[] } | undefined {
  const { name, domain, existing, dns, zoneId = zoneIdPlaceholder[dns] } = plan;
  const wanted: { child: string; record: string; type: string; there: boolean }[] = [
    { child: `${name}-smtp-tls`, record: `_smtp._tls.${domain}`, type: "TXT", there: existing.tlsRptTxt },
    { child: `${name}-sts`, record: `_mta-sts.${domain}`, type: "TXT", there: plan.policy !== undefined },
  ];
  for (const type of policyHostTypes(plan)) {
    wanted.push({ child: `${name}-${type.toLowerCase()}`, record: `mta-sts.${domain}`, type, there: true });
  }
  const records = wanted
    .filter(({ there }) => there)
    .map(({ child, record, type }) => ({
      type: recordType[dns],
      name: child,
      // Cloudflare's records have ids that DNS does not show.
      id: dns === "route53" ? `${zoneId}_${record}_${type}` : `${zoneId}/RECORD_ID_OF_${type}_${record}`,
      parent: name,
    }));
  if (records.length === 0) return undefined;
  return { resources: [{ type: componentType, name, component: true }, ...records] };
}
