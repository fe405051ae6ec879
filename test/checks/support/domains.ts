import {
  certificateFaults,
  createCa,
  hostFaults,
  type CertificateAuthority,
  type Responder,
} from "../../../sandbox/net";
import { cleanPolicy, type DomainSetup } from "./world";

/** One domain of the table: what is wrong with it, and which verdicts differ from those of a clean domain. */
export interface DomainRow {
  label: string;
  setup: (context: RowContext) => DomainSetup | Promise<DomainSetup>;
  /** Rule → result; every rule that is not named has the clean domain's. */
  differs: Record<string, Result>;
}
export type Result = "pass" | "fail" | "warn" | "info" | "notApplicable" | "couldNotCheck";
export interface RowContext {
  ca: CertificateAuthority;
  /** The domain's policy host. */
  host: string;
  smtpPort: number;
  smtp: Record<string, string>;
}

const na = "notApplicable" as const;
const policy = (...lines: string[]) => lines.map((line) => `${line}\r\n`).join("");
const version = "version: STSv1";
const enforce = "mode: enforce";
const age = "max_age: 604800";
const hosts = ["mx: mx1.%d", "mx: mx2.%d"];
/** A record whose id nobody derived: then the policy may be anything. */
const handMade = { "_mta-sts": ['300 TXT "v=STSv1; id=20260101T0000;"'] };

const all = (result: Result, ...ids: string[]) => Object.fromEntries(ids.map((id) => [id, result]));
/** Rules that need the one `_mta-sts` record. */
const onStsRecord = [
  "sts-record-grammar",
  "sts-record-id",
  "sts-record-duplicate-tags",
  "sts-record-unknown-tags",
  "id-matches-policy",
];
const onStsTexts = [
  "sts-record-single",
  "sts-record-version",
  "sts-record-unrelated-txt",
  "sts-record-cname",
  "sts-record-cname-alone",
  "sts-record-wildcard",
  "sts-record-ttl",
];
/** Rules that need the one `_smtp._tls` record. */
const onTlsRptRecord = [
  "tlsrpt-duplicate-tags",
  "tlsrpt-rua-present",
  "tlsrpt-rua-first",
  "tlsrpt-rua-scheme",
  "tlsrpt-rua-syntax",
  "tlsrpt-rua-exclamation",
  "tlsrpt-rua-duplicates",
  "tlsrpt-rua-reachable",
  "tlsrpt-rua-external",
];
const onTlsRptTexts = ["tlsrpt-record-single", "tlsrpt-record-grammar", "tlsrpt-unrelated-txt"];
const onPolicy = [
  "policy-grammar",
  "policy-version",
  "policy-mode",
  "policy-max-age",
  "policy-max-age-advice",
  "policy-mx-present",
  "policy-duplicates",
  "policy-mx-duplicates",
  "policy-blank-lines",
  "policy-bom",
  "policy-wildcard-form",
  "policy-wildcard-width",
  "policy-mx-single-label",
  "policy-a-labels",
  "policy-trailing-dots",
  "policy-unknown-fields",
  "policy-subdomains",
  "id-matches-policy",
  "enforce-with-reports",
  "mx-covered",
  "mx-dead-patterns",
];
const onResponse = [
  "host-status",
  "host-redirect",
  "host-content-type",
  "host-size",
  "host-html",
  "host-bot-challenge",
  "host-user-agent",
  "host-addresses-agree",
  "host-caching",
];
const onTls = [
  "host-tls-version",
  "host-certificate-trusted",
  "host-certificate-chain",
  "host-certificate-dates",
  "host-certificate-days-left",
  "host-certificate-name",
];
/** Rules that need to know the MX set. */
const onMx = [
  "mx-covered",
  "mx-dead-patterns",
  "mx-null",
  "mx-null-alone",
  "mx-implicit",
  "mx-not-cname",
  "mx-has-address",
];
/** What can still be read of a policy that lacks version, mode or max_age. */
const unreadable = all(
  na,
  "policy-max-age-advice",
  "policy-subdomains",
  "enforce-with-reports",
  "mx-covered",
  "mx-dead-patterns",
  "id-matches-policy",
);
const noPolicy = all(na, ...onPolicy);
const noResponse = { ...noPolicy, ...all(na, ...onResponse) };

const row = (label: string, setup: DomainRow["setup"] | DomainSetup, differs: Record<string, Result>): DomainRow => ({
  label,
  setup: typeof setup === "function" ? setup : () => setup,
  differs,
});
const sts = (text: string, differs: Record<string, Result>, label: string) =>
  row(label, { records: { "_mta-sts": [text] } }, differs);
const tlsRpt = (text: string, differs: Record<string, Result>, label: string) =>
  row(label, { records: { "_smtp._tls": [text] } }, differs);
const served = (label: string, respond: Responder, differs: Record<string, Result>) =>
  row(label, { host: { respond } }, differs);
const file = (label: string, text: string, differs: Record<string, Result>) =>
  row(label, { policy: text, records: handMade }, { "id-matches-policy": na, ...differs });
const certificate = (
  label: string,
  make: (ca: CertificateAuthority, host: string) => ReturnType<CertificateAuthority["issue"]>,
  rule: string,
  also: Record<string, Result> = {},
) =>
  row(label, async ({ ca, host }) => ({ host: { certificate: await make(ca, host) } }), {
    ...noResponse,
    [rule]: "fail",
    ...also,
  });
/** The same MX host, standing at one of the SMTP servers. */
const mail = (label: string, where: string[], differs: Record<string, Result>, more: DomainSetup = {}) =>
  row(
    label,
    ({ smtp, smtpPort }) => ({
      ...more,
      policy: policy(version, enforce, "mx: mx1.%d", age),
      records: {
        "@": ["300 MX 10 mx1.%d"],
        mx1: where.map((each) => `300 A ${smtp[each] ?? ""}`),
        mx2: [],
        ...more.records,
      },
      options: { smtp: true, ports: { smtp: smtpPort }, timeoutMs: 1000 },
    }),
    differs,
  );
const smtpPassed = all(
  "pass",
  "smtp-reachable",
  "smtp-answers",
  "smtp-starttls",
  "smtp-tls-version",
  "smtp-certificate-trusted",
  "smtp-certificate-dates",
  "smtp-certificate-name",
);
const noHandshake = all(
  na,
  "smtp-tls-version",
  "smtp-certificate-trusted",
  "smtp-certificate-dates",
  "smtp-certificate-name",
);
const tlsaRecord = "300 TLSA 3 1 1 1111111111111111111111111111111111111111111111111111111111111111";

export const domainRows: DomainRow[] = [
  // _mta-sts
  row(
    "sts-none",
    { records: { "_mta-sts": [] } },
    { ...all(na, ...onStsTexts, ...onStsRecord), "sts-record-exists": "fail" },
  ),
  row(
    "sts-two",
    { records: { "_mta-sts": ['300 TXT "v=STSv1; id=1;"', '300 TXT "v=STSv1; id=2;"'] } },
    { ...all(na, ...onStsRecord), "sts-record-single": "fail" },
  ),
  sts(
    '300 TXT "V=STSV1; id=1;"',
    { ...all(na, ...onStsRecord), "sts-record-version": "fail", "sts-record-unrelated-txt": "warn" },
    "sts-version-case",
  ),
  sts(
    '300 TXT "v=STSv1 ; id=1;"',
    { ...all(na, ...onStsRecord), "sts-record-version": "fail", "sts-record-unrelated-txt": "warn" },
    "sts-version-space",
  ),
  sts('300 TXT "v=STSv1; id=1; nonsense"', { "sts-record-grammar": "fail", "id-matches-policy": na }, "sts-grammar"),
  sts('300 TXT "v=STSv1;; id=1"', { "sts-record-grammar": "fail", "id-matches-policy": na }, "sts-empty-field"),
  sts('300 TXT "v=STSv1; id=2026-01-01;"', { "sts-record-id": "fail", "id-matches-policy": na }, "sts-id-dash"),
  sts(`300 TXT "v=STSv1; id=${"a".repeat(33)};"`, { "sts-record-id": "fail", "id-matches-policy": na }, "sts-id-long"),
  sts('300 TXT "v=STSv1;"', { "sts-record-id": "fail", "id-matches-policy": na }, "sts-id-missing"),
  sts(
    '300 TXT "v=STSv1; id=1; id=2;"',
    { "sts-record-duplicate-tags": "fail", "id-matches-policy": na },
    "sts-id-twice",
  ),
  sts(
    '300 TXT "v=STSv1; id=1; note=x;"',
    { "sts-record-unknown-tags": "info", "id-matches-policy": na },
    "sts-extension",
  ),
  row(
    "sts-unrelated",
    { records: { "_mta-sts": [...handMade["_mta-sts"], '300 TXT "v=spf1 -all"'] } },
    { "sts-record-unrelated-txt": "warn", "id-matches-policy": na },
  ),
  row(
    "sts-only-unrelated",
    { records: { "_mta-sts": ['300 TXT "v=spf1 -all"'] } },
    { ...all(na, ...onStsRecord), "sts-record-exists": "fail", "sts-record-unrelated-txt": "warn" },
  ),
  row(
    "sts-at-apex",
    { records: { "@": ["300 MX 10 mx1.%d", "300 MX 20 mx2.%d", '300 TXT "v=STSv1; id=1;"'] } },
    { "sts-record-at-apex": "warn" },
  ),
  row(
    "sts-cname",
    { records: { "_mta-sts": ["300 CNAME policy.%d"], policy: handMade["_mta-sts"] } },
    { "sts-record-cname": "info", "id-matches-policy": na },
  ),
  row(
    "sts-cname-beside",
    {
      records: handMade,
      dns: nameServersSay("_mta-sts", "TXT", { extra: ["300 CNAME elsewhere.test"] }),
    },
    { "sts-record-cname": "info", "sts-record-cname-alone": "fail", "id-matches-policy": na },
  ),
  row(
    "sts-wildcard",
    { records: { "_mta-sts": [], "*": handMade["_mta-sts"] } },
    { "sts-record-wildcard": "warn", "id-matches-policy": na },
  ),
  row(
    "sts-under-wildcard",
    { records: { ...handMade, "*": ['300 TXT "something else"'] } },
    { "sts-record-wildcard": na, "id-matches-policy": na },
  ),
  sts('172800 TXT "v=STSv1; id=1;"', { "sts-record-ttl": "warn", "id-matches-policy": na }, "sts-ttl"),
  row(
    "sts-two-strings",
    { records: { "_mta-sts": ['300 TXT "v=STSv1; id=20260101" "T0000;"'] } },
    { "id-matches-policy": na },
  ),
  row(
    "sts-servfail",
    { dns: nameServersSay("_mta-sts", "TXT", { rcode: "SERVFAIL" }) },
    {
      ...all("couldNotCheck", "sts-record-exists", ...onStsTexts, ...onStsRecord),
      "dns-servers-answer": "warn",
    },
  ),

  // _smtp._tls
  row(
    "rpt-none",
    { records: { "_smtp._tls": [] } },
    { ...all(na, ...onTlsRptTexts, ...onTlsRptRecord), "tlsrpt-record-exists": "warn", "enforce-with-reports": "warn" },
  ),
  row(
    "rpt-two",
    { records: { "_smtp._tls": ['300 TXT "v=TLSRPTv1; rua=mailto:a@%d"', '300 TXT "v=TLSRPTv1; rua=mailto:b@%d"'] } },
    { ...all(na, ...onTlsRptRecord), "tlsrpt-record-single": "fail", "enforce-with-reports": "warn" },
  ),
  tlsRpt(
    '300 TXT "v=TLSRPTV1; rua=mailto:a@%d"',
    {
      ...all(na, ...onTlsRptRecord),
      "tlsrpt-record-exists": "warn",
      "tlsrpt-record-grammar": "fail",
      "tlsrpt-unrelated-txt": "warn",
      "enforce-with-reports": "warn",
    },
    "rpt-version",
  ),
  tlsRpt('300 TXT "v=TLSRPTv1; rua=mailto:a@%d; nonsense"', { "tlsrpt-record-grammar": "fail" }, "rpt-grammar"),
  tlsRpt(
    '300 TXT "v=TLSRPTv1; rua=mailto:a@%d; rua=mailto:b@%d"',
    { "tlsrpt-duplicate-tags": "fail" },
    "rpt-rua-field-twice",
  ),
  row(
    "rpt-at-apex",
    { records: { "@": ["300 MX 10 mx1.%d", "300 MX 20 mx2.%d", '300 TXT "v=TLSRPTv1; rua=mailto:a@%d"'] } },
    { "tlsrpt-record-at-apex": "warn" },
  ),
  row(
    "rpt-unrelated",
    { records: { "_smtp._tls": ['300 TXT "v=TLSRPTv1; rua=mailto:a@%d"', '300 TXT "hello"'] } },
    { "tlsrpt-unrelated-txt": "warn" },
  ),
  tlsRpt(
    '300 TXT "v=TLSRPTv1; note=x"',
    {
      "tlsrpt-rua-present": "fail",
      ...all(na, "tlsrpt-rua-first", "tlsrpt-rua-reachable", "tlsrpt-rua-external"),
      "enforce-with-reports": "warn",
    },
    "rpt-no-rua",
  ),
  tlsRpt('300 TXT "v=TLSRPTv1; rua=mailto:a@%d,"', { "tlsrpt-rua-present": "fail" }, "rpt-rua-empty"),
  tlsRpt('300 TXT "v=TLSRPTv1; note=x; rua=mailto:a@%d"', { "tlsrpt-rua-first": "warn" }, "rpt-rua-last"),
  tlsRpt(
    '300 TXT "v=TLSRPTv1; rua=a@%d"',
    {
      "tlsrpt-rua-scheme": "fail",
      ...all(na, "tlsrpt-rua-reachable", "tlsrpt-rua-external"),
      "enforce-with-reports": "warn",
    },
    "rpt-bare-address",
  ),
  tlsRpt(
    '300 TXT "v=TLSRPTv1; rua=http://r.%d/x"',
    {
      "tlsrpt-rua-scheme": "fail",
      ...all(na, "tlsrpt-rua-reachable", "tlsrpt-rua-external"),
      "enforce-with-reports": "warn",
    },
    "rpt-http",
  ),
  tlsRpt(
    '300 TXT "v=TLSRPTv1; rua=mailto:a@b@%d"',
    { "tlsrpt-rua-syntax": "fail", ...all(na, "tlsrpt-rua-reachable", "tlsrpt-rua-external") },
    "rpt-two-ats",
  ),
  tlsRpt(
    '300 TXT "v=TLSRPTv1; rua=mailto:a@%d!10m"',
    { "tlsrpt-rua-exclamation": "fail", ...all(na, "tlsrpt-rua-reachable", "tlsrpt-rua-external") },
    "rpt-dmarc-size",
  ),
  tlsRpt('300 TXT "v=TLSRPTv1; rua=mailto:a@%d,mailto:A@%d"', { "tlsrpt-rua-duplicates": "warn" }, "rpt-rua-twice"),
  tlsRpt('300 TXT "v=TLSRPTv1; rua=mailto:a@gone.%d"', { "tlsrpt-rua-reachable": "warn" }, "rpt-no-mx"),
  row(
    "rpt-null-mx",
    { records: { "_smtp._tls": ['300 TXT "v=TLSRPTv1; rua=mailto:a@void.%d"'], void: ["300 MX 0 ."] } },
    { "tlsrpt-rua-reachable": "warn" },
  ),
  row(
    "rpt-mx-unknown",
    {
      records: { "_smtp._tls": ['300 TXT "v=TLSRPTv1; rua=mailto:a@broken.%d"'] },
      dns: [{ server: "resolver", name: "broken", type: "MX", fault: { rcode: "SERVFAIL" } }],
    },
    { "tlsrpt-rua-reachable": "couldNotCheck" },
  ),
  tlsRpt(
    '300 TXT "v=TLSRPTv1; rua=https://rpt-external-host.test/v1"',
    { "tlsrpt-rua-reachable": "warn", "tlsrpt-rua-external": "info" },
    "rpt-external",
  ),
  tlsRpt('300 TXT "v=TLSRPTv1; rua=https://mta-sts.%d/reports"', {}, "rpt-https"),
  row(
    "rpt-servfail",
    { dns: nameServersSay("_smtp._tls", "TXT", { rcode: "SERVFAIL" }) },
    {
      ...all("couldNotCheck", "tlsrpt-record-exists", ...onTlsRptTexts, ...onTlsRptRecord, "enforce-with-reports"),
      "dns-servers-answer": "warn",
    },
  ),

  // DNS
  row(
    "dns-apex-servfail",
    { dns: nameServersSay("@", "TXT", { rcode: "SERVFAIL" }) },
    all("couldNotCheck", "sts-record-at-apex", "tlsrpt-record-at-apex"),
  ),
  row(
    "dns-no-server",
    {
      records: handMade,
      dns: [
        ...nameServersSay("_mta-sts", "TXT", { rcode: "REFUSED" }),
        ...nameServersSay("_smtp._tls", "TXT", { rcode: "REFUSED" }),
        ...nameServersSay("@", "MX", { rcode: "REFUSED" }),
      ],
    },
    all(
      "couldNotCheck",
      ...["sts-record-exists", ...onStsTexts, ...onStsRecord],
      ...["tlsrpt-record-exists", ...onTlsRptTexts, ...onTlsRptRecord, "enforce-with-reports"],
      ...["dns-servers-agree", "dns-servers-answer", "mx-exists", ...onMx],
    ),
  ),
  row(
    "dns-disagree",
    {
      dns: [
        {
          server: "ns2.other-hosts.test",
          name: "@",
          type: "MX",
          fault: { answers: ["300 MX 10 mx1.dns-disagree.test"] },
        },
      ],
    },
    { "dns-servers-agree": "fail" },
  ),
  row(
    "dns-stale-sts",
    {
      dns: [
        {
          server: "ns2.other-hosts.test",
          name: "_mta-sts",
          type: "TXT",
          fault: { answers: ['300 TXT "v=STSv1; id=old;"'] },
        },
      ],
    },
    { "dns-servers-agree": "fail", "sts-record-single": "fail", ...all(na, ...onStsRecord) },
  ),
  row(
    "dns-one-silent",
    {
      dns: ["_mta-sts", "_smtp._tls", "@", "_mta-sts-wildcard-probe"].flatMap((name) =>
        ["TXT", "MX", "NS"].map((type) => ({ server: "ns2.other-hosts.test", name, type, fault: { drop: true } })),
      ),
    },
    { "dns-servers-answer": "warn", "dns-servers-agree": na },
  ),
  row(
    "dns-bogus",
    {
      // A validating resolver refuses without CD, and answers with it.
      dns: [{ server: "resolver", name: "@", type: "SOA", fault: { rcode: "SERVFAIL" }, unlessCheckingDisabled: true }],
    },
    { "dns-dnssec": "fail" },
  ),
  row(
    "dns-delegation",
    {
      dns: [
        {
          server: "a.parent-servers.test",
          name: "@",
          type: "NS",
          fault: { authorities: ["300 NS ns1.other-hosts.test", "300 NS ns9.forgotten.test"] },
        },
      ],
    },
    { "dns-delegation": "warn" },
  ),
  row(
    "dns-parent-servfail",
    { dns: [{ server: "a.parent-servers.test", name: "@", type: "NS", fault: { rcode: "SERVFAIL" } }] },
    { "dns-delegation": "couldNotCheck" },
  ),
  row(
    "dns-caa-unknown-issuer",
    { records: { "@": ["300 MX 10 mx1.%d", "300 MX 20 mx2.%d", '300 CAA 0 issue "letsencrypt.org"'] } },
    { "dns-caa": na },
  ),
  row(
    "dns-caa-iodef-only",
    { records: { "mta-sts": ["300 A 127.0.0.1", "300 AAAA ::ffff:127.0.0.1", '300 CAA 0 iodef "mailto:a@%d"'] } },
    {},
  ),
  row(
    "dns-caa-servfail",
    {
      dns: [{ server: "resolver", name: "mta-sts", type: "CAA", fault: { rcode: "SERVFAIL" } }],
    },
    { "dns-caa": "couldNotCheck" },
  ),

  row(
    "dns-soa-servfail",
    { dns: [{ server: "resolver", name: "@", type: "SOA", fault: { rcode: "SERVFAIL" } }] },
    { "dns-dnssec": "couldNotCheck" },
  ),
  row("dns-secure", { dns: [{ server: "resolver", name: "@", type: "SOA", fault: { authenticData: true } }] }, {}),
  row("dns-caa-forbids", (context) => issuedByAmazon(context, ['issue "letsencrypt.org"']), { "dns-caa": "warn" }),
  row("dns-caa-allows", (context) => issuedByAmazon(context, ['issue "amazontrust.com"']), {}),
  row(
    "dns-caa-wildcard-allows",
    (context) => issuedByAmazon(context, ['issue ";"', 'issuewild "amazon.com"'], "*"),
    {},
  ),
  row("dns-caa-wildcard-forbids", (context) => issuedByAmazon(context, ['issue "amazon.com"', 'issuewild ";"'], "*"), {
    "dns-caa": "warn",
  }),
  row("dns-caa-not-wildcard", (context) => issuedByAmazon(context, ['issue "amazon.com"', 'issuewild ";"']), {}),

  // Policy host: addresses, TLS
  row(
    "host-none",
    { records: { "mta-sts": [] } },
    {
      ...noResponse,
      ...all(na, ...onTls, "host-ipv6", "host-address-public", "host-connects", "host-fast"),
      "host-resolves": "fail",
    },
  ),
  row(
    "host-no-address",
    { records: { "mta-sts": ['300 TXT "nothing here"'] } },
    {
      ...noResponse,
      ...all(na, ...onTls, "host-ipv6", "host-address-public", "host-connects", "host-fast"),
      "host-resolves": "fail",
    },
  ),
  row(
    "host-servfail",
    {
      dns: ["A", "AAAA"].map((type) => ({ server: "resolver", name: "mta-sts", type, fault: { rcode: "SERVFAIL" } })),
    },
    {
      ...noPolicy,
      ...all(
        "couldNotCheck",
        ...onTls,
        ...onResponse,
        "host-resolves",
        "host-ipv6",
        "host-address-public",
        "host-connects",
        "host-fast",
      ),
      "host-user-agent": na,
      "host-caching": na,
    },
  ),
  row(
    "host-ipv4-only",
    { records: { "mta-sts": ["300 A 127.0.0.1"] } },
    { "host-ipv6": "info", "host-addresses-agree": na },
  ),
  row(
    "host-private",
    { records: { "mta-sts": ["300 A 127.0.0.1"] }, options: { allowPrivate: false, askAuthoritative: false } },
    {
      ...noResponse,
      ...all(na, ...onTls),
      "host-ipv6": "info",
      "host-address-public": "fail",
      "dns-servers-agree": na,
      "dns-delegation": na,
    },
  ),
  row(
    "host-closed",
    { records: { "mta-sts": ["300 A 127.0.7.7"] } }, // nobody listens there
    { ...noResponse, ...all(na, ...onTls), "host-connects": "fail", "host-ipv6": "info" },
  ),
  row(
    "host-reset",
    { host: { connection: "reset" } },
    { ...noResponse, "host-tls-version": "fail", "host-certificate-days-left": na },
  ),
  row(
    "host-silent",
    { host: { connection: "silent" }, options: { timeoutMs: 400 } },
    { ...noResponse, ...all(na, ...onTls), "host-fast": "fail" },
  ),
  row(
    "host-tls11",
    { host: { minVersion: "TLSv1", maxVersion: "TLSv1.1" } },
    { ...noResponse, "host-tls-version": "fail", "host-certificate-days-left": na },
  ),
  certificate("cert-untrusted", (_, host) => certificateFaults.untrustedCertificate(host), "host-certificate-trusted"),
  certificate("cert-self-signed", certificateFaults.selfSignedCertificate, "host-certificate-trusted"),
  certificate("cert-no-chain", certificateFaults.missingIntermediateCertificate, "host-certificate-chain"),
  certificate("cert-expired", certificateFaults.expiredCertificate, "host-certificate-dates", {
    "host-certificate-days-left": na,
  }),
  certificate("cert-too-early", certificateFaults.notYetValidCertificate, "host-certificate-dates"),
  certificate("cert-other-name", certificateFaults.wrongNameCertificate, "host-certificate-name"),
  row("cert-few-days", async ({ ca, host }) => ({ host: { certificate: await ca.issue([host], { days: 9 }) } }), {
    "host-certificate-days-left": "warn",
  }),
  row(
    "cert-wildcard",
    async ({ ca, host }) => ({ host: { certificate: await ca.issue([host.replace("mta-sts", "*")]) } }),
    {},
  ),

  // Policy host: answers
  served("http-404", () => ({ status: 404, headers: { "content-type": "text/plain" }, body: Buffer.from("no\n") }), {
    ...noPolicy,
    "host-status": "fail",
    "host-caching": na,
  }),
  served("http-204", () => ({ status: 204, headers: {}, body: Buffer.from("") }), {
    ...noPolicy,
    "host-status": "fail",
    "host-caching": na,
  }),
  served("http-redirect", hostFaults.redirectTo("https://www.example.test/"), {
    ...noPolicy,
    "host-redirect": "fail",
    "host-caching": na,
  }),
  served("http-html", hostFaults.htmlPage(), { ...noPolicy, "host-html": "fail", "host-caching": na }),
  row(
    "http-media-type",
    {
      host: {
        respond: hostFaults.plainText(cleanPolicy.replaceAll("%d", "http-media-type.test"), {
          "content-type": "application/octet-stream",
        }),
      },
    },
    { "host-content-type": "fail", "host-caching": na },
  ),
  served("http-huge", hostFaults.hugeBody(200_000), { ...noPolicy, "host-size": "fail", "host-caching": na }),
  served("http-challenge", hostFaults.botChallenge(), {
    ...noPolicy,
    "host-bot-challenge": "fail",
    "host-caching": na,
  }),
  row(
    "http-user-agent",
    {
      host: {
        respond: (request) =>
          plain(/Mozilla/.test(request.headers["user-agent"] ?? "") ? 200 : 403, "http-user-agent.test"),
      },
    },
    { ...noPolicy, "host-status": "fail", "host-user-agent": "fail", "host-caching": na },
  ),
  row(
    "http-browser-policy",
    {
      host: {
        respond: (request) =>
          plain(
            200,
            "http-browser-policy.test",
            /Mozilla/.test(request.headers["user-agent"] ?? "") ? "mx: other.test\r\n" : "",
          ),
      },
    },
    { "host-user-agent": "fail" },
  ),
  row(
    "http-addresses",
    {
      records: { "mta-sts": ["300 A 127.0.0.1", "300 A 127.0.0.2"] },
      host: {
        respond: (request) =>
          plain(200, "http-addresses.test", request.address === "127.0.0.2" ? "mx: other.test\r\n" : ""),
      },
    },
    { "host-ipv6": "info", "host-addresses-agree": "fail" },
  ),
  row(
    "http-slow",
    // Time enough for a handshake on a busy machine, far too little for the body.
    { host: { respond: hostFaults.trickle(cleanPolicy.repeat(9), 20) }, options: { timeoutMs: 2000 } },
    { ...noResponse, "host-fast": "fail" },
  ),
  row(
    "http-cached",
    { host: { respond: () => plain(200, "http-cached.test", "", { age: "77" }) } },
    { "host-caching": "info" },
  ),
  row(
    "http-cacheable",
    { host: { respond: () => plain(200, "http-cacheable.test", "", { "cache-control": "public, max-age=3600" }) } },
    { "host-caching": "info" },
  ),
  row(
    "http-connect-to",
    ({ smtp }) => ({ records: { "mta-sts": [] }, options: { connectTo: { host: smtp["closed"] ?? "", port: 1 } } }),
    {
      ...noResponse,
      ...all(na, ...onTls, "host-resolves", "host-ipv6"),
      "host-connects": "fail",
    },
  ),

  row(
    "http-connect-to-unknown",
    { records: { "mta-sts": [] }, options: { connectTo: { host: "nobody.test", port: 443 } } },
    {
      ...noPolicy,
      ...all("couldNotCheck", ...onTls, ...onResponse, "host-address-public", "host-connects", "host-fast"),
      ...all(na, "host-resolves", "host-ipv6", "host-user-agent", "host-caching"),
    },
  ),

  // Policy file
  file("file-grammar", policy(version, enforce, ...hosts, age, "nonsense"), { "policy-grammar": "fail" }),
  file("file-empty", "", { ...noPolicy, "policy-grammar": "fail" }),
  file("file-space-before-colon", policy("version : STSv1", enforce, ...hosts, age), { "policy-grammar": "fail" }),
  file("file-no-version", policy(enforce, ...hosts, age), { ...unreadable, "policy-version": "fail" }),
  file("file-version-2", policy("version: STSv2", enforce, ...hosts, age), { ...unreadable, "policy-version": "fail" }),
  file("file-mode-case", policy(version, "mode: Enforce", ...hosts, age), { ...unreadable, "policy-mode": "fail" }),
  file("file-no-max-age", policy(version, enforce, ...hosts), { ...unreadable, "policy-max-age": "fail" }),
  file("file-max-age-big", policy(version, enforce, ...hosts, "max_age: 31557601"), { "policy-max-age": "fail" }),
  file("file-max-age-words", policy(version, enforce, ...hosts, "max_age: 1w"), {
    ...unreadable,
    "policy-max-age": "fail",
  }),
  file("file-max-age-short", policy(version, enforce, ...hosts, "max_age: 3600"), { "policy-max-age-advice": "warn" }),
  file("file-no-mx", policy(version, enforce, age), { ...unreadable, "policy-mx-present": "fail" }),
  file("file-mode-twice", policy(version, enforce, "mode: none", ...hosts, age), { "policy-duplicates": "fail" }),
  file("file-mx-twice", policy(version, enforce, ...hosts, "mx: mx1.%d", age), { "policy-mx-duplicates": "warn" }),
  file("file-blank-line", policy(version, enforce, ...hosts, age, ""), { "policy-blank-lines": "fail" }),
  file("file-bom", `\ufeff${policy(version, enforce, ...hosts, age)}`, { "policy-bom": "fail" }),
  file("file-wildcard-form", policy(version, enforce, ...hosts, "mx: mx*.%d", age), { "policy-wildcard-form": "fail" }),
  file("file-wildcard-width", policy(version, enforce, "mx: *.test", ...hosts, age), {
    "policy-wildcard-width": "warn",
    "mx-dead-patterns": "warn",
  }),
  file("file-single-label", policy(version, enforce, "mx: mail", ...hosts, age), {
    "policy-mx-single-label": "warn",
    "mx-dead-patterns": "warn",
  }),
  file("file-u-label", policy(version, enforce, "mx: bücher.test", ...hosts, age), {
    "policy-a-labels": "fail",
    "mx-dead-patterns": "warn",
  }),
  file("file-trailing-dot", policy(version, enforce, "mx: mx1.%d.", "mx: mx2.%d", age), {
    "policy-trailing-dots": "fail",
  }),
  file("file-extension", policy(version, enforce, ...hosts, age, "max-age: 1"), { "policy-unknown-fields": "info" }),
  file("file-none", policy(version, "mode: none", "max_age: 86400"), {
    ...all(na, "policy-subdomains", "enforce-with-reports", "mx-covered", "mx-dead-patterns"),
    "policy-none-leftovers": "pass",
  }),
  file("file-none-leftovers", policy(version, "mode: none", ...hosts, "max_age: 86400"), {
    ...all(na, "policy-subdomains", "enforce-with-reports", "mx-covered", "mx-dead-patterns"),
    "policy-none-leftovers": "info",
  }),
  file("file-none-long", policy(version, "mode: none", "max_age: 2592000"), {
    ...all(na, "policy-subdomains", "enforce-with-reports", "mx-covered", "mx-dead-patterns"),
    "policy-none-leftovers": "pass",
    "policy-max-age-advice": "warn",
  }),
  file("file-testing", policy(version, "mode: testing", ...hosts, age), { "enforce-with-reports": na }),
  row(
    "file-testing-for-long",
    {
      records: handMade,
      host: {
        respond: () =>
          plain(200, "file-testing-for-long.test", "", { "last-modified": "Mon, 06 Jan 2020 00:00:00 GMT" }, "testing"),
      },
    },
    { "id-matches-policy": na, "enforce-with-reports": na, "policy-testing-for-long": "warn" },
  ),
  row(
    "file-testing-fresh",
    {
      records: handMade,
      host: {
        respond: () =>
          plain(
            200,
            "file-testing-fresh.test",
            "",
            { "last-modified": new Date(Date.now() - 86_400_000).toUTCString() },
            "testing",
          ),
      },
    },
    { "id-matches-policy": na, "enforce-with-reports": na, "policy-testing-for-long": "pass" },
  ),
  row(
    "id-stale",
    { host: { respond: () => plain(200, "id-stale.test", "", {}, "testing") } },
    { "id-matches-policy": "fail", "enforce-with-reports": na },
  ),
  row("id-hand-made", { records: handMade }, { "id-matches-policy": na }),

  // MX
  row(
    "mx-uncovered",
    { records: { "@": ["300 MX 10 mx1.%d", "300 MX 20 mx2.%d", "300 MX 30 mx3.%d"], mx3: ["300 A 127.0.0.1"] } },
    { "mx-covered": "fail" },
  ),
  row("mx-dead", { records: { "@": ["300 MX 10 mx1.%d"] } }, { "mx-dead-patterns": "warn" }),
  row(
    "mx-two-labels",
    {
      policy: policy(version, enforce, "mx: *.%d", age),
      records: { "@": ["300 MX 10 a.mx1.%d"], "a.mx1": ["300 A 127.0.0.1"] },
    },
    { "mx-covered": "fail", "mx-dead-patterns": "warn" },
  ),
  row("mx-cname", { records: { mx2: ["300 CNAME mx1.%d"] } }, { "mx-not-cname": "warn" }),
  row("mx-no-address", { records: { mx2: [] } }, { "mx-has-address": "fail" }),
  row(
    "mx-address-unknown",
    { dns: ["A", "AAAA"].map((type) => ({ server: "resolver", name: "mx2", type, fault: { rcode: "SERVFAIL" } })) },
    { "mx-has-address": "couldNotCheck" },
  ),
  row(
    "mx-null",
    { records: { "@": ["300 MX 0 ."] } },
    {
      ...all(na, "mx-covered", "mx-not-cname", "mx-has-address"),
      "mx-null": "warn",
      "mx-dead-patterns": "warn",
      "tlsrpt-rua-reachable": "warn",
    },
  ),
  row(
    "mx-null-no-policy",
    { records: { "@": ["300 MX 0 ."], "_mta-sts": [], "_smtp._tls": [], "mta-sts": [] } },
    {
      ...noResponse,
      ...all(
        na,
        ...onTls,
        ...onStsTexts,
        ...onStsRecord,
        ...onTlsRptTexts,
        ...onTlsRptRecord,
        "sts-record-exists",
        "tlsrpt-record-exists",
        "host-resolves",
        "host-ipv6",
        "host-address-public",
        "host-connects",
        "host-fast",
        "mx-covered",
        "mx-dead-patterns",
        "mx-not-cname",
        "mx-has-address",
      ),
    },
  ),
  row(
    "mx-null-beside",
    { records: { "@": ["300 MX 0 .", "300 MX 10 mx1.%d", "300 MX 20 mx2.%d"] } },
    { "mx-null-alone": "fail" },
  ),
  row(
    "mx-implicit",
    { records: { "@": ["300 A 127.0.0.1"] } },
    { "mx-implicit": "warn", "mx-covered": "fail", "mx-dead-patterns": "warn" },
  ),
  row(
    "mx-verification",
    { records: { "@": ["300 MX 10 mx1.%d", "300 MX 20 mx2.%d", "300 MX 99 abc.mx-verification.google.com"] } },
    {},
  ),
  row(
    "mx-servfail",
    {
      dns: [
        ...nameServersSay("@", "MX", { rcode: "SERVFAIL" }),
        { server: "resolver", name: "@", type: "MX", fault: { rcode: "SERVFAIL" } },
      ],
    },
    {
      ...all("couldNotCheck", "mx-exists", ...onMx, "tlsrpt-rua-reachable"),
      "dns-servers-answer": "warn",
    },
  ),
  row(
    "mx-gone",
    { dns: [...nameServersSay("@", "MX", { rcode: "NXDOMAIN" })] },
    {
      ...all(na, ...onMx),
      "mx-exists": "fail",
    },
  ),

  // SMTP
  mail("smtp-good", ["good"], smtpPassed),
  mail("smtp-self-signed", ["selfSigned"], { ...smtpPassed, "smtp-certificate-trusted": "fail" }),
  mail("smtp-wrong-name", ["wrongName"], { ...smtpPassed, "smtp-certificate-name": "fail" }),
  mail("smtp-expired", ["expired"], { ...smtpPassed, "smtp-certificate-dates": "fail" }),
  mail("smtp-no-starttls", ["noStartTls"], { ...smtpPassed, ...noHandshake, "smtp-starttls": "fail" }),
  mail("smtp-tls10", ["tls10"], { ...smtpPassed, "smtp-tls-version": "fail" }),
  mail("smtp-closed", ["closed"], {
    ...noHandshake,
    ...all(na, "smtp-answers", "smtp-starttls"),
    "smtp-reachable": "fail",
  }),
  mail("smtp-tarpit", ["tarpit"], {
    ...noHandshake,
    ...all(na, "smtp-answers", "smtp-starttls"),
    "smtp-reachable": "couldNotCheck",
  }),
  mail("smtp-one-tarpit", ["good", "tarpit"], { ...smtpPassed, "smtp-reachable": "fail" }),
  mail("smtp-refusing", ["refusing"], { ...smtpPassed, ...noHandshake, "smtp-answers": "warn", "smtp-starttls": na }),
  mail(
    "smtp-tlsa-good",
    ["good"],
    { ...smtpPassed, "mx-tlsa-and-pkix": "pass" },
    { records: { "_25._tcp.mx1": [tlsaRecord] } },
  ),
  mail(
    "smtp-address-unknown",
    [],
    {
      ...all("couldNotCheck", ...Object.keys(smtpPassed), "mx-has-address", "mx-tlsa-and-pkix"),
    },
    {
      records: { "_25._tcp.mx1": [tlsaRecord] },
      dns: ["A", "AAAA"].map((type) => ({ server: "resolver", name: "mx1", type, fault: { rcode: "SERVFAIL" } })),
    },
  ),
  mail(
    "smtp-tlsa-self-signed",
    ["selfSigned"],
    { ...smtpPassed, "smtp-certificate-trusted": "fail", "mx-tlsa-and-pkix": "fail" },
    { records: { "_25._tcp.mx1": [tlsaRecord] } },
  ),
];

/** A certificate of an authority that calls itself Amazon, for `label` under the domain, and CAA records. */
async function issuedByAmazon({ ca, host }: RowContext, caa: string[], label = "mta-sts"): Promise<DomainSetup> {
  const amazon = await createCa("Amazon Sandbox Root");
  return {
    records: { "mta-sts": ["300 A 127.0.0.1", "300 AAAA ::ffff:127.0.0.1", ...caa.map((each) => `300 CAA 0 ${each}`)] },
    host: { certificate: await amazon.issue([host.replace("mta-sts", label)]) },
    options: { ca: ca.certPem + amazon.certPem },
  };
}

function nameServersSay(name: string, type: string, fault: NonNullable<DomainSetup["dns"]>[number]["fault"]) {
  return ["ns1.other-hosts.test", "ns2.other-hosts.test"].map((server) => ({ server, name, type, fault }));
}

function plain(status: number, domain: string, extraLine = "", headers: Record<string, string> = {}, mode = "enforce") {
  const text = cleanPolicy.replaceAll("%d", domain).replace("enforce", mode) + extraLine;
  return { status, headers: { "content-type": "text/plain", ...headers }, body: Buffer.from(text) };
}
