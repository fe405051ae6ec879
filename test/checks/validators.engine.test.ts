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
  const judged: Judged[] = [];
  for await (const one of mapLimit(rows, 3, judge)) judged.push(one);
  const differences: Record<string, Omit<Difference, "decides">> = {};
  for await (const group of mapLimit(groupsOf(judged), 3, compare)) {
    for (const { label, differs } of group) if (Object.keys(differs).length > 0) differences[label] = differs;
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

interface Judged {
  label: string;
  domain: string;
  /** What clients of the domain trust. */
  certPem: string;
  report: DomainReport;
  postfix: boolean;
}

async function judge({ label, setup }: DomainRow): Promise<Judged> {
  const { ca } = world.servers;
  const made = await setup({ ca, host: `mta-sts.${label}.test`, smtpPort: 1, smtp: {} });
  const domain = world.publish(label, made);
  const ports = { ...world.options().ports, ...made.options?.ports };
  const report = await world.check(domain, { ...made, options: { ...made.options, ports } });
  const certPem = made.options?.ca ?? ca.certPem;
  const { status } = await postfixSender({ ...world.servers, ca: { certPem } }).fetchPolicy(domain);
  return { label, domain, certPem, report, postfix: status === "found" };
}

/** What one process of checkdmarc is asked: a few domains, with one CA. */
function groupsOf(judged: readonly Judged[]): Judged[][] {
  const groups: Judged[][] = [];
  for (const one of judged) {
    const open = groups.find(([first, ...rest]) => first?.certPem === one.certPem && rest.length < 9);
    if (open === undefined) groups.push([one]);
    else open.push(one);
  }
  return groups;
}

async function compare(group: Judged[]): Promise<{ label: string; differs: Omit<Difference, "decides"> }[]> {
  const network = { ...world.servers, ca: { certPem: group[0]?.certPem ?? "" } };
  const verdicts = await checkdmarc(network, ...group.map(({ domain }) => domain));
  return group.map(({ label, report, postfix }, index) => {
    const { mtaSts, tlsRpt } = verdicts[index]!;
    const valid = isValid(report, "sts-", "host-", "policy-");
    return {
      label,
      differs: {
        ...(mtaSts.valid === valid ? {} : { checkdmarc: mtaSts.valid }),
        ...(postfix === valid ? {} : { postfix }),
        ...(tlsRpt.valid === isValid(report, "tlsrpt-") ? {} : { checkdmarcTlsRpt: tlsRpt.valid }),
      },
    };
  });
}

function isValid({ verdicts }: DomainReport, ...groups: string[]): boolean {
  return !verdicts.some(
    ({ rule, result }) =>
      groups.some((group) => rule.startsWith(group)) && (result === "fail" || result === "couldNotCheck"),
  );
}
