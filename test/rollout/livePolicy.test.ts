import type { LivePolicy } from "../../src/rollout/facts";
import { judgeLivePolicy, lookUpLivePolicy, type FileAnswer, type TxtAnswer } from "../../src/rollout/livePolicy";
import { previousForRemoval, previousPolicyOf } from "../../src/rollout/previousPolicy";
import { published, policy } from "./facts";

const text = "version: STSv1\r\nmode: testing\r\nmx: mx1.example.com\r\nmax_age: 604800\r\n";
const record = (...texts: string[]): TxtAnswer => ({ ok: true, texts });
const file = (body: string): FileAnswer => ({ ok: true, text: body });

describe("judgeLivePolicy", () => {
  test("is a policy where exactly one TXT record is valid and the file is strictly valid", () => {
    expect(judgeLivePolicy(record("v=spf1 -all", "v=STSv1; id=20250101;"), file(text))).toEqual({
      state: "published",
      id: "20250101",
      policy: policy(),
      text,
    });
  });

  test.each<[string, TxtAnswer, FileAnswer | undefined, LivePolicy]>([
    ["no record", record("v=spf1 -all"), undefined, { state: "absent", why: "there is no _mta-sts record" }],
    [
      "a file that was not found",
      record("v=STSv1; id=1;"),
      { ok: false, unreachable: false, reason: "status 404" },
      { state: "absent", why: "status 404", id: "1" },
    ],
    [
      "a host that does not answer",
      record("v=STSv1; id=1;"),
      { ok: false, unreachable: true, reason: "no connection" },
      { state: "unreachable", why: "no connection", id: "1" },
    ],
    [
      "a TXT look-up that failed",
      { ok: false, reason: "SERVFAIL" },
      undefined,
      { state: "unreachable", why: "SERVFAIL" },
    ],
    [
      "servers that disagree",
      { ok: true, texts: ["v=STSv1; id=1;"], disagreement: "ns1 says …; ns2 says nothing" },
      file(text),
      { state: "unreachable", why: "ns1 says …; ns2 says nothing", id: "1", ids: ["1"], isServed: true },
    ],
    [
      "servers that announce different ids",
      { ok: true, texts: ["v=STSv1; id=1;", "v=STSv1; id=2;"], disagreement: "ns1 says …; ns2 says …" },
      { ok: false, unreachable: true, reason: "no connection" },
      { state: "unreachable", why: "ns1 says …; ns2 says …", ids: ["1", "2"], isServed: false },
    ],
    [
      "servers that disagree on what is no record",
      { ok: true, texts: ["some text"], disagreement: "ns1 says …; ns2 says nothing" },
      undefined,
      { state: "absent", why: "there is no _mta-sts record" },
    ],
  ])("is no policy with %s, and says why", (_name, txt, answer, expected) => {
    expect(judgeLivePolicy(txt, answer)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ["two records", ["v=STSv1; id=1;", "v=STSv1; id=2;"]],
    ["a malformed id", ["v=STSv1; id=2025-01-01;"]],
  ])("is no policy with %s", (_name, texts) => {
    const live = judgeLivePolicy(record(...texts), file(text));
    expect(live.state).toBe("absent");
    expect(live).toMatchObject({ why: expect.stringMatching(/^the _mta-sts record is not valid: ./) as string });
  });

  test("is no policy with a file that some senders read and others refuse", () => {
    const live = judgeLivePolicy(record("v=STSv1; id=1;"), file(`${text}mode: enforce\r\n`));
    expect(live).toMatchObject({
      state: "absent",
      id: "1",
      why: expect.stringMatching(/not valid in line 5/) as string,
    });
  });
});

describe("lookUpLivePolicy", () => {
  test("does not fetch a file that no record announces", async () => {
    const fetchFile = jest.fn<Promise<FileAnswer>, []>();
    await lookUpLivePolicy({ txt: () => Promise.resolve(record()), file: fetchFile });
    expect(fetchFile).not.toHaveBeenCalled();
  });

  test("reads the file that the record announces", async () => {
    const live = await lookUpLivePolicy({
      txt: () => Promise.resolve(record("v=STSv1; id=1;")),
      file: () => Promise.resolve(file(text)),
    });
    expect(live).toMatchObject({ state: "published", id: "1" });
  });
});

describe("previousPolicyOf", () => {
  const live = published();

  test("takes the policy of the state, and the live id where it belongs to that file", () => {
    expect(previousPolicyOf(live.text, live)).toEqual({ from: "state", policy: live.policy, id: live.id });
    expect(previousPolicyOf(text, { ...live, id: "20250101" })).toEqual({ from: "state", policy: policy() });
    expect(previousPolicyOf(text, { state: "notAsked" })).toEqual({ from: "state", policy: policy() });
  });

  test("takes the live policy where the resource is new", () => {
    expect(previousPolicyOf(undefined, live)).toEqual({ from: "live", policy: live.policy, id: live.id });
  });

  test.each(["", "<html>"])("takes the live policy for that of the state where the state has only %j", (stateFile) => {
    expect(previousPolicyOf(stateFile, live)).toEqual({ from: "state", policy: live.policy, id: live.id });
    const unknown = { from: "none", unreachable: "two records" };
    expect(previousPolicyOf(stateFile, { state: "absent", why: "two records" })).toEqual(unknown);
  });

  test("takes a live policy that cannot be read as absent, and keeps the reason", () => {
    expect(previousPolicyOf(undefined, { state: "unreachable", why: "no reply" })).toEqual({
      from: "none",
      unreachable: "no reply",
    });
    expect(previousPolicyOf(undefined, { state: "absent", why: "no record" })).toEqual({ from: "none" });
  });
});

describe("previousForRemoval", () => {
  test("counts a live policy with an id of this library, and no other tool's", () => {
    const live = published();
    expect(previousForRemoval(live)).toEqual({ from: "live", policy: live.policy, id: live.id });
    expect(previousForRemoval({ ...live, id: "20250101" })).toEqual({ from: "none" });
    expect(previousForRemoval({ state: "absent", why: "no record" })).toEqual({ from: "none" });
  });
});
