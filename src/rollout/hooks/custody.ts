/** What to say where a record is to stand at the name of a Worker's custom domain. */
export function custodyRefusal(domain: string, name: string): string {
  return (
    `${domain}: a Worker's custom domain is in the way, and no record was changed. (worker-domain-in-the-way)\n\n` +
    `    why:    ${name} belongs to a custom domain. Nobody else may change its record, and Cloudflare takes no CNAME ` +
    "beside it, so that no deploy goes from one to the other without a gap.\n" +
    "    remedy: Make the gap short, and the policy stay as it is. To CloudFront: deploy cloudfront: {} beside " +
    'cloudflareWorker, with policyHost: "cloudflareWorker", so that it is ready; then set policyHost: "cloudfront". To a ' +
    "route: set route: true. Then detach the custom domain in Cloudflare's dashboard (the Worker's Settings, Domains & " +
    "Routes) and run `pulumi up --refresh` at once; drop the Worker in a later deploy. In the gap the name does not " +
    "exist: senders that hold the policy keep it, because its id stays; others deliver without one, for as long as " +
    "resolvers remember the gap (half an hour, by the zone's SOA)."
  );
}
