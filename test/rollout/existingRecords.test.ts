import { judgeExisting, type LiveRecord, type NameAnswer, type NewRecord } from "../../src/rollout/existingRecords";

const ours = "v=STSv1; id=pms10123456789abcdef0123456789ab;";
const theirs = "v=STSv1; id=20250101;";
const spf = "v=spf1 -all";

const route53: NewRecord = {
  name: "_mta-sts.example.com",
  type: "TXT",
  text: ours,
  provider: "route53",
  zoneServers: [],
};
const cloudflare: NewRecord = { ...route53, provider: "cloudflare" };
const address: NewRecord = { name: "mta-sts.example.com", type: "A", provider: "route53", zoneServers: [] };
const cname: NewRecord = { ...address, type: "CNAME", provider: "cloudflare" };

const txt = (value: string): LiveRecord => ({ type: "TXT", value });
const answer = (...records: LiveRecord[]): NameAnswer => ({ ok: true, records, servers: ["ns1.dns.example"] });

describe("judgeExisting", () => {
  test.each<[string, NewRecord, NameAnswer]>([
    ["an empty name", route53, answer()],
    ["our own text on Route 53, from a deploy that died before noting it", route53, answer(txt(ours))],
    ["an unrelated text on Cloudflare, which may stay", cloudflare, answer(txt(spf))],
    ["other types at the name", address, answer({ type: "AAAA", value: "2001:db8::1" })],
  ])("allows %s", (_name, record, live) => {
    expect(judgeExisting(record, live)).toEqual({ decision: "allow" });
  });

  test.each<[string, NewRecord, NameAnswer, string, LiveRecord[]]>([
    ["another record on Route 53", route53, answer(txt(theirs)), "record-exists", [txt(theirs)]],
    ["another record on Cloudflare", cloudflare, answer(txt(spf), txt(theirs)), "record-exists", [txt(theirs)]],
    ["any text on Route 53, where a set has one owner", route53, answer(txt(spf)), "record-exists", [txt(spf)]],
    ["our own text on Cloudflare", cloudflare, answer(txt(ours)), "record-not-recorded", [txt(ours)]],
    [
      "a delegation by CNAME",
      route53,
      answer({ type: "CNAME", value: "_mta-sts.provider.example" }),
      "record-is-cname",
      [],
    ],
    [
      "an address",
      address,
      answer({ type: "A", value: "192.0.2.1" }),
      "record-exists",
      [{ type: "A", value: "192.0.2.1" }],
    ],
    [
      "an address where a CNAME is to stand",
      cname,
      answer({ type: "A", value: "192.0.2.1" }),
      "record-exists",
      [{ type: "A", value: "192.0.2.1" }],
    ],
    [
      "another CNAME",
      cname,
      answer({ type: "CNAME", value: "old.example.net" }),
      "record-exists",
      [{ type: "CNAME", value: "old.example.net" }],
    ],
  ])("refuses %s", (_name, record, live, code, importable) => {
    expect(judgeExisting(record, live)).toMatchObject({ decision: "refuse", code, importable });
  });

  describe("behind a CNAME", () => {
    const alias: LiveRecord = { type: "CNAME", value: "customer.service.example" };
    const hosted = (record: NewRecord, behind?: LiveRecord[]) => {
      const live = { ...answer(alias), ...(behind === undefined ? {} : { behind }) };
      const verdict = judgeExisting(record, live);
      expect(verdict).toMatchObject({ decision: "refuse", code: "record-is-cname", importable: [] });
      return "remedy" in verdict ? verdict.remedy : undefined;
    };
    const addresses: LiveRecord[] = [
      { type: "A", value: "192.0.2.1" },
      { type: "A", value: "192.0.2.2" },
      { type: "AAAA", value: "2001:db8::1" },
    ];

    test.each<[string, NewRecord, LiveRecord[] | undefined]>([
      ["a record of the same kind, among others, on Route 53", route53, [txt(spf), txt(theirs)]],
      ["a record of the same kind on Cloudflare", cloudflare, [txt(theirs)]],
      ["a target that does not answer", route53, undefined],
      ["a target without such a record", route53, [txt(spf)]],
      ["a text too long to print", route53, [txt(`${theirs} x=${"y".repeat(1000)}`)]],
      ["addresses", address, addresses],
      ["addresses that are not known", address, undefined],
      ["no addresses", address, []],
    ])("%s: says what to put in its place", (_name, record, behind) => {
      expect(hosted(record, behind)).toMatchSnapshot();
    });
  });

  describe("of MX records", () => {
    const set: NewRecord = {
      name: "example.com",
      type: "MX",
      exchangers: ["10 mx1.example.com", "20 mx2.example.com"],
      provider: "route53",
      zoneServers: [],
    };
    const single: NewRecord = { ...set, exchangers: ["10 mx1.example.com"], provider: "cloudflare" };
    const mx = (value: string): LiveRecord => ({ type: "MX", value });

    test.each<[string, NewRecord, NameAnswer]>([
      ["a name without one", set, answer(txt(spf))],
      ["records of other hosts on Cloudflare, where each is its own", single, answer(mx("20 mx2.example.com"))],
    ])("allows %s", (_name, record, live) => {
      expect(judgeExisting(record, live)).toEqual({ decision: "allow" });
    });

    test.each<[string, NewRecord, NameAnswer, string, LiveRecord[]]>([
      ["another set on Route 53", set, answer(mx("0 old.example")), "record-exists", [mx("0 old.example")]],
      ["a null MX on Route 53", set, answer(mx("0 .")), "record-exists", [mx("0 .")]],
      // A resource of the user's would delete it from under ours.
      [
        "the same set on Route 53, unlike other records",
        set,
        answer(mx("20 mx2.example.com"), mx("10 mx1.example.com")),
        "record-not-recorded",
        [mx("20 mx2.example.com")],
      ],
      [
        "the same host with another preference on Cloudflare",
        single,
        answer(mx("20 mx2.example.com"), mx("5 mx1.example.com")),
        "record-exists",
        [mx("5 mx1.example.com")],
      ],
      [
        "the same record on Cloudflare",
        single,
        answer(mx("10 mx1.example.com")),
        "record-not-recorded",
        [mx("10 mx1.example.com")],
      ],
      [
        "a null MX on Cloudflare, which cannot be taken over by two hosts",
        single,
        answer(mx("0 .")),
        "record-exists",
        [],
      ],
    ])("refuses %s", (_name, record, live, code, importable) => {
      const verdict = judgeExisting(record, live);
      expect(verdict).toMatchObject({ decision: "refuse", code, importable });
      expect("remedy" in verdict ? `${verdict.reason}\n${verdict.remedy}` : verdict).toMatchSnapshot();
    });
  });

  test("advises where the servers cannot be asked, and says what could happen", () => {
    expect(judgeExisting(cloudflare, { ok: false, reason: "SERVFAIL" })).toEqual({
      decision: "advise",
      code: "record-unknown",
      reason:
        "Whether _mta-sts.example.com has a TXT record already could not be found out (SERVFAIL). If it has one, a " +
        "second one will stand beside it, and two mean none.",
    });
  });

  test("refuses a zone that the domain is not delegated to while the other zone serves a record of this library", () => {
    const record = { ...route53, zoneServers: ["ns-1.awsdns-01.example."] };
    expect(judgeExisting(record, answer(txt(ours)))).toMatchObject({
      decision: "refuse",
      code: "record-in-other-zone",
    });
    expect(judgeExisting(record, answer(txt(theirs)))).toMatchObject({
      decision: "advise",
      code: "record-in-other-zone",
    });
    expect(judgeExisting({ ...record, otherZoneServers: ["ns1.dns.example"] }, answer(txt(ours)))).toEqual({
      decision: "allow",
    });
    expect(judgeExisting({ ...record, zoneServers: ["NS1.dns.example."] }, answer(txt(ours)))).toEqual({
      decision: "allow",
    });
  });

  test("says exactly this", () => {
    const verdicts = [
      judgeExisting(route53, answer(txt(theirs))),
      judgeExisting(cloudflare, answer(txt(theirs), txt("v=STSv1; id=2;"))),
      judgeExisting(cloudflare, answer(txt(ours))),
      judgeExisting(route53, answer({ type: "CNAME", value: "_mta-sts.provider.example" })),
      judgeExisting({ ...route53, zoneServers: ["ns-1.awsdns-01.example"] }, answer(txt(ours))),
      judgeExisting({ ...route53, zoneServers: ["ns-1.awsdns-01.example"] }, answer()),
    ];
    expect(
      verdicts.map((verdict) => ("remedy" in verdict ? `${verdict.reason}\n${verdict.remedy}` : verdict)),
    ).toMatchSnapshot();
  });
});
