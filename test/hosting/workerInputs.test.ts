import { accountIdProblems, routeProblems, workerPolicyProblems, workerProblems } from "../../src/hosting/workerInputs";

const account = "9a7806061c88ada191ed06f989cc3dac";
const codes = (problems: { code: string }[]) => problems.map(({ code }) => code);

describe("the options of a Worker", () => {
  it("are taken as they should be", () => {
    expect(accountIdProblems(account)).toEqual([]);
    for (const worker of [undefined, { accountId: account }, { accountId: account, route: true }, { route: false }])
      expect(workerProblems(worker)).toEqual([]);
  });

  it.each([[""], ["abc"], [account.toUpperCase()], [`${account}0`], [undefined], [7]])(
    "refuse %p as the id of an account",
    (accountId) => {
      expect(codes(accountIdProblems(accountId))).toEqual(["worker-account"]);
    },
  );

  it.each([["yes"], [1], [null]])("refuse %p as a route", (route) => {
    expect(codes(workerProblems({ accountId: account, route }))).toEqual(["worker-route"]);
  });

  it.each([[true], ["x"], [null]])("refuse %p in place of the options", (worker) => {
    expect(codes(workerProblems(worker))).toEqual(["worker-account"]);
  });

  it("name the value, the rule and the remedy", () => {
    const problems = [
      ...accountIdProblems("abc"),
      ...workerProblems({ route: "yes" }),
      ...workerPolicyProblems("x".repeat(5121)),
      ...routeProblems("mta-sts.mail.example.com", "example.com"),
    ];
    expect(problems).toMatchSnapshot();
  });
});

describe("a policy that a Worker is to serve", () => {
  it.each([
    [5120, 0],
    [5121, 1],
  ])("of %d bytes has %d problems", (length, count) => {
    expect(workerPolicyProblems("x".repeat(length))).toHaveLength(count);
  });
});

describe("a route", () => {
  it.each([
    ["mta-sts.example.com", "example.com", 0],
    ["mta-sts.example.com", "Example.com.", 0],
    ["mta-sts.mail.example.com", "mail.example.com", 0],
    ["mta-sts.mail.example.com", "example.com", 1],
  ])("for %s in the zone %s has %d problems", (host, zone, count) => {
    expect(routeProblems(host, zone)).toHaveLength(count);
  });
});
