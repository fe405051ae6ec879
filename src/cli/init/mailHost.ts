/** A mail service that is recognised by its MX hosts. */
export interface MailHost {
  name: string;
  /** What its customers should know for the policy, in one or two sentences. */
  note?: string;
}

const services: (MailHost & { hosts: RegExp })[] = [
  {
    name: "Microsoft 365",
    hosts: /(?:^|\.)mx\.microsoft$/,
    note: "Hosts under mx.microsoft have a label of their own for each domain: list the exact host, a wildcard does not cover it.",
  },
  {
    name: "Microsoft 365",
    hosts: /\.mail\.protection\.outlook\.com$/,
    note: "*.mail.protection.outlook.com would cover it too. Moving to a host under mx.microsoft (DNSSEC) needs that exact host first.",
  },
  {
    name: "Google Workspace",
    hosts: /(?:^|\.)(?:smtp\.google|aspmx\.l\.google|googlemail)\.com$/,
    note: "New domains have smtp.google.com alone; older ones aspmx.l.google.com and its alternates.",
  },
  { name: "Proofpoint", hosts: /\.(?:pphosted|ppe-hosted)\.com$/ },
  { name: "Mimecast", hosts: /\.mimecast(?:-offshore)?\.com$/ },
  { name: "Barracuda", hosts: /\.barracudanetworks\.com$/ },
  { name: "Cisco Secure Email", hosts: /\.iphmx\.com$/ },
  { name: "Amazon SES", hosts: /^inbound-smtp\.[a-z0-9-]+\.amazonaws\.com$/ },
  { name: "Cloudflare Email Routing", hosts: /\.mx\.cloudflare\.net$/ },
  { name: "Zoho Mail", hosts: /(?:^|\.)mx\d*\.zoho(?:mail)?\.[a-z.]+$/ },
  { name: "Fastmail", hosts: /\.messagingengine\.com$/ },
  { name: "Proton Mail", hosts: /\.protonmail\.ch$/ },
  { name: "iCloud Mail", hosts: /\.mail\.icloud\.com$/ },
  { name: "mailbox.org", hosts: /\.mailbox\.org$/ },
  { name: "Migadu", hosts: /\.migadu\.com$/ },
  { name: "OVHcloud", hosts: /\.mail\.ovh\.(?:net|ca)$/ },
  { name: "IONOS", hosts: /\.(?:ionos|kundenserver)\.[a-z.]+$/ },
  { name: "Yandex 360", hosts: /^mx\.yandex\.(?:net|ru)$/ },
];

/** The services behind these MX hosts, each once; none where nobody is known. */
export function mailHostsOf(hosts: readonly string[]): MailHost[] {
  return services
    .filter((service) => hosts.some((host) => service.hosts.test(host)))
    .map(({ name, note }) => ({ name, ...(note === undefined ? {} : { note }) }));
}
