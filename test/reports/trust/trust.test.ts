import { readReports, type ReadOptions, type ReportFacts } from "../../../src/reports";
import { parseAuthenticationResults, propertyOf } from "../../../src/reports/trust/authenticationResults";
import { isAligned } from "../../../src/reports/trust/trust";
import { folderOf } from "../support/folder";
import { AUTHSERV, mailOf, type MailOptions } from "../support/mail";
import { bytesOf, googleReport, type Json, microsoftReport } from "../support/samples";

async function only(content: Buffer, options: ReadOptions = {}): Promise<ReportFacts> {
  const { reports, problems } = await readReports([folderOf({ file: content })], {
    authservIds: [AUTHSERV],
    ...options,
  });
  expect(problems).toEqual([]);
  expect(reports).toHaveLength(1);
  return reports[0]!;
}

describe("mail counts only when its submitter signed it (RFC 8460 §3)", () => {
  const google = googleReport();
  const above = (line: string): string => line;

  test.each<[string, MailOptions, string | undefined]>([
    ["signed by the submitter", { dkim: "google.com" }, "google.com"],
    ["signed by a subdomain of it", { dkim: "mail.google.com" }, "mail.google.com"],
    ["signed by somebody else", { dkim: "evil.example" }, undefined],
    ["signed by a look-alike", { dkim: "notgoogle.com" }, undefined],
    ["signed by a top-level domain", { dkim: "com" }, undefined],
    ["not signed", {}, undefined],
    ["found by another server", { dkim: "google.com", authservId: "mx.evil.example" }, undefined],
    [
      "found by nobody that has an id",
      { dkim: "google.com", authservId: "spf=pass smtp.mailfrom=google.com" },
      undefined,
    ],
    [
      "with a forged verdict below that of our server",
      { headers: [above(`Authentication-Results: ${AUTHSERV}; dkim=pass header.d=google.com`)] },
      undefined,
    ],
    [
      "with a signature over the beginning of the body only",
      { dkim: "google.com", headers: ["DKIM-Signature: v=1; d=google.com; s=a; l=10; b=AA"] },
      undefined,
    ],
    [
      "as a bounce that carries it",
      { dkim: "google.com", contentType: 'multipart/report; report-type=delivery-status; boundary="b1"' },
      undefined,
    ],
  ])("%s", async (_name, options, identity) => {
    const { trust } = await only(mailOf(google, options));
    expect(trust.evidence).toBe(identity !== undefined);
    expect(trust.identity).toBe(identity);
    if (identity === undefined) expect(trust.reason).not.toBe("");
  });

  test("without an authserv-id none of it counts, and the reason says so", async () => {
    const { trust } = await only(mailOf(google, { dkim: "google.com" }), { authservIds: [] });
    expect(trust).toMatchObject({ evidence: false, reason: expect.stringMatching(/authserv-id/) as string });
  });

  test("--trust is for files: mail that anyone can send needs a signature all the same", async () => {
    expect((await only(mailOf(google), { trust: true })).trust.evidence).toBe(false);
  });

  test("Exchange Online writes no id: microsoft365 stands for it", async () => {
    const text = mailOf(google, { dkim: "google.com" })
      .toString("latin1")
      .replace(`${AUTHSERV};\r\n\t`, "spf=pass smtp.mailfrom=google.com; ");
    const content = Buffer.from(text, "latin1");
    expect((await only(content, { authservIds: ["microsoft365"] })).trust.identity).toBe("google.com");
    expect((await only(content)).trust.evidence).toBe(false);
  });

  test("a forwarded report is no evidence, whoever signed the forward", async () => {
    const inner = mailOf(google, { dkim: "google.com" }).toString("latin1");
    const outer = mailOf(google, { dkim: "google.com", contentType: "message/rfc822", body: inner });
    expect((await only(outer)).trust).toMatchObject({
      evidence: false,
      reason: expect.stringMatching(/forwarded/) as string,
    });
  });

  test("verifying while reading replaces the header", async () => {
    const verify = (mail: Buffer) =>
      Promise.resolve(mail.includes("good") ? { signers: ["google.com"], reason: "" } : { signers: [], reason: "bad" });
    expect((await only(mailOf(google, { headers: ["X: good"] }), { verify })).trust.identity).toBe("google.com");
    expect((await only(mailOf(google, { dkim: "google.com" }), { verify })).trust).toMatchObject({
      evidence: false,
      reason: "bad",
    });
  });

  test("without contact-info the submitter is TLS-Report-Submitter", async () => {
    const report = googleReport({ contact: null });
    const headers = ["TLS-Report-Submitter: google.com"];
    expect((await only(mailOf(report, { dkim: "google.com", headers }))).trust.identity).toBe("google.com");
    expect((await only(mailOf(report, { dkim: "google.com" }))).trust.evidence).toBe(false);
  });

  test("the free text organization-name is no identity", async () => {
    const report = microsoftReport({ contact: "x@evil.example" });
    expect((await only(mailOf(report, { dkim: "evil.example" }))).trust.identity).toBe("evil.example");
  });
});

describe("files count only in trusted places", () => {
  test.each([
    [true, { evidence: true, identity: "google.com" }],
    [false, { evidence: false, identity: undefined }],
  ])("trust %s", async (trust, expected) => {
    expect((await only(bytesOf(googleReport()), { trust })).trust).toMatchObject(expected);
  });
});

describe("the same identity and report-id", () => {
  const failing = googleReport({ failures: 9 });
  const clean = googleReport();
  const read = async (files: Readonly<Record<string, Buffer>>, trust = true) =>
    readReports([folderOf(files)], { trust, authservIds: [AUTHSERV] });
  const reordered = Object.fromEntries(Object.entries(failing).reverse());

  test("with the same content is one report, however it is written and packed", async () => {
    const set = await read({
      a: bytesOf(failing),
      b: Buffer.from(JSON.stringify(reordered, undefined, 2)),
      c: mailOf(failing, { dkim: "google.com" }),
    });
    expect(set.counts).toMatchObject({ reports: 3, duplicates: 2, disputed: 0 });
    expect(set.reports).toHaveLength(1);
  });

  test("with other content is disputed, both are kept", async () => {
    const set = await read({ a: bytesOf(failing), b: bytesOf(clean), c: bytesOf(clean) });
    expect(set.counts).toMatchObject({ duplicates: 1, disputed: 1 });
    expect(set.reports.map(({ disputed }) => disputed)).toEqual([true, true]);
  });

  test("an unsigned forgery neither replaces nor disputes a signed report", async () => {
    const set = await read({ a: mailOf(clean), b: mailOf(failing, { dkim: "google.com" }) });
    expect(set.counts).toMatchObject({ duplicates: 0, disputed: 0 });
    expect(set.reports.map(({ disputed, trust }) => [disputed, trust.evidence])).toEqual([
      [false, false],
      [false, true],
    ]);
  });

  test("is no conflict where a reporter uses one id for several domains", async () => {
    const other: Json = { ...googleReport({ domain: "example.org" }), "report-id": failing["report-id"] };
    expect((await read({ a: bytesOf(failing), b: bytesOf(other) })).counts).toMatchObject({
      duplicates: 0,
      disputed: 0,
    });
  });
});

describe("Authentication-Results (RFC 8601)", () => {
  test.each<[string, string | undefined, string[]]>([
    ["mx.google.com; dkim=pass header.i=@google.com header.s=20230601 header.b=a", "mx.google.com", ["dkim=pass"]],
    ["mx.example 1; dkim = pass (ok (really)) header.d = a.example; spf=fail", "mx.example", ["dkim=pass", "spf=fail"]],
    ["mx.example; none", "mx.example", []],
    ['"mx.example"; dkim=pass reason="; dkim=fail (x" header.d=a.example', "mx.example", ["dkim=pass"]],
    [
      "spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=a.example; dkim=pass header.d=a.example;dmarc=pass action=none",
      undefined,
      ["spf=pass", "dkim=pass", "dmarc=pass"],
    ],
  ])("%s", (value, id, results) => {
    const parsed = parseAuthenticationResults(value);
    expect(parsed?.authservId).toBe(id);
    expect(parsed?.results.map(({ method, result }) => `${method}=${result}`)).toEqual(results);
  });

  test.each([
    "mx.example; dkim=pass (open",
    'mx.example; dkim=pass "open',
    "mx.example; dkim=pass stray words",
    "",
    "mx.example; =pass",
  ])("out of grammar is worthless: %s", (value) => {
    expect(parseAuthenticationResults(value)).toBeUndefined();
  });

  test("text in quotes cannot pose as a result", () => {
    const parsed = parseAuthenticationResults('mx.example; spf=pass smtp.mailfrom="x; dkim=pass header.d=google.com"');
    expect(parsed?.results.map(({ method }) => method)).toEqual(["spf"]);
  });

  test("a property given twice counts for nothing", () => {
    const parsed = parseAuthenticationResults("mx.example; dkim=pass header.d=a.example header.d=google.com");
    expect(propertyOf(parsed!.results[0]!, "header.d")).toBeUndefined();
  });
});

test.each([
  ["google.com", "google.com", true],
  ["mail.google.com", "google.com", true],
  ["google.com", "reports.google.com", true],
  ["evilgoogle.com", "google.com", false],
  ["com", "google.com", false],
  ["google.com", "com", false],
])("%s signing for %s is aligned: %s", (signer, submitter, aligned) => {
  expect(isAligned(signer, submitter)).toBe(aligned);
});
