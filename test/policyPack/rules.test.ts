import { MtaStsMode, policyId, renderPolicy, renderStsRecord } from "../../src/protocol";
import { packRules } from "../../src/policyPack";
import type { StackResource } from "../../src/policyPack";
import {
  arn,
  certificate,
  cf,
  changed,
  component,
  distribution,
  mx,
  object,
  policy,
  r53,
  record,
  resource,
  stack,
  stackWith,
  sts,
  text,
  tlsRpt,
} from "./stack";

const findings = (resources: StackResource[]) =>
  packRules.flatMap(({ name, check }) => check(resources).map(({ message }) => ({ rule: name, message })));
const withPolicy = (part: Partial<typeof policy>) => {
  const file = renderPolicy({ ...policy, ...part });
  return stackWith(
    [object, changed(object, { content: file })],
    [sts, r53("_mta-sts.example.com", "TXT", [renderStsRecord(policyId(file))])],
  );
};

const failing: [string, StackResource[], string, RegExp][] = [
  [
    "a file with an unknown mode",
    stackWith([object, changed(object, { content: text.replace("enforce", "on") })]).filter((each) => each !== sts),
    "mta-sts-policy-valid",
    /not valid in line \d/,
  ],
  [
    "an id of another file",
    stackWith([object, changed(object, { content: text.replace("mx1", "mx2") })], [mx]),
    "mta-sts-id-matches-policy",
    /belongs to another policy file/,
  ],
  [
    "a hand-made id",
    stackWith([sts, r53("_mta-sts.example.com", "TXT", ["v=STSv1; id=20250101;"])]),
    "mta-sts-id-hand-made",
    /hand-made id "20250101"/,
  ],
  [
    "an MX host on Route 53 that the policy does not name",
    stackWith([mx, r53("example.com", "MX", ["10 mx1.example.com", "20 backup.example.net"])]),
    "mta-sts-mx-covered",
    /^backup\.example\.net is an MX host/,
  ],
  [
    "an MX host on Cloudflare two labels below a wildcard",
    [...stack, cf("example.com", "MX", "a.b.mx.example.com")],
    "mta-sts-mx-covered",
    /a\.b\.mx\.example\.com/,
  ],
  [
    "two _mta-sts records in one zone",
    [...stack, r53("_mta-sts.example.com", "TXT", [renderStsRecord(policyId(text, 1))])],
    "mta-sts-single-records",
    /more than one policy record/,
  ],
  [
    "two _smtp._tls records in one zone",
    [...stack, r53("_smtp._tls.example.com", "TXT", ["v=TLSRPTv1; rua=mailto:y@example.com"])],
    "mta-sts-single-records",
    /more than one record/,
  ],
  ["a policy without reports", stackWith([tlsRpt]), "mta-sts-reporting-first", /no _smtp\._tls record/],
  [
    "a policy host with AWS's CachingOptimized",
    stackWith([
      distribution,
      changed(distribution, { defaultCacheBehavior: { cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6" } }),
    ]),
    "mta-sts-host-uncached",
    /caches/,
  ],
  [
    "a certificate in another region",
    stackWith([
      distribution,
      changed(distribution, { viewerCertificate: { acmCertificateArn: arn.replace("us-east-1", "eu-central-1") } }),
    ]),
    "mta-sts-host-certificate",
    /is in eu-central-1/,
  ],
  [
    "a certificate for another name",
    stackWith([
      certificate,
      changed(certificate, { domainName: "example.com", subjectAlternativeNames: ["www.example.com"] }),
    ]),
    "mta-sts-host-certificate",
    /names only example\.com, www\.example\.com/,
  ],
  [
    "CloudFront's own certificate",
    stackWith([distribution, changed(distribution, { viewerCertificate: { cloudfrontDefaultCertificate: true } })]),
    "mta-sts-host-certificate",
    /CloudFront's own certificate/,
  ],
  ["an enforce policy of an hour", withPolicy({ maxAge: 3600 }), "mta-sts-enforce-max-age", /3600 seconds/],
];

describe("the policy pack", () => {
  test.each<[string, StackResource[]]>([
    ["the stack of a component", stack],
    ["a stack without mail", [resource("aws:s3/bucket:Bucket", {})]],
    [
      "Cloudflare DNS in front of CloudFront",
      stackWith(
        [sts, cf("_mta-sts.example.com", "TXT", `"${record}"`)],
        [mx, cf("example.com", "MX", "mx1.example.com")],
      ),
    ],
    [
      "the same records in two zones, for a DNS migration",
      [...stack, cf("_mta-sts.example.com", "TXT", `"${record}"`)],
    ],
    [
      "records whose values are not known in this preview",
      stackWith([sts, changed(sts, { records: undefined })], [object, changed(object, { content: undefined })]),
    ],
    [
      "a revision of the policy",
      stackWith([sts, r53("_mta-sts.example.com", "TXT", [renderStsRecord(policyId(text, 3))])]),
    ],
    ["a wildcard certificate", stackWith([certificate, changed(certificate, { domainName: "*.example.com" })])],
    ["a certificate of another stack", stackWith([certificate])],
    [
      "a policy that is wound down without reports",
      withPolicy({ mode: MtaStsMode.None, mx: [] }).filter((each) => each !== tlsRpt),
    ],
    [
      "a policy on a Worker",
      stackWith(
        [
          object,
          resource("cloudflare:index/workersScript:WorkersScript", {
            scriptName: "w",
            bindings: [{ name: "POLICY", text }],
          }),
        ],
        [
          distribution,
          resource("cloudflare:index/workersCustomDomain:WorkersCustomDomain", {
            service: "w",
            hostname: "mta-sts.example.com",
          }),
        ],
      ),
    ],
  ])("passes %s", (_name, resources) => {
    expect(findings(resources)).toEqual([]);
  });

  test.each(failing)("finds %s", (_name, resources, rule, message) => {
    const found = findings(resources);
    expect(found.map((finding) => finding.rule)).toEqual([rule]);
    expect(found[0]?.message).toMatch(message);
  });

  test("names a section and a remedy in every finding", () => {
    const broken = stackWith(
      [tlsRpt],
      [mx, r53("example.com", "MX", ["1 other.example.net"])],
      [certificate, changed(certificate, { domainName: "x.example" })],
    );
    const found = findings([...broken, r53("_mta-sts.example.com", "TXT", ["v=STSv1; id=1;"])]);
    expect(found.length).toBeGreaterThanOrEqual(5);
    for (const { message } of found) expect(message).toMatch(/RFC 846[01] §\d/);
  });

  test("has a failing stack for every rule in this test", () => {
    const names = packRules.map(({ name }) => name);
    expect(names.filter((name) => !failing.some(([, , rule]) => rule === name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test("tells the files of two domains apart by their component, before buckets have names", () => {
    const other = renderPolicy({ ...policy, mx: ["mail.example.net"] });
    const inComponent = (each: StackResource, parent: string): StackResource => ({ ...each, parent });
    const found = findings([
      inComponent(changed(object, { bucket: undefined }), component),
      inComponent(sts, component),
      tlsRpt,
      mx,
      inComponent({ ...changed(object, { bucket: undefined, content: other }), urn: "other" }, `${component}2`),
      inComponent(r53("_mta-sts.example.net", "TXT", [renderStsRecord(policyId(other))]), `${component}2`),
      r53("_smtp._tls.example.net", "TXT", ["v=TLSRPTv1; rua=mailto:x@example.net"]),
      r53("example.net", "MX", ["10 mx1.example.com"]),
    ]);
    expect(found).toEqual([
      { rule: "mta-sts-mx-covered", message: expect.stringContaining("MX host of example.net") as string },
    ]);
  });
});
