import { judgeRename } from "../../src/rollout/renames";

describe("judgeRename", () => {
  test("refuses to take a name away, and says what to do instead", () => {
    expect(judgeRename("the record", ["_mta-sts.example.com"], ["_mta-sts.example.net"])).toMatchInlineSnapshot(`
     "This deploy would rename the record from _mta-sts.example.com to _mta-sts.example.net, which takes the old name away at once, while senders may hold its policy.

         rule:   RFC 8461 §8.3: publish none first, and remove it only when all policies ever served have expired
         remedy: Declare the new domain in a component of its own, beside this one, and wind this one down with \`policy: { mode: "none" }\`."
    `);
  });

  test.each([
    [["mta-sts.example.com"], ["mta-sts.example.com"]],
    [["mta-sts.example.com"], ["mta-sts.example.com", "mta-sts.example.net"]],
    [[], ["mta-sts.example.com"]],
  ])("allows %j to become %j", (before, after) => {
    expect(judgeRename("the host", before, after)).toBeUndefined();
  });
});
