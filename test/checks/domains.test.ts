import { rules } from "../../src/checks";
import { domainRows } from "./support/domains";
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

test("the table has at least 80 domains, and shows every rule broken", () => {
  expect(domainRows.length).toBeGreaterThanOrEqual(80);
  const broken = new Set(
    domainRows.flatMap(({ differs }) =>
      Object.entries(differs).flatMap(([rule, result]) => (["fail", "warn", "info"].includes(result) ? rule : [])),
    ),
  );
  broken.add("policy-subdomains"); // the clean domain shows it
  expect(rules.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
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
