import { dnsHosts } from "./dnsHost";
import { firstStep } from "./firstStep";
import type { InitPlan } from "./runInit";

/** `README.md` of the project: what was found, and the commands in their order. */
export function readmeText(plan: InitPlan, hasImports: boolean): string {
  const { domain, dns, zoneId } = plan;
  const zone = zoneId ?? `<the id of the ${dnsHosts[dns].title} zone>`;
  const first = firstStep(plan);
  const parts = [
    `# MTA-STS and TLS reporting for ${domain}`,
    stage(plan),
    "```sh",
    "npm install",
    "pulumi stack init prod",
    `pulumi config set zoneId ${zone}`,
    "pulumi config set aws:region us-east-1",
    ...(first === undefined ? [] : ['# first, what stands under "Before the import"']),
    ...(hasImports ? ["pulumi import --file import.json --protect=false --generate-code=false"] : []),
    "pulumi preview",
    "pulumi up",
    "```",
  ];
  if (first !== undefined) parts.push("## Before the import", first);
  if (hasImports) parts.push("## Records that exist", importNote(plan));
  parts.push(
    "## Afterwards",
    `Run \`npx mta-sts check ${domain}\` every day: it finds the drift between policy and MX records.`,
  );
  // Blank lines between paragraphs, none inside of the shell block.
  return `${parts.join("\n\n").replace(/```sh\n\n([\s\S]*?)\n\n```/, (_, body: string) => `\`\`\`sh\n${body.replaceAll("\n\n", "\n")}\n\`\`\``)}\n`;
}

function stage({ policy, broken, mxHosts, mailHosts, domain }: InitPlan): string {
  const services = [...new Set(mailHosts.map(({ name }) => name))].join(" and ");
  const mail = `Mail goes to ${mxHosts.join(", ")}${services === "" ? "" : ` (${services})`}.`;
  if (policy) {
    return `${mail}\n\nA policy of mode \`${policy.mode}\` is published. This program takes it over unchanged; the policy moves to a host that the program creates.`;
  }
  if (broken !== undefined) {
    return `${mail}\n\nAn \`_mta-sts\` record is there, but senders find no policy: ${broken}. This program starts with reporting, and leaves what is published alone; remove the record, or repair the policy and run \`mta-sts init\` again. \`npx mta-sts check ${domain}\` names everything that is wrong.`;
  }
  return `${mail}\n\nNo policy is published. This program starts with reporting alone; wait until reports arrive, then add the policy that stands ready in \`index.ts\`.`;
}

function importNote({ dns, domain }: InitPlan): string {
  const lines = [
    "`import.json` takes records that exist into the stack, as children of the component, so that none is created twice.",
  ];
  lines.push(
    dns === "route53"
      ? `Put the zone's id in place of ZONE_ID if it stands there: \`aws route53 list-hosted-zones-by-name --dns-name ${domain}\`.`
      : 'Put the ids in place of ZONE_ID and RECORD_ID_OF_…: `curl -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" https://api.cloudflare.com/client/v4/zones/<zone id>/dns_records`.',
  );
  return lines.join(" ");
}
