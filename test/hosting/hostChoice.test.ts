import { chosenHosts, hostChoiceProblems, MtaStsHost, type HostArgs } from "../../src/hosting/hostChoice";

const worker = { accountId: "0".repeat(32) };
const cloudflare = { zoneId: "z" };
const route53 = { zoneId: "z" };
const { CloudFront, CloudflareWorker } = MtaStsHost;

describe("the choice of the policy host", () => {
  it.each<[string, HostArgs, string[], string]>([
    ["CloudFront, where nothing is said", {}, [CloudFront], CloudFront],
    ["CloudFront, where its options are given", { cloudfront: {} }, [CloudFront], CloudFront],
    ["CloudFront, where it is named", { policyHost: CloudFront }, [CloudFront], CloudFront],
    ["the Worker, where it is given alone", { cloudflareWorker: worker }, [CloudflareWorker], CloudflareWorker],
    [
      "the Worker, where both are given and it is named",
      { cloudfront: {}, cloudflareWorker: worker, policyHost: CloudflareWorker },
      [CloudFront, CloudflareWorker],
      CloudflareWorker,
    ],
    [
      "CloudFront, where both are given and it is named",
      { cloudfront: {}, cloudflareWorker: worker, policyHost: CloudFront },
      [CloudFront, CloudflareWorker],
      CloudFront,
    ],
  ])("is %s", (_, args, declared, address) => {
    expect(hostChoiceProblems({ cloudflare, ...args })).toEqual([]);
    expect(chosenHosts(args)).toEqual({ declared, address });
  });

  it.each<[string, HostArgs, string]>([
    ["two hosts, and no word which", { cloudfront: {}, cloudflareWorker: worker }, "policy-host-undecided"],
    ["a host that nobody knows", { policyHost: "s3" }, "policy-host-unknown"],
    ["a Worker that is not declared", { policyHost: CloudflareWorker }, "policy-host-undeclared"],
    [
      "a Worker that is not declared, beside CloudFront",
      { cloudfront: {}, policyHost: CloudflareWorker },
      "policy-host-undeclared",
    ],
    [
      "CloudFront where the Worker is given alone",
      { cloudflareWorker: worker, policyHost: CloudFront },
      "policy-host-undeclared",
    ],
    ["a Worker without its zone", { cloudflareWorker: worker, cloudflare: undefined, route53 }, "worker-zone"],
    ["a Worker for two zones", { cloudflareWorker: worker, route53 }, "worker-second-zone"],
  ])("is refused for %s", (_, args, code) => {
    const problems = hostChoiceProblems({ cloudflare, ...args });
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems).toMatchSnapshot();
  });

  it("allows a Worker in waiting beside two zones: the address stays with CloudFront", () => {
    const args = { cloudfront: {}, cloudflareWorker: worker, policyHost: CloudFront, route53, cloudflare };
    expect(hostChoiceProblems(args)).toEqual([]);
  });
});
