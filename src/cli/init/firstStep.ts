import type { InitPlan } from "./runInit";

/**
 * What must be done by hand before the import: the policy host's record may be of another type than the program
 * declares. A record cannot change its type in place, and deleting it would leave a while without a policy.
 *
 * @returns Markdown, or undefined where the commands can be followed as they are.
 */
export function firstStep({ policy, dns, domain, existing }: InitPlan): string | undefined {
  if (policy === undefined) return undefined;
  const { alias, addresses } = existing.host;
  const host = `mta-sts.${domain}`;
  if (dns === "route53") {
    if (alias === undefined) return undefined;
    const records = (["A", "AAAA"] as const).flatMap((type) => addresses[type].map((value) => `${type} ${value}`));
    return (
      `\`${host}\` is a CNAME for \`${alias}\`, and the program declares A and AAAA records there. Before the import, put ` +
      `the addresses behind it in its place, in one change batch, so that the policy stays where senders find it: ` +
      `${records.map((record) => `\`${record}\``).join(", ")}. The deployment then moves them to the new host.`
    );
  }
  if (alias !== undefined || addresses.A.length + addresses.AAAA.length === 0) return undefined;
  return (
    `DNS shows addresses at \`${host}\`, and the program declares a CNAME there. If they come from a proxied CNAME, import ` +
    `that. If they are A and AAAA records, move them before the import: create the same records at another name, such as ` +
    `\`mta-sts-old.${domain}\`, and put a CNAME for that name in their place. The deployment then moves it to the new host.`
  );
}
