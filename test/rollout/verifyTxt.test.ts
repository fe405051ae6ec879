import { judgeLiveTxt, verifyTxt, type TxtByServer } from "../../src/rollout/verifyTxt";

const expected = "v=STSv1; id=new;";
const old = "v=STSv1; id=old;";

function live(...servers: [string, ...string[]][]): TxtByServer {
  return { ok: true, servers: servers.map(([server, ...texts]) => ({ ok: true, server, texts })) };
}

describe("judgeLiveTxt", () => {
  test("finds nothing wrong with one new record on every server, whatever else is there", () => {
    expect(judgeLiveTxt(live(["ns1", expected], ["ns2", "other=1", expected]), expected)).toEqual([]);
  });

  test.each<[TxtByServer, string[]]>([
    [live(["ns1", expected], ["ns2", old]), [`ns2 has ${JSON.stringify(old)} instead of ${JSON.stringify(expected)}`]],
    [live(["ns1", expected], ["ns2"]), ["ns2 has no _mta-sts record"]],
    [
      live(["ns1", old, expected]),
      [`ns1 has 2 _mta-sts records, which means no policy: ${JSON.stringify(old)}, ${JSON.stringify(expected)}`],
    ],
    [{ ok: false, reason: "SERVFAIL" }, ["the record could not be looked up: SERVFAIL"]],
  ])("names each server that differs (%#)", (answers, wrong) => {
    expect(judgeLiveTxt(answers, expected)).toEqual(wrong);
  });
});

describe("verifyTxt", () => {
  const clockOf = () => {
    let now = 0;
    return {
      now: () => now,
      sleep: (milliseconds: number) => {
        now += milliseconds;
        return Promise.resolve();
      },
    };
  };

  test("waits for servers that are late", async () => {
    const answers = [live(["ns1", old]), live(["ns1", expected])];
    const clock = clockOf();
    expect(await verifyTxt("example.com", expected, () => Promise.resolve(answers.shift()!), clock)).toBeUndefined();
    expect(clock.now()).toBe(5000);
  });

  test("warns after a minute, and never fails", async () => {
    const clock = clockOf();
    const warning = await verifyTxt(
      "example.com",
      expected,
      () => Promise.resolve(live(["ns1", old, expected])),
      clock,
    );
    expect(clock.now()).toBe(60_000);
    expect(warning).toMatch(/^_mta-sts\.example\.com is not as published .* ns1 has 2 _mta-sts records/);
  });
});
