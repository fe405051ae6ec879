import { dnsHosts } from "./dnsHost";
import { printable } from "../../net/printable";
import { firstStep } from "./firstStep";
import type { InitPlan } from "./runInit";

/** What was found and written, for the terminal. */
export function summary(plan: InitPlan, folder: string, files: readonly string[]): string {
  const { domain, mxHosts, mailHosts, policy, broken, detectedDns, nameServers, dns, zoneId, warnings } = plan;
  const services = [...new Set(mailHosts.map(({ name }) => name))].join(" and ");
  const lines = [
    `${domain}: mail goes to ${mxHosts.join(", ") || "no host"}${services === "" ? "" : ` (${services})`}`,
    policy
      ? `a policy of mode ${policy.mode} is published: the program takes it over unchanged`
      : broken === undefined
        ? "no policy is published: the program starts with reporting"
        : `there is an _mta-sts record but no policy (${broken}): the program starts with reporting`,
    detectedDns
      ? `the zone is in ${dnsHosts[detectedDns].title}`
      : `the DNS host is not known here (${nameServers.slice(0, 2).join(", ") || "no name servers found"}): the program is written for ${dnsHosts[dns].title}`,
    ...warnings,
    `written to ${folder}: ${files.join(", ")}`,
  ];
  if (files.includes("import.json") && (dns === "cloudflare" || zoneId === undefined)) {
    lines.push("fill in the ids in import.json before `pulumi import`; README.md says where to find them");
  }
  if (firstStep(plan) !== undefined) {
    lines.push(`mta-sts.${domain} is a record of another type than the program's: README.md says what to do first`);
  }
  // Much of this comes from the network.
  return lines.map((line) => `${printable(line, 1000)}\n`).join("");
}
