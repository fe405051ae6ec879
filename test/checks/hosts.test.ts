import { startServers, type Servers } from "../../sandbox/net";
import { checkDomain, openNetwork, rules } from "../../src/checks";
import { policyId } from "../../src/protocol";
import { exampleCloud } from "../sandbox/netFixture";
import { results } from "./support/world";

/** A domain with nothing wrong on each host: in the sandbox's CloudFront, and in a Worker of the real runtime. */
const policyOf = (domain: string) => `version: STSv1\r\nmode: enforce\r\nmx: mx1.${domain}\r\nmax_age: 604800\r\n`;
const script = `export default { async fetch(request, env) {
  return new Response(env.POLICY, { headers: { "content-type": "text/plain", "cache-control": "no-store" } });
} };`;

let servers: Servers;
beforeAll(async () => {
  const onCloudFront = policyOf("example.com");
  const onWorker = policyOf("example.org");
  const state = await exampleCloud(policyId(onCloudFront), onCloudFront);
  const record = (name: string, type: string, content: string, priority?: number) => ({
    ...{ id: `${name}/${type}`, name, type, ttl: 300, content, proxied: false },
    ...(priority === undefined ? {} : { priority }),
  });
  state.cloudflareZones.set("C1", {
    id: "C1",
    name: "example.org",
    nameServers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
    records: [
      record("example.org", "MX", "mx1.example.org", 10),
      record("_mta-sts.example.org", "TXT", `"v=STSv1; id=${policyId(onWorker)};"`),
      record("_smtp._tls.example.org", "TXT", '"v=TLSRPTv1; rua=mailto:t@example.org"'),
    ],
  });
  state.delegations.set("example.org", "C1");
  state.workerScripts.set("mta-sts", {
    ...{ accountId: "a", name: "mta-sts", mainModule: "worker.js", compatibilityDate: "2026-01-01", content: script },
    bindings: [{ name: "POLICY", type: "plain_text", text: onWorker }],
  });
  const hostname = "mta-sts.example.org";
  state.workerCustomDomains.set(hostname, { id: hostname, accountId: "a", zoneId: "C1", hostname, service: "mta-sts" });
  servers = await startServers(state, {
    extraRecords: { "mx1.example.com": ["A 127.0.0.1"], "mx1.example.org": ["A 127.0.0.1"] },
  });
});
afterAll(() => servers.close());

const elsewhere: Record<string, string> = {
  "policy-none-leftovers": "notApplicable",
  "policy-subdomains": "info",
  "policy-testing-for-long": "notApplicable",
  "mx-tlsa-and-pkix": "notApplicable",
};
const wanted = Object.fromEntries(
  rules.map(({ id }) => [id, elsewhere[id] ?? (id.startsWith("smtp-") ? "notApplicable" : "pass")]),
);

test.each(["example.com", "example.org"])("a domain with nothing wrong on its host: %s", async (domain) => {
  const { dns, https, ca } = servers;
  const network = openNetwork({
    ...{ dnsServer: dns.server, askAuthoritative: true, allowPrivate: true, ca: ca.certPem },
    ports: { https: https.port, dns: dns.port },
  });
  const report = await checkDomain(domain, network);
  const oneAddress = https.edges.cloudfront.ipv6.length === 0;
  expect(results(report)).toEqual({
    ...wanted,
    // A machine without IPv6 gives the edges no second address.
    ...(oneAddress ? { "host-ipv6": "info", "host-addresses-agree": "notApplicable" } : {}),
  });
  expect(report.outcome).toBe("pass");
});
