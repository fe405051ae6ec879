import { checkdmarc, postfixSender } from "../../sandbox/senders";
import { mapLimit, type DomainReport } from "../../src/checks";
import { domainRows, type DomainRow } from "./support/domains";
import { validatorDifferences, type Difference } from "./support/validatorDifferences";
import { startWorld, type World } from "./support/world";

/**
 * Two validators that know nothing of this project judge the same domains. "Valid" is: no failure among our rules on
 * the record, the policy host and the file, which is what both of them look at. They do not probe mail servers.
 */
const rows = domainRows.filter(({ label }) => !label.startsWith("smtp-"));
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

test("checkdmarc and postfix-mta-sts-resolver agree, but where the RFC decides otherwise", async () => {
  expect(rows.length).toBeGreaterThanOrEqual(80);
  const differences: Record<string, Omit<Difference, "decides">> = {};
  for await (const { label, differs } of mapLimit(rows, 3, compare)) {
    if (Object.keys(differs).length > 0) differences[label] = differs;
  }
  const explained = Object.entries(differences).map(([label, differs]) => [
    label,
    { ...differs, decides: validatorDifferences[label]?.decides },
  ]);
  expect(Object.fromEntries(explained)).toEqual(validatorDifferences);
}, 900_000);

test("each difference names the section that decides", () => {
  for (const [label, { decides }] of Object.entries(validatorDifferences)) {
    expect(rows.map((row) => row.label)).toContain(label);
    expect(decides).toMatch(/^RFC \d{4} §/);
  }
});

async function compare({ label, setup }: DomainRow): Promise<{ label: string; differs: Omit<Difference, "decides"> }> {
  const { ca } = world.servers;
  const made = await setup({ ca, host: `mta-sts.${label}.test`, smtpPort: 1, smtp: {} });
  const domain = world.publish(label, made);
  const ports = { ...world.options().ports, ...made.options?.ports };
  const report = await world.check(domain, { ...made, options: { ...made.options, ports } });
  const network = { ...world.servers, ca: { certPem: made.options?.ca ?? ca.certPem } };
  const postfix = await postfixSender(network).fetchPolicy(domain);
  const { mtaSts, tlsRpt } = await checkdmarc(network, domain);
  const valid = isValid(report, "sts-", "host-", "policy-");
  return {
    label,
    differs: {
      ...(mtaSts.valid === valid ? {} : { checkdmarc: mtaSts.valid }),
      ...((postfix.status === "found") === valid ? {} : { postfix: postfix.status === "found" }),
      ...(tlsRpt.valid === isValid(report, "tlsrpt-") ? {} : { checkdmarcTlsRpt: tlsRpt.valid }),
    },
  };
}

function isValid({ verdicts }: DomainReport, ...groups: string[]): boolean {
  return !verdicts.some(
    ({ rule, result }) =>
      groups.some((group) => rule.startsWith(group)) && (result === "fail" || result === "couldNotCheck"),
  );
}
