import * as pulumi from "@pulumi/pulumi";
import { acceptMailExchangers, hostsThatTakeMail } from "../src/acceptMailExchangers";
import { InputChecker } from "../src/input/checkedInput";
import { InputError } from "../src/input/inputError";
import type { MailExchangerArgs } from "../src/mtaStsArgs";
import { valueOf } from "./support/mocks";

function accept(given: unknown) {
  const check = new InputChecker('MtaSts "mail"');
  const accepted = acceptMailExchangers(check, given as MailExchangerArgs[] | undefined);
  return { check, accepted, result: () => check.finish(() => accepted) };
}

function refusal(given: unknown): InputError {
  try {
    accept(given).result();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

describe("mailExchangers", () => {
  it("left out declare no MX record", () => {
    expect(accept(undefined).result()).toEqual([]);
  });

  it("are brought to normal form, in the order given, with preference 10 by default", () => {
    const given = [{ host: "MX1.Bücher.Example." }, { host: "mx2.example.com", preference: 0 }];
    expect(accept(given).result()).toEqual([
      { host: "mx1.xn--bcher-kva.example", preference: 10 },
      { host: "mx2.example.com", preference: 0 },
    ]);
  });

  it("may be as long as a name can be: nothing is put in front of an MX host", () => {
    const host = ["a", "b", "c", "d"].map((letter) => letter.repeat(62)).join(".");
    expect(accept([{ host }]).result()).toEqual([{ host, preference: 10 }]);
  });

  it("take a preference that arrives later", async () => {
    const late = accept([{ host: "mx1.example.com", preference: pulumi.output(5) }]);
    expect(late.check.arrivals).toHaveLength(1);
    expect(await valueOf(pulumi.output(late.result()[0]!.preference))).toBe(5);
  });

  it.each<[string, unknown, [path: string, code: string][]]>([
    ["no host", [], [["mailExchangers", "mx-record-list"]]],
    ["something else than a list", "mx1.example.com", [["mailExchangers", "mx-record-list"]]],
    ["names alone", ["mx1.example.com"], [["mailExchangers[0].host", "mx-type"]]],
    ["null among them", [null], [["mailExchangers[0].host", "mx-type"]]],
    [
      "a host that arrives later, for it decides which records exist",
      [{ host: pulumi.output("mx1.example.com") }],
      [["mailExchangers[0].host", "mx-type"]],
    ],
    ["a pattern", [{ host: "*.mail.protection.outlook.com" }], [["mailExchangers[0].host", "mx-record-wildcard"]]],
    ["a null MX", [{ host: "." }], [["mailExchangers[0].host", "mx-record-null"]]],
    ["an address", [{ host: "192.0.2.1" }], [["mailExchangers[0].host", "mx-ip-address"]]],
    ["an MX record's value", [{ host: "10 mx1.example.com" }], [["mailExchangers[0].host", "mx-character"]]],
    [
      "the same host twice, however it is written",
      [{ host: "mx1.example.com" }, { host: "MX1.example.com.", preference: 20 }],
      [["mailExchangers[1].host", "mx-duplicate"]],
    ],
    ["a preference that is not whole", [{ host: "mx1.example.com", preference: 1.5 }], preferenceProblem()],
    ["one below zero", [{ host: "mx1.example.com", preference: -1 }], preferenceProblem()],
    ["one of more than 16 bits", [{ host: "mx1.example.com", preference: 65536 }], preferenceProblem()],
    ["one that is text", [{ host: "mx1.example.com", preference: "10" }], preferenceProblem()],
    [
      "several problems at once",
      [{ host: "mx1", preference: -1 }, { host: "mx2.example.com:25" }],
      [
        ["mailExchangers[0].host", "mx-single-label"],
        ["mailExchangers[0].preference", "mx-preference"],
        ["mailExchangers[1].host", "mx-port"],
      ],
    ],
  ])("are refused with %s", (_name, given, problems) => {
    expect(refusal(given).errors.map(({ path, code }) => [path, code])).toEqual(problems);
  });

  it("are refused in these words", () => {
    const given = [
      { host: "*.mail.example", preference: 70000 },
      { host: "" },
      { host: "mx1.mail.example" },
      { host: "mx1.mail.example" },
    ];
    expect(refusal(given).message).toMatchSnapshot();
    expect(refusal([]).message).toMatchSnapshot();
  });

  it("that only prove the ownership of the domain are no hosts of a policy", () => {
    const names = ["mx1.example.com", "abc123.mx-verification.google.com", "ms12345678.msv1.invalid"];
    const exchangers = accept(names.map((host) => ({ host }))).result();
    expect(exchangers).toHaveLength(3);
    expect(hostsThatTakeMail(exchangers)).toEqual(["mx1.example.com"]);
  });
});

function preferenceProblem(): [string, string][] {
  return [["mailExchangers[0].preference", "mx-preference"]];
}
