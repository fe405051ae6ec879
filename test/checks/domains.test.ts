import { rules } from "../../src/checks";
import { domainRows, type Result } from "./support/domains";
import { startSmtpServers, type SmtpServers } from "./support/smtpServers";
import { results, startWorld, type DomainSetup, type World } from "./support/world";

/** What the rules say of a domain with nothing wrong. Rules that are not named pass. */
const cleanVerdicts: Record<string, string> = {
  "policy-none-leftovers": "notApplicable",
  "policy-subdomains": "info",
  "policy-testing-for-long": "notApplicable",
  "mx-tlsa-and-pkix": "notApplicable",
  "smtp-reachable": "notApplicable",
  "smtp-answers": "notApplicable",
  "smtp-starttls": "notApplicable",
  "smtp-tls-version": "notApplicable",
  "smtp-certificate-trusted": "notApplicable",
  "smtp-certificate-dates": "notApplicable",
  "smtp-certificate-name": "notApplicable",
};
const clean = Object.fromEntries(rules.map(({ id }) => [id, cleanVerdicts[id] ?? "pass"]));

// A busy machine makes these slow; it must not make them fail.
jest.setTimeout(30_000);

let world: World;
let smtp: SmtpServers;
beforeAll(async () => {
  world = await startWorld();
  smtp = await startSmtpServers(
    world.servers.ca,
    domainRows.map(({ label }) => `mx1.${label}.test`),
  );
});
afterAll(async () => {
  await smtp.close();
  await world.close();
});

test("a domain with nothing wrong passes every rule that applies", async () => {
  const domain = world.publish("clean", {});
  const report = await world.check(domain);
  expect(results(report)).toEqual(clean);
  expect(report).toMatchObject({ domain, outcome: "pass", counts: { fail: 0, warn: 0, couldNotCheck: 0 } });
});

/** Outcomes that a rule cannot have; every other it can. */
function impossible(id: string): Result[] {
  // What is fetched can be judged; why it was not fetched is said by other rules.
  if (id === "policy-subdomains") return ["pass", "couldNotCheck"];
  if (/^policy-|^host-user-agent$|^host-caching$/.test(id)) return ["couldNotCheck"];
  // Every domain has what these are about.
  return /-at-apex$|^dns-servers-answer$|^dns-dnssec$|^mx-exists$/.test(id) ? ["notApplicable"] : [];
}

test("the table has at least 80 domains, and shows every rule in every outcome that it can have", () => {
  expect(domainRows.length).toBeGreaterThanOrEqual(80);
  for (const { id, severity } of rules) {
    const shown = new Set([clean[id], ...domainRows.map(({ differs }) => differs[id] ?? clean[id])]);
    const possible = (["pass", severity, "notApplicable", "couldNotCheck"] as const).filter(
      (result) => !impossible(id).includes(result),
    );
    expect([id, ...[...shown].sort()]).toEqual([id, ...[...possible].sort()]);
  }
});

test.each(domainRows)("$label", async ({ label, setup, differs }) => {
  const made: DomainSetup = await setup({
    ca: world.servers.ca,
    host: `mta-sts.${label}.test`,
    smtpPort: smtp.port,
    smtp: smtp.at,
  });
  const ports = { ...world.options().ports, ...made.options?.ports };
  const whole = { ...made, options: { ...made.options, ports } };
  const report = await world.check(world.publish(label, whole), whole);
  expect(results(report)).toEqual({ ...clean, ...differs });
});
