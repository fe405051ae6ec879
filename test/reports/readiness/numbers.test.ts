import { type Probe, type Readiness, READINESS_DEFAULTS } from "../../../src/reports";
import { day, HOUR, judge, type More, NOW } from "../support/judge";
import {
  failure,
  googleReport,
  type Json,
  microsoftFetchError,
  microsoftReport,
  type SampleOptions,
} from "../support/samples";

/** Each number of the verdict at its edge: on one side it is met, one step further it is not. */
const backs = (from: number, to: number): number[] => Array.from({ length: from - to + 1 }, (_, index) => from - index);
const google = (back: number, more: SampleOptions = {}): Json => googleReport({ day: day(back), ...more });
const microsoft = (back: number, more: SampleOptions = {}): Json => microsoftReport({ day: day(back), ...more });
const both = (list: readonly number[]): Json[] => list.flatMap((back) => [google(back), microsoft(back)]);
const stranger = (name: string, back: number, more: SampleOptions = {}): Json =>
  google(back, { contact: `tls@${name}`, id: `${name} ${back} ${JSON.stringify(more).length}`, ...more });
const failing = (type: string, sessions = 5): SampleOptions => ({
  id: `bad ${type}`,
  failures: sessions,
  details: [failure(type, "mx1.example.com", sessions)],
});
const probe = (hoursAgo: number, more: Partial<Probe> = {}): Probe => ({
  checkedAt: new Date(NOW.getTime() - hoursAgo * HOUR),
  clean: true,
  failures: [],
  note: "",
  ...more,
});

const outcome = ({ verdict, reasons }: Readiness): string => [verdict, ...reasons.map(({ code }) => code)].join(" ");
const READY = "ready";
const WEEKS = both(backs(16, 1));

function ranged(report: Json, from: string, to: string): Json {
  return { ...report, "date-range": { "start-datetime": from, "end-datetime": to } };
}

test.each<[string, Json[], More, string]>([
  ["10 organization-days", both([14, 9, 5, 3, 1]), {}, READY],
  ["9 of them", [...both([14, 9, 5, 1]), google(3)], {}, "insufficientEvidence too-few-organization-days"],
  ["two reports of one organization on one day are one", [...both([14, 9, 5, 1]), google(3), google(3, { id: "second" })], {}, "insufficientEvidence too-few-organization-days"],
  ["9 of them and strangers' days", [...both([14, 9, 5, 1]), google(3), ...backs(14, 1).map((back) => stranger("a.example", back))], {}, "insufficientEvidence too-few-organization-days"],
  ["two domains of one organization on one day are one", [...both([14, 9, 5, 1]), google(3), stranger("mail.google.com", 3)], {}, "insufficientEvidence too-few-organization-days"],
  ["strangers' days, where no reporter needs to be known", backs(14, 1).map((back) => stranger("a.example", back)), { options: { knownReporters: 0 } }, READY],
  ["14 days", both(backs(14, 1)), {}, READY],
  ["13 days", both(backs(13, 1)), {}, "insufficientEvidence too-short"],
  ["13 days, and strangers' before them", [...both(backs(13, 1)), ...backs(30, 14).map((back) => stranger("a.example", back))], {}, "insufficientEvidence too-short"],
  ["a first day within 45 days", both([44, 10, 9, 8, 1]), {}, READY],
  ["a first day before them", both([46, 9, 8, 7, 6, 1]), {}, "insufficientEvidence too-short"],
  ["a range that began before them", [...both(backs(13, 1)), ranged(google(20, { id: "long" }), "2026-01-20T00:00:00Z", "2026-03-18T00:00:00Z")], {}, "insufficientEvidence too-short"],
  ["the newest ended 54 hours ago", both(backs(20, 3)), {}, READY],
  ["the newest ended 72 hours ago", [...both(backs(20, 5)), ranged(google(4), "2026-03-17T06:00:00Z", "2026-03-18T06:00:00Z")], {}, READY],
  ["the newest ended a second more", [...both(backs(20, 5)), ranged(google(4), "2026-03-17T06:00:00Z", "2026-03-18T05:59:59Z")], {}, "insufficientEvidence too-old"],
  ["the newest of known reporters too old, strangers' not", [...both(backs(20, 5)), stranger("a.example", 1)], {}, "insufficientEvidence too-old"],
  ["a report that ends now", [...both(backs(20, 5)), ranged(google(0), "2026-03-20T06:00:00Z", "2026-03-21T06:00:00Z")], {}, READY],
  ["a report that ends in a second", [...both(backs(20, 5)), ranged(google(0), "2026-03-20T06:00:00Z", "2026-03-21T06:00:01Z")], {}, "insufficientEvidence too-old"],
  ["one known reporter", backs(16, 1).map((back) => google(back)), {}, "insufficientEvidence too-few-reporters"],
  ["one known reporter and strangers", backs(16, 1).flatMap((back) => [google(back), stranger("a.example", back)]), {}, "insufficientEvidence too-few-reporters"],
  ["one, and a clean probe of 7 days ago", backs(16, 1).map((back) => google(back)), { probe: probe(7 * 24) }, READY],
  ["one, and a clean probe an hour older", backs(16, 1).map((back) => google(back)), { probe: probe(7 * 24 + 1) }, "insufficientEvidence too-few-reporters"],
  ["one, and a probe that is not clean", backs(16, 1).map((back) => google(back)), { probe: probe(1, { clean: false, note: "smtp-reachable" }) }, "insufficientEvidence too-few-reporters"],
  ["one, and a probe from the future", backs(16, 1).map((back) => google(back)), { probe: probe(-1) }, "insufficientEvidence too-few-reporters"],
  ["no known reporter, and a clean probe", backs(16, 1).map((back) => stranger("a.example", back)), { probe: probe(1) }, "insufficientEvidence too-few-reporters"],
  ["strangers named as known", backs(16, 1).flatMap((back) => [stranger("a.example", back), stranger("b.example", back)]), { options: { reporters: ["A.example", "b.example."] } }, READY],
  ["an added pattern that only strangers show", backs(16, 1).flatMap((back) => [google(back, { mx: ["mx1.example.com"] }), microsoft(back, { mx: ["mx1.example.com"] }), stranger("a.example", back)]), {}, "insufficientEvidence pattern-not-seen"],
  ["a narrower policy that only strangers show", [...WEEKS, stranger("a.example", 3, { mx: ["mx1.example.com"] })], {}, READY],
  ["a failure 15 days ago, and 14 days since", [...both(backs(30, 1)), google(15, failing("certificate-expired"))], {}, READY],
  ["a failure 14 days ago", [...both(backs(30, 1)), google(14, failing("certificate-expired"))], {}, "notReady failures-on-our-mx too-short"],
  ["a failure 8 days ago, and a clean probe", [...both(backs(30, 1)), google(8, failing("certificate-expired"))], { probe: probe(1) }, READY],
  ["a failure 7 days ago, and a clean probe", [...both(backs(30, 1)), google(7, failing("certificate-expired"))], { probe: probe(1) }, "notReady failures-on-our-mx too-short"],
  ["a long range since a failure", [...both(backs(30, 1)), google(14, failing("certificate-expired")), ranged(stranger("a.example", 9), "2026-02-20T00:00:00Z", "2026-03-20T00:00:00Z")], {}, "notReady failures-on-our-mx too-short"],
  ["a probe that failed 8 days ago", WEEKS, { probe: probe(8 * 24, { clean: false, failures: ["smtp-starttls: mx1"] }) }, "notReady probe-failed too-short"],
  ["a probe that failed 16 days ago", both(backs(30, 1)), { probe: probe(16 * 24, { clean: false, failures: ["smtp-starttls: mx1"] }) }, READY],
  ["sts-policy-invalid 6 days ago", [...WEEKS, google(6, failing("sts-policy-invalid"))], {}, "notReady policy-host"],
  ["sts-policy-invalid 7 days ago", [...WEEKS, google(7, failing("sts-policy-invalid"))], {}, READY],
  ["sts-webpki-invalid 6 days ago", [...WEEKS, google(6, failing("sts-webpki-invalid"))], {}, "notReady policy-host"],
  ["sts-webpki-invalid 7 days ago", [...WEEKS, google(7, failing("sts-webpki-invalid"))], {}, READY],
  ["two strangers six days apart", [...both(backs(30, 1)), stranger("a.example", 9, failing("certificate-expired")), stranger("b.example", 3, failing("certificate-expired"))], {}, "notReady failures-on-our-mx too-few-organization-days too-short"],
  ["two strangers seven days apart", [...both(backs(30, 1)), stranger("a.example", 10, failing("certificate-expired")), stranger("b.example", 3, failing("certificate-expired"))], {}, READY],
  ["validation failures of 2 sessions, day for day", [...WEEKS, ...backs(9, 3).map((back) => google(back, { ...failing("validation-failure", 2), id: `v${back}` }))], {}, READY],
  ["3 sessions on one day", [...WEEKS, google(3, failing("validation-failure", 3))], {}, READY],
  ["3 sessions on two days", [...WEEKS, ...[3, 4].map((back) => google(back, { ...failing("validation-failure", 3), id: `v${back}` }))], {}, "notReady validation-failures too-few-organization-days too-short"],
  ["5 of 1,000 sessions on two days: 0.5 %", [...WEEKS, ...[3, 4].map((back) => google(back, { ...failing("validation-failure", 5), successes: 995, id: `v${back}` }))], {}, READY],
  ["6 of 1,000 sessions on two days", [...WEEKS, ...[3, 4].map((back) => google(back, { ...failing("validation-failure", 6), successes: 994, id: `v${back}` }))], {}, "notReady validation-failures too-few-organization-days too-short"],
  ["a partner's fetch error", [...WEEKS, stranger("bank.example", 3, failing("sts-policy-fetch-error", 1))], { options: { partners: ["Bank.example"] } }, "notReady partner-failures too-few-organization-days too-short"],
  ["days of which one lost its organization to a fetch error", [...both([14, 9, 5, 3, 1]), microsoftFetchError({ day: day(5), id: "f" })], {}, "insufficientEvidence too-few-organization-days"],
])("%s", async (_name, reports, more, expected) => {
  expect(outcome(await judge(reports, more))).toBe(expected);
}); // prettier-ignore

test.each([
  "-",
  "unknown",
  "[198.51.100.7]",
  "198.51.100.7",
  "mx.elsewhere.example (198.51.100.7)",
  "mx1.example.com:25",
  "mx1.example.com..",
])("%s ties a failure to no host, and so it counts", async (mx) => {
  const bad = google(3, { id: "bad", failures: 5, details: [failure("certificate-expired", mx, 5)] });
  expect((await judge([...WEEKS, bad])).verdict).toBe("notReady");
});

test("hosts, patterns and the domain are compared in whatever case they are given", async () => {
  const more = { domain: "Example.COM.", mx: ["MX1.example.com.", "mx2.EXAMPLE.com"] };
  const liveMx = [{ host: "MX1.Example.com.", preference: 10 }];
  expect(outcome(await judge(WEEKS, { ...more, liveMx }))).toBe(READY);
});

test.each<[Record<string, unknown>, RegExp]>([
  [{ spanDays: Number.NaN }, /spanDays: NaN: it must be a number, 0 or more/],
  [{ organizationDays: -1 }, /organizationDays: -1/],
  [{ newestHours: "72" }, /newestHours: 72/],
  [{ partners: "a.example" }, /partners: a\.example: it must be a list of domains/],
  [{ spandays: 3 }, /spandays: 3: the options are organizationDays, /],
])("an option that would compare as false is refused: %p", async (options, message) => {
  await expect(judge(WEEKS, { options: options })).rejects.toThrow(message);
});

test("an option that is undefined keeps its default", async () => {
  const options = Object.fromEntries(Object.keys(READINESS_DEFAULTS).map((name) => [name, undefined]));
  expect(outcome(await judge(both(backs(13, 1)), { options }))).toBe("insufficientEvidence too-short");
});

test("n sessions without failure show 3/n", async () => {
  const strangers = backs(14, 1).map((back) => stranger("a.example", back, { successes: 1e9 }));
  const { numbers } = await judge([...both(backs(14, 1)), ...strangers]);
  expect(numbers).toMatchObject({ successes: 14 * 200, otherSuccesses: 14e9, provenShare: 3 / 2800 });
});
