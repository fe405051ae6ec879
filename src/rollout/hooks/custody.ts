/** What to say where a record is to stand at the name of a custom domain. */
export function custodyRefusal(domain: string, name: string): string {
  return (
    `${domain}: a Worker's custom domain is in the way, and no record was changed. (worker-domain-in-the-way)\n\n` +
    `    why:    ${name} belongs to a custom domain. Nobody else may change its record, and Cloudflare takes no CNAME ` +
    "beside it, so that no deploy goes from one to the other without a gap.\n" +
    "    remedy: With both hosts declared, deployed, and policyHost still naming the Worker, change policyHost, detach " +
    "the custom domain in Cloudflare's dashboard (Workers, Settings, Domains & Routes), and run `pulumi up --refresh` at " +
    "once. In between the name does not exist: senders that hold the policy keep it, because its id stays; others " +
    "deliver without one, for as long as resolvers remember that (on Cloudflare half an hour). Keep it short, and away " +
    "from a change of policy."
  );
}
