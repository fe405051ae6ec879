import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** The same numbers for the same seed, on every machine (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface CorpusOptions {
  seed?: number;
  domain?: string;
  /** Days that the reports are spread over, back from `lastDay`. */
  days?: number;
  lastDay?: string;
  /** Failure details per report on average: 13.5 makes 3.5 KB of JSON. */
  details?: number;
}

export interface CorpusReport {
  name: string;
  contactDomain: string;
  id: string;
  json: string;
}

const MX = ["mx1.example.com", "mx2.example.com", "mx3.example.com", "backup.example.net"];
const FAILURES = [
  ["certificate-expired", "X509_V_ERR_CERT_HAS_EXPIRED"],
  ["certificate-not-trusted", "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY"],
  ["starttls-not-supported", "454 TLS not available due to temporary reason"],
  ["validation-failure", "timeout during TLS negotiation"],
] as const;

const FAILURE_FIELDS = FAILURES.map(([type, reason]) => ({ "result-type": type, "failure-reason-code": reason }));

/** Reports of many organizations on one domain, in the shapes of docs/reports.md, never the same twice. */
export function* corpus(count: number, options: CorpusOptions = {}): Generator<CorpusReport> {
  const { seed = 1, domain = "example.com", days = 45, lastDay = "2026-03-31", details = 13.5 } = options;
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const address = (): string => `198.51.${Math.floor(random() * 256)}.${Math.floor(random() * 256)}`;
  const last = Date.parse(`${lastDay}T00:00:00Z`);
  for (let index = 0; index < count; index++) {
    const day = new Date(last - (index % days) * 86_400_000).toISOString().slice(0, 10);
    const organization = Math.floor(index / days);
    const contactDomain = organization === 0 ? "google.com" : `sender${organization}.example`;
    const id = `${day}T00:00:00Z_${domain}_${Math.floor(random() * 1e9)}`;
    // Half of the reports are clean, as in real mailboxes; the others tell their failures one sending address at a time.
    const failing = random() < 0.5;
    const list = Array.from({ length: failing ? Math.floor(random() * 4 * details) : 0 }, () => ({
      ...pick(FAILURE_FIELDS),
      "sending-mta-ip": address(),
      "receiving-mx-hostname": pick(MX),
      "receiving-ip": address(),
      "failed-session-count": 1 + Math.floor(random() * 5),
    }));
    const report = {
      "organization-name": `Sender ${organization}`,
      "date-range": { "start-datetime": `${day}T00:00:00Z`, "end-datetime": `${day}T23:59:59Z` },
      "contact-info": `tls-reports@${contactDomain}`,
      "report-id": id,
      policies: [
        {
          policy: {
            "policy-type": "sts",
            "policy-string": ["version: STSv1", "mode: testing", ...MX.map((mx) => `mx: ${mx}`), "max_age: 604800"],
            "policy-domain": domain,
            "mx-host": MX,
          },
          summary: {
            "total-successful-session-count": 10 + Math.floor(random() * 1000),
            "total-failure-session-count": list.reduce((sum, detail) => sum + detail["failed-session-count"], 0),
          },
          "failure-details": list,
        },
      ],
    };
    const begin = Date.parse(`${day}T00:00:00Z`) / 1000;
    const name = `${contactDomain}!${domain}!${begin}!${begin + 86_399}!${index}`;
    yield { name, contactDomain, id, json: JSON.stringify(report) };
  }
}

/** Writes the corpus as `.json.gz` files; the mean sizes in bytes. */
export function writeGzipCorpus(
  directory: string,
  count: number,
  options?: CorpusOptions,
): { json: number; gzip: number } {
  mkdirSync(directory, { recursive: true });
  const total = { json: 0, gzip: 0 };
  for (const { name, json } of corpus(count, options)) {
    const gzip = gzipSync(json);
    writeFileSync(join(directory, `${name}.json.gz`), gzip);
    total.json += json.length;
    total.gzip += gzip.length;
  }
  return { json: total.json / count, gzip: total.gzip / count };
}

/** Writes the corpus as mails in the shape of RFC 8460 §5.3.1, DKIM result of `authservId` included. */
export function writeMailCorpus(directory: string, count: number, authservId: string, options?: CorpusOptions): void {
  mkdirSync(directory, { recursive: true });
  for (const report of corpus(count, options))
    writeFileSync(join(directory, `${report.name}.eml`), mailOf(report, authservId));
}

export function mailOf({ name, contactDomain, id, json }: CorpusReport, authservId: string): string {
  const body = gzipSync(json).toString("base64").replace(/.{76}/g, "$&\r\n");
  const boundary = `=_${id.length}_${name.length}_report`;
  return [
    `Return-Path: <tls-reports@${contactDomain}>`,
    `Received: from mail.${contactDomain} (mail.${contactDomain} [198.51.100.1])`,
    `\tby ${authservId} with ESMTPS id abc123 for <tls@example.com>; Sun, 1 Mar 2026 04:00:00 +0000`,
    `Authentication-Results: ${authservId};`,
    `\tdkim=pass (2048-bit key) header.d=${contactDomain} header.s=s1 header.b=AbCdEf;`,
    `\tspf=pass smtp.mailfrom=${contactDomain}; dmarc=pass header.from=${contactDomain}`,
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${contactDomain}; s=s1;`,
    "\th=from:to:subject:date:mime-version:content-type:tls-report-domain:tls-report-submitter;",
    `\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=${"A".repeat(340)}`,
    `From: tls-reports@${contactDomain}`,
    "To: tls@example.com",
    `Subject: Report Domain: example.com Submitter: ${contactDomain} Report-ID: <${id}>`,
    "TLS-Report-Domain: example.com",
    `TLS-Report-Submitter: ${contactDomain}`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type="tlsrpt"; boundary="${boundary}"`,
    "",
    "This is a multipart message in MIME format.",
    "",
    `--${boundary}`,
    'Content-Type: text/plain; charset="utf-8"',
    "",
    `This is an aggregate TLS report from ${contactDomain}.`,
    "",
    `--${boundary}`,
    "Content-Type: application/tlsrpt+gzip",
    "Content-Transfer-Encoding: base64",
    `Content-Disposition: attachment; filename="${name}.json.gz"`,
    "",
    body,
    `--${boundary}--`,
    "",
  ].join("\r\n");
}

/** One report of this many bytes, as JSON: a failure detail for each session of a very busy day. */
export function writeLargeReport(directory: string, bytes: number): void {
  mkdirSync(directory, { recursive: true });
  const [head = "", tail = ""] = [...corpus(1, { details: 0 })][0]!.json.split('"failure-details":[]');
  const details: string[] = [];
  let length = head.length + tail.length;
  for (const { json } of corpus(Infinity, { seed: 2, details: 1000 })) {
    const list = /"failure-details":\[(.+)\]\}\]\}$/.exec(json)?.[1];
    if (list === undefined) continue;
    details.push(list);
    length += list.length + 1;
    if (length > bytes) break;
  }
  writeFileSync(join(directory, "large.json"), `${head}"failure-details":[${details.join(",")}]${tail}`);
}
